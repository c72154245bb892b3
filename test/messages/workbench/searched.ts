import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { startMosquitto } from '../../support/mosquitto';
import { eventually, textsOf } from '../../support/window';
import { body, gone, ports, publisher, run, seen, unfold } from './brokers';

/** Search over everything kept, in the real window. */
export function describeSearched(): void {
  describe('a search over the kept messages', function () {
    this.timeout(120_000);

    it('finds by a comparison what the window no longer has in memory, and says how much', async () => {
      const broker = await startMosquitto({ port: ports.plain });
      await run('sigfox.messages.connect', 'broker:Shed');
      const client = await publisher(ports.plain);
      await client.publishAsync('sigfox/thermo', body('3D001', 1, '42f60000'), { qos: 0 });
      for (let number = 2; number <= 600; number++) {
        await client.publishAsync('sigfox/thermo', body('3D001', number), { qos: 0 });
      }
      await client.publishAsync('sigfox/thermo', body('3D001', 601, '4100'), { qos: 1 });
      await seen(/^3D001.*needs 4 bytes/);
      await run('sigfox.messages.search', 'device:3D001 temp > 100');
      await seen(/^Search ?device:3D001 temp > 100 · 1 message from 1 device/);
      await unfold('3D001');
      await seen(/temp 123\.0 ?#1$/);
      await client.endAsync();
      await run('sigfox.messages.disconnect', JSON.stringify(['connection', 'broker:Shed']));
      await broker.stop();
    });

    it('finds what its payload config cannot read', async () => {
      await run('sigfox.messages.search', 'device:3D001 undecodable');
      await seen(/^Search ?device:3D001 undecodable · 1 message from 1 device/);
      await seen(/^3D001.*needs 4 bytes/);
    });

    it('opens the results as a page of plain text', async () => {
      await run('sigfox.messages.showResults');
      const text = await eventually(
        () => vscode.window.activeTextEditor?.document.getText() ?? '',
        (found) => found.includes('undecodable'),
      );
      assert.match(
        text,
        /^Search: device:3D001 undecodable\n1 message from 1 device\n\n.* 3D001 {5}#601 {2}4100 {2}.*needs 4 bytes, got 2\n$/,
      );
      await run('workbench.action.closeActiveEditor');
    });

    it('says what is wrong with a query', async () => {
      // The command ends when its notification is closed.
      void run('sigfox.messages.search', 'temp >');
      await eventually(
        () => textsOf('.notifications-toasts .notification-list-item-message'),
        (texts) => texts.includes('A value is missing behind ">".'),
      );
      await run('notifications.clearAll');
    });

    it('gives the view back when it is closed', async () => {
      await run('sigfox.messages.closeSearch');
      await gone('Searchdevice');
      await seen(/^3D001/);
    });
  });
}
