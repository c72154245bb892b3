import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { eventually, inWindow } from '../../support/window';
import { ourExtension } from '../../support/ourExtension';
import { fromSuite } from '../fromSuite';
import { ServedIndex } from '../servedIndex';
import { answer, openSketch, run, said, statusSays } from './sketchbook';

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

    it('says where a project file is wrong, and compiles nothing (H10)', async () => {
      const text = 'profiles:\n  a: &x\n    fqbn: a:b:c\n';
      const folder = await openSketch('station', empty, { 'sketch.yaml': text });
      assert.deepEqual(await said('sigfox.firmware.compile'), [
        '"sketch.yaml", line 3: Write this out: anchors, aliases, tags and "<<" are not read here.',
      ]);
      const file = vscode.Uri.file(path.join(folder, 'sketch.yaml'));
      await vscode.window.showTextDocument(file);
      await eventually(
        () => vscode.languages.getDiagnostics(file),
        (all) => all.length === 1,
      );
      rmSync(file.fsPath);
    });

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
  });

  describe('IntelliSense for a sketch', function () {
    this.timeout(60_000);
    let root: string;
    let folder: string;
    const users = {
      '.vscode/c_cpp_properties.json': '{"configurations":[{"name":"mine"}],"version":4}\n',
      '.clangd': 'CompileFlags:\n  Add: -Wall\n',
      'compile_commands.json': '[{"directory":"/x","file":"/x/mine.c","command":"cc mine.c"}]\n',
    };

    before(async () => {
      root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
      for (const [file, text] of Object.entries(users)) writeFileSync(path.join(root, file), text);
      folder = await openSketch('sensor', `#include <SPI.h>\n${empty}`);
    });

    it('is told to the C/C++ extension through its own door', async () => {
      const uri = vscode.Uri.file(path.join(folder, 'sensor.ino'));
      const items = await eventually(
        () => cppTools().ask(uri),
        (all) => all.length === 1,
        40_000,
      );
      const [item] = items;
      assert.ok(item);
      const { configuration } = item;
      assert.equal(path.basename(configuration.compilerPath ?? ''), 'avr-g++');
      assert.ok(configuration.includePath.some((one) => one.endsWith('libraries/SPI/src')));
      assert.ok(configuration.defines.includes('ARDUINO_AVR_UNO'));
      assert.deepEqual(
        configuration.forcedInclude?.map((file) => [path.basename(file), existsSync(file)]),
        [['Arduino.h', true]],
      );
      assert.deepEqual(cppTools().names(), ['Sigfox Workbench']);
    });

    it('answers for no file outside a sketch', async () => {
      const uri = vscode.Uri.file(path.join(root, 'elsewhere.cpp'));
      assert.deepEqual(await cppTools().ask(uri), []);
    });

    it("leaves every file of the person's as it was", () => {
      for (const [file, text] of Object.entries(users)) {
        assert.equal(readFileSync(path.join(root, file), 'utf8'), text, file);
      }
    });
  });
}

interface CppTools {
  ask(uri: vscode.Uri): Promise<
    {
      readonly configuration: {
        readonly includePath: string[];
        readonly defines: string[];
        readonly forcedInclude?: string[];
        readonly compilerPath?: string;
      };
    }[]
  >;
  names(): string[];
}

function standIn(id: string): unknown {
  const extension = vscode.extensions.getExtension<{ readonly standIn: unknown }>(id);
  assert.ok(extension, id);
  return extension.exports.standIn;
}

const cppTools = () => standIn('ms-vscode.cpptools') as CppTools;

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
  await inWindow({ do: 'wait', selector: item, timeout: 20_000 });
  await click(item);
}
