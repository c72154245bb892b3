import assert from 'node:assert/strict';
import { renameSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { ourExtension } from '../../support/ourExtension';
import { eventually, rowsOf, textsOf } from '../../support/window';
import { monitor, openMonitor } from './monitorPage';

/** What did not load stays so until the window is reloaded: these tests have a window of their own. */
export function describeMissingNatives(): void {
  describe('an installation without the native part of the serial port', () => {
    const natives = path.join(ourExtension().extensionPath, 'prebuilds');
    const away = `${natives}.away`;
    before(() => renameSync(natives, away));
    after(() => renameSync(away, natives));

    it('says in the monitor that it is unavailable, why, and what to do (F22)', async () => {
      await openMonitor('/dev/ttyACM0');
      await monitor.saysOfPort(
        /^Serial monitor unavailable: the part that opens ports did not load on linux \(.+\)\. Install the extension again; on Alpine Linux, install "libstdc\+\+" first\.$/,
      );
      await monitor.click('.tabs .close');
    });

    it('lets the rest of the extension work', async () => {
      await vscode.commands.executeCommand('sigfox.simulator.start');
      await eventually(
        () => textsOf(rowsOf('Messages')),
        (rows) => rows.some((row) => /\d/.test(row)),
      );
      await vscode.commands.executeCommand('sigfox.simulator.stop');
      assert.deepEqual(await textsOf('.notifications-toasts .notification-list-item-message'), []);
    });
  });
}
