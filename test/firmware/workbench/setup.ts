import assert from 'node:assert/strict';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { eventually, inWindow, textsOf } from '../../support/window';
import { ourExtension } from '../../support/ourExtension';
import { said, toasts } from '../../support/notices';
import { fromSuite } from '../fromSuite';
import { ServedIndex } from '../servedIndex';
import { cancelDialog, dialogSays } from './dialogs';
import { describeProfiles } from './profiles';
import { answer, openSketch, run, statusSays } from './sketchbook';

const empty = 'void setup() {}\nvoid loop() {}\n';
const click = (selector: string) => inWindow({ do: 'click', selector });
const codesIn = (folder: string) =>
  vscode.languages
    .getDiagnostics()
    .filter(([uri]) => uri.fsPath.startsWith(folder))
    .flatMap(([, all]) => all.map(({ code }) => code));

export function describeSetup(): void {
  describe('setting a sketch up', function () {
    this.timeout(120_000);
    let served: ServedIndex;
    let root: string;

    before(async () => {
      await ourExtension().activate();
      served = await ServedIndex.start();
      served.writeLibraryIndex(fromSuite('ARDUINO_DIRECTORIES_DATA'));
      await set('sigfox.arduinoCli.boardManagerUrls', [served.indexUrl]);
      root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    });
    after(async () => {
      await set('sigfox.arduinoCli.boardManagerUrls', undefined);
      served.close();
    });

    it('installs a missing library by its quick fix, and the problem is gone', async () => {
      const folder = await openSketch('sensor', `#include <DemoSensor.h>\n${empty}`);
      await answer('sigfox.firmware.chooseBoard', 'Arduino UNO');
      await said('sigfox.firmware.compile');
      assert.deepEqual(codesIn(folder), ['missing-library:DemoSensor.h']);
      await pressQuickFix(folder, 'Install the Library with "DemoSensor.h"');
      await statusSays('sensor: flash ');
      assert.deepEqual(codesIn(folder), []);
    });

    it('shows what a sketch needs and installs it, without running the script that comes along', async () => {
      const text = 'default_fqbn: demo:avr:uno # the field board\n';
      const folder = await openSketch('needs', empty, { 'sketch.yaml': text });
      await statusSays('demo:avr:uno');
      await said('sigfox.firmware.compile');
      assert.deepEqual(codesIn(folder), ['missing-platform:demo:avr']);
      const installing = run('sigfox.firmware.installNeeds');
      const rows = () => textsOf('.quick-input-list .monaco-list-row');
      const offered = await eventually(
        rows,
        (all) => all.some((row) => row.includes('demo:avr')),
        60_000,
      );
      assert.match(offered.join('\n'), /demo:avr ?platform: the board is of it/);
      await inWindow({ do: 'press', key: 'Enter' });
      const asked = await dialogSays();
      assert.match(asked, /"demo:avr" brings the script "post_install\.sh"\. It has not run\./);
      await cancelDialog();
      await installing;
      const data = fromSuite('ARDUINO_DIRECTORIES_DATA');
      assert.equal(existsSync(path.join(data, 'packages/demo/hardware/avr/1.0.0/it-ran')), false);
      await run('notifications.clearAll');
      await run('sigfox.firmware.compile');
      await statusSays('needs: flash ');
      assert.deepEqual(codesIn(folder), []);
    });

    it('installs a missing platform by its quick fix, and the sketch compiles', async () => {
      const data = fromSuite('ARDUINO_DIRECTORIES_DATA');
      rmSync(path.join(data, 'packages/demo'), { recursive: true });
      // What is installed was read already: other lists make arduino-cli read it anew.
      await set('sigfox.arduinoCli.boardManagerUrls', []);
      await set('sigfox.arduinoCli.boardManagerUrls', [served.indexUrl]);
      const folder = await openSketch('needs', empty);
      await said('sigfox.firmware.compile');
      assert.deepEqual(codesIn(folder), ['missing-platform:demo:avr']);
      await pressQuickFix(folder, 'Install Platform "demo:avr"');
      assert.match(await dialogSays(), /"demo:avr" brings the script "post_install\.sh"/);
      await cancelDialog();
      await eventually(
        () => codesIn(folder),
        (codes) => codes.length === 0,
        60_000,
      );
    });

    describeProfiles(() => served);

    it('lets no folder choose the program or the lists (H10)', async () => {
      const settings = vscode.workspace.getConfiguration();
      const before = settings.get('sigfox.arduinoCli.path');
      const file = path.join(root, '.vscode/settings.json');
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(
        file,
        JSON.stringify({
          'files.eol': '\n',
          'sigfox.arduinoCli.path': '/planted',
          'sigfox.arduinoCli.boardManagerUrls': ['https://planted.example/x.json'],
        }),
      );
      const now = () => vscode.workspace.getConfiguration();
      await eventually(
        () => now().get('files.eol'),
        (eol) => eol === '\n',
      );
      assert.equal(now().get('sigfox.arduinoCli.path'), before);
      assert.deepEqual(now().get('sigfox.arduinoCli.boardManagerUrls'), [served.indexUrl]);
      writeFileSync(file, '{}');
      await eventually(
        () => now().get('files.eol'),
        (eol) => eol !== '\n',
      );
    });

    describe('where there is no arduino-cli', () => {
      before(() => set('sigfox.arduinoCli.path', '/nowhere/arduino-cli'));
      after(() => set('sigfox.arduinoCli.path', fromSuite('FIRMWARE_CLI')));

      it('offers to install it, and fetches nothing unasked', async () => {
        await openSketch('sensor', `#include <DemoSensor.h>\n${empty}`);
        await run('notifications.clearAll');
        const compiling = run('sigfox.firmware.compile');
        const words =
          'arduino-cli was not found. The setting "sigfox.arduinoCli.path" says "/nowhere/arduino-cli", where there is no program that may be run.';
        await eventually(toasts, (all) => all.includes(words));
        const toast = '.notifications-toasts .notification-list-item:has-text("was not found")';
        await click(`${toast} .monaco-button:has-text("Install")`);
        const asked = await dialogSays();
        assert.match(asked, /Download arduino-cli 1\.5\.1\?/);
        assert.match(asked, /release on "github\.com"/);
        await cancelDialog();
        await run('notifications.clearAll');
        await compiling;
      });
    });
  });
}

/** As the person does in the settings editor. */
async function set(setting: string, value: unknown): Promise<void> {
  await vscode.workspace
    .getConfiguration()
    .update(setting, value, vscode.ConfigurationTarget.Global);
}

/** Puts the cursor on the first problem, opens the menu of fixes and takes the one of that title. */
async function pressQuickFix(folder: string, title: string): Promise<void> {
  const uri = vscode.Uri.file(path.join(folder, `${path.basename(folder)}.ino`));
  const editor = await vscode.window.showTextDocument(uri);
  const [problem] = vscode.languages.getDiagnostics(uri);
  assert.ok(problem);
  editor.selection = new vscode.Selection(problem.range.start, problem.range.start);
  await run('editor.action.quickFix');
  const item = `.action-widget .monaco-list-row:has-text(${JSON.stringify(title)})`;
  await inWindow({ do: 'wait', selector: item, timeout: 60_000 });
  await click(item);
}
