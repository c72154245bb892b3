import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { eventually, textsOf } from '../../support/window';
import type { ServedIndex } from '../servedIndex';
import { dialogBox, said, toasts } from '../../support/notices';
import { cancelDialog, dialogSays, pressInDialog } from './dialogs';
import { answer, openSketch, run, statusSays } from './sketchbook';

const empty = 'void setup() {}\nvoid loop() {}\n';

/** What a folder's own project file makes arduino-cli fetch is shown, and agreed to, once. */
export function describeProfiles(index: () => ServedIndex): void {
  describe('by a profile of its folder (H10)', () => {
    const profile = (version: string) =>
      `# kept\nprofiles:\n  field:\n    fqbn: arduino:avr:uno\n    platforms:\n      - platform: arduino:avr\n    libraries:\n      - Demo Bus (${version})\n      - dir: ./own\ndefault_profile: field\n`;
    const own = {
      'own/library.properties': 'name=own\nversion=1.0.0\n',
      'own/Own.h': '#define OWN 1\n',
    };
    let folder: string;

    before(async () => {
      folder = await openSketch('station', `#include <DemoBus.h>\n#include <Own.h>\n${empty}`, {
        'sketch.yaml': profile('1.0.0'),
        ...own,
      });
    });

    it('fetches nothing before what it brings was shown, and agreed to', async () => {
      const before = index().asked.length;
      const refused = said('sigfox.firmware.compile');
      const asked = await dialogSays();
      assert.match(
        asked,
        /profile "field" of the sketch "station" makes arduino-cli fetch and use/,
      );
      assert.match(asked, /• Library Demo Bus 1\.0\.0/);
      assert.match(asked, /• Library in the folder \.\/own/);
      await cancelDialog();
      assert.deepEqual(await refused, [
        'The profile "field" was not opened, so nothing was compiled.',
      ]);
      assert.deepEqual(index().asked.slice(before), []);
    });

    it('compiles with it after a yes, and does not ask again', async () => {
      const compiling = run('sigfox.firmware.compile');
      await pressInDialog('Open Profile');
      await compiling;
      await statusSays('station: flash ');
      assert.ok(index().asked.includes('Demo_Bus-1.0.0.zip'));
      await run('sigfox.firmware.compile');
      assert.deepEqual(await textsOf(dialogBox), []);
    });

    it('asks anew when the folder asks for something else', async () => {
      writeFileSync(path.join(folder, 'sketch.yaml'), profile('1.0.1'));
      const refused = said('sigfox.firmware.compile');
      const asked = await dialogSays();
      assert.match(asked, /• Library Demo Bus 1\.0\.1/);
      await cancelDialog();
      await refused;
      writeFileSync(path.join(folder, 'sketch.yaml'), profile('1.0.0'));
    });

    it('can be left, by hand', async () => {
      await answer('sigfox.firmware.chooseProfile', 'No Profile');
      const [words = ''] = await said('sigfox.firmware.compile');
      assert.match(words, /^Could not compile "station": /);
    });

    it('remembers the board in the file, comments kept', async () => {
      const remembering = run('sigfox.firmware.rememberBoard');
      await eventually(toasts, (all) => all.includes('"sketch.yaml" now names "Arduino UNO".'));
      await run('notifications.clearAll');
      await remembering;
      assert.equal(
        readFileSync(path.join(folder, 'sketch.yaml'), 'utf8'),
        `${profile('1.0.0')}default_fqbn: arduino:avr:uno\n`,
      );
    });

    it('says where a project file is wrong, and compiles nothing', async () => {
      writeFileSync(path.join(folder, 'sketch.yaml'), 'profiles:\n  a: &x\n    fqbn: a:b:c\n');
      assert.deepEqual(await said('sigfox.firmware.compile'), [
        '"sketch.yaml", line 3: Write this out: anchors, aliases, tags and "<<" are not read here.',
      ]);
      await vscode.window.showTextDocument(vscode.Uri.file(path.join(folder, 'sketch.yaml')));
      await eventually(
        () => vscode.languages.getDiagnostics(vscode.Uri.file(path.join(folder, 'sketch.yaml'))),
        (all) => all.length === 1,
      );
      rmSync(path.join(folder, 'sketch.yaml'));
    });
  });
}
