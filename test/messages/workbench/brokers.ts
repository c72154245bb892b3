import assert from 'node:assert/strict';
import path from 'node:path';
import { connectAsync, type MqttClient } from 'mqtt';
import * as vscode from 'vscode';
import { type Mosquitto, startMosquitto } from '../../support/mosquitto';
import { eventually, inWindow, textsOf } from '../../support/window';

export const ports = JSON.parse(process.env['MESSAGES_PORTS'] ?? '{}') as {
  readonly plain: number;
  readonly tls: number;
};
export const rows = () => textsOf('.pane-body .monaco-list-row');
export const run = (command: string, ...args: unknown[]) =>
  vscode.commands.executeCommand(command, ...args);
export const seen = (text: string | RegExp, timeoutMs = 20_000) =>
  eventually(
    rows,
    (all) => all.some((row) => (typeof text === 'string' ? row.includes(text) : text.test(row))),
    timeoutMs,
  );
export const gone = (text: string) =>
  eventually(rows, (all) => !all.some((row) => row.includes(text)), 20_000);
/** Clicks until the row is unfolded, and stays so: one that is drawn anew meanwhile may fold again. */
export async function unfold(text: string): Promise<void> {
  const row = (isUnfolded: boolean) =>
    `.pane-body .monaco-list-row[aria-expanded="${isUnfolded}"]:has-text(${JSON.stringify(text)})`;
  await eventually(
    async () => {
      let looks = 0;
      while (looks < 4 && (await textsOf(row(true))).length > 0) looks += 1;
      if (looks === 0 && (await textsOf(row(false))).length > 0) {
        await inWindow({ do: 'click', selector: `${row(false)} .monaco-tl-twistie` });
      }
      return looks;
    },
    (looks) => looks === 4,
    30_000,
  );
}

export async function publisher(port: number): Promise<MqttClient> {
  const client = await connectAsync(`mqtt://127.0.0.1:${port}`, { reconnectPeriod: 0 });
  client.on('error', () => undefined);
  return client;
}

export const body = (device: string, seqNumber: number, data = '41df41e3') =>
  JSON.stringify({ device, time: Math.floor(Date.now() / 1_000), data, seqNumber });

const status = () => textsOf('.part.statusbar .statusbar-item');
const file = (name: string) => path.join(process.env['MESSAGES_FOLDER'] ?? '', name);

/** Words on the screen, with Debian's broker behind them. */
export function describeBrokers(): void {
  describe('a broker of one’s own, in the Messages view', function () {
    this.timeout(90_000);
    let shed: Mosquitto;

    before(async () => {
      shed = await startMosquitto({ port: ports.plain });
      await run('sigfox.messages.focus');
      await run('sigfox.messages.connect', 'broker:Shed');
    });
    after(async () => {
      for (const name of ['Shed', 'Field', 'Stranger']) {
        const row = JSON.stringify(['connection', `broker:${name}`]);
        await run('sigfox.messages.disconnect', row);
      }
      await shed.stop();
    });

    it('decodes by the payload config of the topic', async () => {
      const client = await publisher(ports.plain);
      await client.publishAsync('sigfox/thermo', body('1D743', 1), { qos: 1 });
      await client.publishAsync('sigfox/other', body('BEF', 1), { qos: 1 });
      await seen(/^1D743 ?27\.91 /);
      const all = await seen('BEF');
      assert.ok(!all.some((row) => /BEF.*27\.91/.test(row)), String(all));
      await client.endAsync();
    });

    it('says that the connection is lost and is live again by itself (F8)', async () => {
      await shed.stop();
      await seen(
        /^Connection lost ?(The broker closed the connection\.|Nothing listens on 127\.0\.0\.1:\d+\. The broker may be down, or the port another\.) Trying again\./,
      );
      await eventually(status, (items) => items.some((item) => /Reconnecting in \d+ s/.test(item)));
      shed = await startMosquitto({ port: ports.plain });
      await gone('Connection lost');
      const client = await publisher(ports.plain);
      await client.publishAsync('sigfox/thermo', body('1D743', 4), { qos: 1 });
      await client.endAsync();
      await unfold('1D743');
      await seen('2 messages not seen (#2–#3)');
    });

    it('notices by its silence that the broker hangs (F9)', async () => {
      process.kill(shed.pid, 'SIGSTOP');
      // Within seconds by the keep-alive; TCP alone would take minutes.
      await seen(/^Connection lost ?127\.0\.0\.1:\d+ does not answer\. Trying again\./);
      process.kill(shed.pid, 'SIGCONT');
      await gone('Connection lost');
    });

    it('says that an authority is not known, and what to do; the right file makes it live (F21)', async () => {
      const field = await startMosquitto({
        port: ports.tls,
        lines: [`certfile ${file('server.crt')}`, `keyfile ${file('server.key')}`],
      });
      await run('sigfox.messages.connect', 'broker:Stranger');
      await seen('Stranger');
      await seen(
        /^Refused ?The certificate of localhost:\d+ comes from an authority that is not known here\. If it is your own, give its CA file in the connection\./,
      );
      await run('sigfox.messages.connect', 'broker:Field');
      await seen(/^Field ?live/);
      await field.stop();
      await seen(/^Field ?connection lost/);
    });

    it('shows no toast for any of this', async () => {
      assert.deepEqual(await textsOf('.notifications-toasts .notification-list-item-message'), []);
    });
  });
}
