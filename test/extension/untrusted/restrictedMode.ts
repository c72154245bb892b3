import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { heavyDoors, ourExtension } from '../../support/ourExtension';
import { said } from '../../support/notices';
import { eventually, hasWindow, inWindow, textsOf } from '../../support/window';

export function describeRestrictedMode(): void {
  describe('Restricted Mode', function () {
    this.timeout(120_000);

    it('is what this run is about', () => {
      assert.equal(vscode.workspace.isTrusted, false);
    });

    it("does not read the folder's own connections", () => {
      assert.deepEqual(vscode.workspace.getConfiguration().get('sigfox.connections'), []);
    });

    it('opens no door to the world for the folder', async () => {
      await ourExtension().activate();
      await vscode.commands.executeCommand('sigfox.messages.focus');
      await new Promise((resolve) => setTimeout(resolve, 500));
      assert.deepEqual(heavyDoors(), []);
    });

    (hasWindow ? it : it.skip)(
      'allows the simulator and refuses to publish, with words',
      async () => {
        await vscode.commands.executeCommand('sigfox.simulator.start');
        await vscode.commands.executeCommand('sigfox.simulator.sendUplink', '1D743', '41df41e3');
        const rows = () => textsOf('.pane-body .monaco-list-row');
        await eventually(rows, (all) => all.some((row) => row.includes('27.91 °C')));
        const publishing = vscode.commands.executeCommand('sigfox.messages.publishTest');
        const toasts = () => textsOf('.notifications-toasts .notification-list-item-message');
        assert.deepEqual(await eventually(toasts, (all) => all.length > 0), [
          'Restricted Mode does not publish.',
        ]);
        await inWindow({ do: 'press', key: 'Escape' });
        await vscode.commands.executeCommand('notifications.clearAll');
        await publishing;
      },
    );

    (hasWindow ? it : it.skip)(
      'compiles, uploads and installs nothing of a folder, with words',
      async () => {
        await openStranger();
        for (const [command, words] of refusals) {
          assert.deepEqual(await said(command), [words], command);
        }
      },
    );
  });
}

const refusesWork =
  'Restricted Mode does not compile: a folder can bring programs that run meanwhile.';
const refusesSetup =
  'Restricted Mode installs nothing and opens no profile: a folder could say what.';
const refusals = [
  ['sigfox.firmware.compile', refusesWork],
  ['sigfox.firmware.upload', refusesWork],
  ['sigfox.firmware.previewUpload', refusesWork],
  ['sigfox.firmware.installNeeds', refusesSetup],
  ['sigfox.firmware.installLibrary', refusesSetup],
  ['sigfox.firmware.installPlatform', refusesSetup],
  ['sigfox.firmware.setUpClangd', refusesSetup],
] as const;

/** A sketch whose project file would have arduino-cli fetch things. */
async function openStranger(): Promise<void> {
  const root = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(root);
  const folder = vscode.Uri.joinPath(root, 'stranger');
  const profile =
    'profiles:\n  a:\n    fqbn: planted:avr:uno\n    platforms:\n      - platform: planted:avr (1.0.0)\n        platform_index_url: https://planted.example/package_x_index.json\ndefault_profile: a\n';
  const files = { 'stranger.ino': 'void setup() {}\nvoid loop() {}\n', 'sketch.yaml': profile };
  for (const [name, text] of Object.entries(files)) {
    const file = vscode.Uri.joinPath(folder, name);
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
  }
  await vscode.window.showTextDocument(vscode.Uri.joinPath(folder, 'stranger.ino'));
}
