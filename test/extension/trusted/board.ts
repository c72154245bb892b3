import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, hasWindow, inWindow, textsOf } from '../../support/window';
import { heavyDoors } from '../../support/ourExtension';

const rows = () => textsOf('.pane-body .monaco-list-row');
const run = (command: string, ...args: unknown[]) =>
  vscode.commands.executeCommand(command, ...args);
const seen = (pattern: RegExp) => eventually(rows, (all) => all.some((row) => pattern.test(row)));

/** The virtual board with the firmware that comes with the extension, from its sensor to the tree. */
export function describeBoard(): void {
  (hasWindow ? describe : describe.skip)('the virtual board', function () {
    this.timeout(120_000);

    before(async () => {
      await run('sigfox.simulator.start');
      await run('sigfox.messages.focus');
    });

    after(() => run('sigfox.simulator.stop'));

    it('is loaded only when it is plugged in', () => {
      assert.deepEqual(
        heavyDoors().filter((file) => file.includes('workerBoard')),
        [],
      );
    });

    it('sends what its sensor says to the tree, decoded', async () => {
      await run('sigfox.simulator.startBoard', 'mega-telit');
      await run('sigfox.simulator.setTemperature', 8.5);
      await seen(/^Virtual Board ?1D2C3B 8\.5 °C/);
      await seen(/^Modem ?sent 4 bytes, answered OK/);
      const chain = await rows();
      for (const row of [
        /^Sketch ?thermometer · payload 4 bytes · matches the config/,
        /^Board ?Arduino Mega \(virtual\) runs thermometer/,
      ]) {
        assert.ok(
          chain.some((text) => row.test(text)),
          String(chain),
        );
      }
    });

    it('says in one notification where it is plugged in', async () => {
      const toasts = await textsOf('.notifications-toasts .notification-list-item-message');
      assert.equal(toasts.length, 1, String(toasts));
      assert.match(
        toasts[0] ?? '',
        /^Arduino Mega \(virtual\) is plugged in at (\/dev\/pts\/\d+|net:127\.0\.0\.1:\d+) and runs the thermometer\.$/,
      );
      await run('notifications.clearAll');
    });

    it('refuses a file that is no firmware, with the reason', async () => {
      const [folder] = vscode.workspace.workspaceFolders ?? [];
      assert.ok(folder);
      const file = vscode.Uri.joinPath(folder.uri, 'notes.hex');
      await vscode.workspace.fs.writeFile(file, Buffer.from('hello\n'));
      const refused = run('sigfox.simulator.flashBoard', file.fsPath);
      const toast = await eventually(
        () => textsOf('.notifications-toasts .notification-list-item-message'),
        (texts) => texts.length > 0,
      );
      assert.deepEqual(toast, [
        'The firmware is no use, line 1: "hello" is no record of Intel HEX.',
      ]);
      await run('notifications.clearAll');
      await refused;
      await vscode.workspace.fs.delete(file);
    });

    it('is unplugged by a command, and the chain says so', async () => {
      await run('sigfox.simulator.stopBoard');
      await seen(/^Board ?the virtual board is not plugged in/);
      await inWindow({ do: 'press', key: 'Escape' });
    });
  });
}
