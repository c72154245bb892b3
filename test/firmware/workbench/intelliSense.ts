import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { eventually } from '../../support/window';
import { dialogSays, pressInDialog } from './dialogs';
import { openSketch, run } from './sketchbook';

const empty = 'void setup() {}\nvoid loop() {}\n';

export function describeIntelliSense(): void {
  describe('IntelliSense for a sketch', function () {
    this.timeout(120_000);
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
        async () => (await cppTools()).ask(uri),
        (all) => all.length === 1,
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
      assert.deepEqual((await cppTools()).names(), ['Sigfox Workbench']);
    });

    it('answers for no file outside a sketch', async () => {
      const uri = vscode.Uri.file(path.join(root, 'elsewhere.cpp'));
      assert.deepEqual(await (await cppTools()).ask(uri), []);
    });

    it('is set up for clangd by one change that was shown, and undone by a command', async () => {
      const file = path.join(root, '.vscode/settings.json');
      writeFileSync(file, '{\n  // mine\n  "clangd.arguments": ["--log=error"]\n}\n');
      const clangd = await activated<{ readonly restarts: number }>(clangdId);
      const known = () =>
        vscode.workspace.getConfiguration('clangd').get<string[]>('arguments', []);
      await eventually(known, (args) => args.length === 1);
      const settingUp = run('sigfox.firmware.setUpClangd');
      const asked = await dialogSays();
      assert.match(asked, /Change the setting "clangd\.arguments" of this workspace\?/);
      await pressInDialog('Change Setting');
      await settingUp;
      const args = await eventually(known, (now) => now.length === 3);
      const database = args
        .find((argument) => argument.startsWith('--compile-commands-dir='))
        ?.replace('--compile-commands-dir=', '');
      assert.ok(database !== undefined && !database.startsWith(root), database);
      const rows = JSON.parse(
        readFileSync(path.join(database, 'compile_commands.json'), 'utf8'),
      ) as { file: string; arguments?: string[] }[];
      assert.equal(rows[0]?.file, '/x/mine.c');
      const ino = rows.find((row) => row.file === path.join(folder, 'sensor.ino'));
      assert.deepEqual(ino?.arguments?.slice(1, 5), ['-x', 'c++', '-include', 'Arduino.h']);
      await run('sigfox.firmware.undoClangd');
      await eventually(known, (now) => now.length === 1);
      // The editor lays the list out anew; nothing else is another.
      assert.equal(
        readFileSync(file, 'utf8').replace(/\s/g, ''),
        '{//mine"clangd.arguments":["--log=error"]}',
      );
      assert.equal(clangd.restarts, 2);
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

const clangdId = 'llvm-vs-code-extensions.vscode-clangd';
const cppTools = () => activated<CppTools>('ms-vscode.cpptools');

/** What a stand-in for another's extension lets tests see; its exports are there once it is active. */
async function activated<StandIn>(id: string): Promise<StandIn> {
  const extension = vscode.extensions.getExtension<{ readonly standIn: StandIn }>(id);
  assert.ok(extension, id);
  return (await extension.activate()).standIn;
}
