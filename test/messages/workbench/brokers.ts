import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { connectAsync, type MqttClient } from 'mqtt';
import * as vscode from 'vscode';
import { ourExtension } from '../../support/ourExtension';
import { type Mosquitto, startMosquitto } from '../../support/mosquitto';
import { eventually, inWindow, textsOf } from '../../support/window';

export const ports = JSON.parse(process.env['MESSAGES_PORTS'] ?? '{}') as {
  readonly plain: number;
  readonly tls: number;
};
export const rows = () => textsOf('.pane-body .monaco-list-row');
export const run = (command: string, ...args: unknown[]) =>
  vscode.commands.executeCommand(command, ...args);
export const seen = (text: string | RegExp, timeoutMs = 45_000) =>
  eventually(
    rows,
    (all) => all.some((row) => (typeof text === 'string' ? row.includes(text) : text.test(row))),
    timeoutMs,
  );
export const gone = (text: string) =>
  eventually(rows, (all) => !all.some((row) => row.includes(text)));
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
  );
}

export async function publisher(port: number): Promise<MqttClient> {
  const client = await connectAsync(`mqtt://127.0.0.1:${port}`, { reconnectPeriod: 0 });
  client.on('error', () => undefined);
  return client;
}

export const body = (device: string, seqNumber: number, data = '41df41e3') =>
  JSON.stringify({ device, time: Math.floor(Date.now() / 1_000), data, seqNumber });

/** A tree draws what is in sight only: folded and at its top, it shows devices and what stands over them. */
export async function foldAll(): Promise<void> {
  await run('sigfox.messages.focus');
  await run('list.collapseAll');
  await run('list.focusFirst');
}

/** Where the store lies in this workbench's own user data. */
export function storeFolder(): string {
  const data = path.resolve(ourExtension().extensionPath, '../../data/User/globalStorage');
  return path.join(data, 'sigfox-workbench.sigfox-workbench');
}

/** Within a suite: the broker is up and this window listens to it, from its beginning to its end. */
export function listenToShed(): void {
  let broker: Mosquitto;
  before(async () => {
    broker = await startMosquitto({ port: ports.plain });
    await run('sigfox.messages.focus');
    await run('sigfox.messages.connect', 'broker:Shed');
    await seen(/^This Window ?subscribed: Shed/);
    await foldAll();
  });
  after(async () => {
    await run('sigfox.messages.disconnect', JSON.stringify(['connection', 'broker:Shed']));
    await broker.stop();
  });
}

const status = () => textsOf('.part.statusbar .statusbar-item');
const file = (name: string) => path.join(process.env['MESSAGES_FOLDER'] ?? '', name);

/** Words on the screen, with Debian's broker behind them. */
export function describeBrokers(): void {
  describe('a broker of one’s own, in the Messages view', function () {
    this.timeout(120_000);
    let shed: Mosquitto;
    const log = file('shed.log');
    const start = () =>
      startMosquitto({ port: ports.plain, lines: [`log_dest file ${log}`, 'log_type all'] });

    before(async () => {
      shed = await start();
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
      shed = await start();
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

    it('comes back under another id when a client takes its own, and throws nobody out (F13)', async () => {
      const ids = () =>
        [...fs.readFileSync(log, 'utf8').matchAll(/ connected from \S+ as (\S+) \(/g)]
          .map(([, id = '']) => id)
          .filter((id) => id.startsWith('sigfox-workbench'));
      const clientId = ids().at(-1) ?? '';
      assert.notEqual(clientId, '');
      const thief = await connectAsync(`mqtt://127.0.0.1:${ports.plain}`, {
        clientId,
        reconnectPeriod: 0,
      });
      // The thief connected under the id itself.
      await eventually(ids, (all) => all.at(-1) !== clientId);
      await gone('Connection lost');
      await eventually(status, (items) => items.some((item) => item.includes('Live')));
      assert.ok(thief.connected);
      await thief.endAsync();
    });

    it('makes hostile bodies harmless on the screen (H2, H3)', async () => {
      const client = await publisher(ports.plain);
      const send = (text: string | Buffer) => client.publishAsync('sigfox/other', text, { qos: 1 });
      await send('['.repeat(20_000));
      await send(Buffer.from([0xff, 0xfe, 0x00]));
      await send(
        '{"device":"BAD1","__proto__":{"x":1},"constructor":1,"n":1e400,"o":"\\u202eb\\u0007"}',
      );
      await send(JSON.stringify({ device: 'BAD2', label: 'x'.repeat(100_000) }));
      await client.endAsync();
      await seen(/^Not Sigfox Messages/);
      await seen(/^BAD1/);
      const all = await seen(/^BAD2 ?x+/);
      for (const text of all) {
        assert.doesNotMatch(text, /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
        assert.ok(text.length < 400, `${text.length}`);
      }
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
