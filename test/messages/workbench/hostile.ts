import assert from 'node:assert/strict';
import { randomBody } from '../../fuzz/generators';
import { createRandom } from '../../fuzz/random';
import { eventually, inWindow, textsOf } from '../../support/window';
import { body, foldAll, listenToShed, ports, publisher, run, seen } from './brokers';

const input = '.quick-input-widget:not(.hidden) .quick-input-box input';

/** What nobody should send, in the real window. */
export function describeHostile(): void {
  describe('what a topic may carry', function () {
    this.timeout(120_000);
    listenToShed();

    it('goes on after bodies and payloads of every kind (H1)', async () => {
      const random = createRandom(20_260_101);
      const client = await publisher(ports.plain);
      for (let count = 0; count < 1_000; count++) {
        const topic = count % 2 === 0 ? 'sigfox/thermo' : 'sigfox/other';
        await client.publishAsync(topic, Buffer.from(randomBody(random)), { qos: 0 });
      }
      await client.publishAsync('sigfox/thermo', body('A11CE', 1), { qos: 1 });
      await client.endAsync();
      await foldAll();
      const all = await seen(/^A11CE ?27\.91/);
      for (const text of all) {
        assert.doesNotMatch(text, /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
        assert.ok(text.length < 400, `${text.length}`);
      }
      assert.deepEqual(await textsOf('.notifications-toasts .notification-list-item-message'), []);
    });

    it('takes no path for a device, and makes none of a name (H8)', async () => {
      const client = await publisher(ports.plain);
      await client.publishAsync('sigfox/other', body('../../../etc/cron.d/x', 1), { qos: 1 });
      await client.endAsync();
      await seen(/^Not Sigfox Messages ?"\.\.\/\.\.\/\.\.\/etc\/cron\.d\/x" is not a device id/);
      const device = JSON.stringify(['device', 'broker:Shed', 'A11CE']);
      const naming = run('sigfox.messages.nameDevice', device);
      await inWindow({ do: 'wait', selector: input });
      await inWindow({ do: 'fill', selector: input, text: '../../CON' });
      await inWindow({ do: 'press', key: 'Enter' });
      await naming;
      await seen(/^\.\.\/\.\.\/CON/);
      const exporting = run('sigfox.messages.export', device);
      const offered = await eventually(
        async () => String(await inWindow({ do: 'value', selector: input })),
        (value) => value.endsWith('.jsonl'),
      );
      await inWindow({ do: 'press', key: 'Escape' });
      await exporting;
      assert.match(offered, /\/[\w-]+\.jsonl$/);
      assert.doesNotMatch(offered, /\.\./);
    });
  });
}
