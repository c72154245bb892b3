import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { heavyDoors, ourExtension } from '../../support/ourExtension';
import { eventually, hasWindow, inWindow, textsOf } from '../../support/window';

export function describeRestrictedMode(): void {
  describe('Restricted Mode', function () {
    this.timeout(40_000);

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
        await eventually(rows, (all) => all.some((row) => row.includes('27.91 °C')), 20_000);
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
  });
}
