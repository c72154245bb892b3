import assert from 'node:assert/strict';
import { pbkdf2Sync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import net from 'node:net';
import path from 'node:path';
import { connectAsync, type MqttClient } from 'mqtt';
import type { PlainEndpoint } from '../../src/messages/connection';
import { Connections } from '../../src/messages/connections';
import { MqttMessageSource } from '../../src/messages/io/mqttMessageSource';
import { MessageStore } from '../../src/messages/messageStore';
import { systemClock } from '../../src/shared/io/systemClock';
import { type Mosquitto, type MosquittoOptions, startMosquitto } from '../support/mosquitto';

const folder = process.env['MESSAGES_FOLDER'] ?? '';
const at = (file: string) => path.join(folder, file);
const serverTls = (name = 'server') => [
  `certfile ${at(`${name}.crt`)}`,
  `keyfile ${at(`${name}.key`)}`,
];

describe('any broker, against mosquitto', function () {
  this.timeout(120_000);
  let clientId = '';
  let next = 0;
  const owned: { close(): void | Promise<void> }[] = [];

  afterEach(async () => {
    for (const each of owned.splice(0).reverse()) await each.close();
  });

  async function broker(options: MosquittoOptions = {}): Promise<Mosquitto> {
    const started = await startMosquitto(options);
    owned.push({ close: () => started.stop() });
    return started;
  }

  /** A window's whole way from the broker to the store. */
  function connectTo(
    url: string,
    change: Partial<PlainEndpoint> & { topicFilters?: readonly string[] } = {},
  ) {
    const { topicFilters = ['sigfox'], ...endpoint } = change;
    const random = () => 0.5;
    const connections = new Connections({
      source: new MqttMessageSource(systemClock),
      clock: systemClock,
      random,
      nextClientId: () => (clientId = `sigfox-workbench-${process.pid}-${next++}`),
    });
    owned.push({ close: () => connections.dispose() });
    const store = new MessageStore();
    const states: string[] = [];
    connections.onDidReceive(({ connection, message }) => store.add(connection.id, message));
    connections.onDidChange(({ state }) => states.push(state.kind));
    connections.connect({
      id: 'c',
      name: 'C',
      topicFilters,
      isSimulated: false,
      endpoint: { kind: 'broker', url, ...endpoint },
    });
    const becomes = (kind: string) => until(() => states.at(-1) === kind);
    const reason = () => {
      const state = connections.get('c')?.state;
      return state && 'reason' in state ? state.reason : undefined;
    };
    const bodies = () =>
      [...store.logs].flatMap(({ messages }) =>
        messages.map(({ received }) => new TextDecoder().decode(received.body)),
      );
    return { connections, store, states, becomes, reason, bodies };
  }

  async function publisher(url: string, options: object = {}): Promise<MqttClient> {
    const client = await connectAsync(url, { reconnectPeriod: 0, ...options });
    client.on('error', () => undefined);
    owned.push({ close: () => client.endAsync(true) });
    return client;
  }

  const body = (seqNumber: number) =>
    JSON.stringify({
      device: '1D743',
      time: 1_479_817_071 + seqNumber,
      data: '41df41e3',
      seqNumber,
    });

  describe('in plain text', () => {
    it('receives what is published, by MQTT 5', async () => {
      const { port } = await broker({ lines: ['log_type all', 'log_dest stderr'] });
      const versions: string[] = [];
      const source = new MqttMessageSource(systemClock);
      const result = await source.open(
        {
          endpoint: { kind: 'broker', url: `mqtt://127.0.0.1:${port}` },
          clientId: 'sigfox-workbench-five',
          topicFilters: ['sigfox'],
          onMessage: (message) => versions.push(new TextDecoder().decode(message.body)),
          onEnd: () => undefined,
        },
        new AbortController().signal,
      );
      assert.equal(result.kind === 'open' && result.session.protocol, 'MQTT 5');
      const client = await publisher(`mqtt://127.0.0.1:${port}`);
      await client.publishAsync('sigfox', 'hello', { qos: 1 });
      await until(() => versions.length === 1);
      if (result.kind === 'open') await result.session.close();
    });

    it('listens to several brokers at once, each with its own devices', async () => {
      const [first, second] = [await broker(), await broker()];
      const one = connectTo(`mqtt://127.0.0.1:${first.port}`);
      one.connections.connect({
        id: 'd',
        name: 'D',
        topicFilters: ['other/#'],
        isSimulated: false,
        endpoint: { kind: 'broker', url: `mqtt://127.0.0.1:${second.port}` },
      });
      await until(() => one.connections.all.every(({ state }) => state.kind === 'live'));
      const [left, right] = [
        await publisher(`mqtt://127.0.0.1:${first.port}`),
        await publisher(`mqtt://127.0.0.1:${second.port}`),
      ];
      await left.publishAsync('sigfox', body(1), { qos: 1 });
      await right.publishAsync('other/a', body(1), { qos: 1 });
      await until(() => one.store.deviceCount === 2);
      assert.deepEqual([...one.store.logs].map(({ key }) => key).sort(), ['c/1D743', 'd/1D743']);
    });
  });

  describe('by WebSocket', () => {
    it('receives in plain text and over TLS', async () => {
      const plain = await broker({ lines: ['protocol websockets'] });
      const secure = await broker({ lines: ['protocol websockets', ...serverTls()] });
      const open = connectTo(`ws://127.0.0.1:${plain.port}/mqtt`);
      const closed = connectTo(`wss://localhost:${secure.port}/mqtt`, {
        tls: { caFile: at('ca.crt') },
      });
      await Promise.all([open.becomes('live'), closed.becomes('live')]);
      const client = await publisher(`wss://localhost:${secure.port}/mqtt`, {
        ca: await readCa(),
        wsOptions: { ca: await readCa() },
      });
      await client.publishAsync('sigfox', body(1), { qos: 1 });
      await until(() => closed.bodies().length === 1);
    });
  });

  describe('over TLS', () => {
    it('is live with the CA file of a private authority', async () => {
      const { port } = await broker({ lines: serverTls() });
      await connectTo(`mqtts://127.0.0.1:${port}`, { tls: { caFile: at('ca.crt') } }).becomes(
        'live',
      );
    });

    it('is live with a client certificate, whose key may be locked (mutual TLS)', async () => {
      const { port } = await broker({
        lines: [...serverTls(), `cafile ${at('ca.crt')}`, 'require_certificate true'],
      });
      const files = { caFile: at('ca.crt'), certificateFile: at('client.crt') };
      const url = `mqtts://localhost:${port}`;
      const passphrase = () => Promise.resolve(process.env['MESSAGES_PASSPHRASE']);
      await connectTo(url, { tls: { ...files, keyFile: at('client.key') } }).becomes('live');
      await connectTo(url, { tls: { ...files, keyFile: at('locked.key'), passphrase } }).becomes(
        'live',
      );
    });

    const refusals: readonly [
      what: string,
      server: string,
      host: string,
      tls: PlainEndpoint['tls'],
      words: RegExp,
    ][] = [
      [
        'an authority that is not known, with the next step',
        'server',
        'localhost',
        undefined,
        /^The certificate of localhost:\d+ comes from an authority that is not known here\. If it is your own, give its CA file in the connection\.$/,
      ],
      [
        'a certificate that has expired',
        'expired',
        'localhost',
        { caFile: 'ca.crt' },
        /^The certificate of localhost:\d+ has expired or is not valid yet\. Renew it on the broker, or mend the clock here\.$/,
      ],
      [
        'a certificate made for another host',
        'elsewhere',
        'localhost',
        { caFile: 'ca.crt' },
        /^The certificate of localhost:\d+ was made for another name\. Connect by the name that is in it\.$/,
      ],
      [
        'a CA file that is not there',
        'server',
        'localhost',
        { caFile: 'gone.crt' },
        /^There is no file ".*gone\.crt"\. Correct its path in the connection\.$/,
      ],
      [
        'a file that is none of PEM',
        'server',
        'localhost',
        { caFile: 'extensions' },
        /^The file ".*extensions" is not in the PEM format\.$/,
      ],
      [
        'a key without its passphrase',
        'server',
        'localhost',
        { caFile: 'ca.crt', certificateFile: 'client.crt', keyFile: 'locked.key' },
        /^The passphrase does not open the key ".*locked\.key"\.$/,
      ],
    ];
    for (const [what, server, host, tls, words] of refusals) {
      it(`says ${what}, and stops`, async () => {
        const { port } = await broker({ lines: serverTls(server) });
        const files = Object.fromEntries(
          Object.entries(tls ?? {}).map(([key, file]) => [key, at(String(file))]),
        );
        const { becomes, reason } = connectTo(`mqtts://${host}:${port}`, tls ? { tls: files } : {});
        await becomes('refused');
        assert.match(reason() ?? '', words);
      });
    }

    it('says that a client certificate is wanted', async () => {
      const { port } = await broker({
        lines: [...serverTls(), `cafile ${at('ca.crt')}`, 'require_certificate true'],
      });
      const { becomes, reason } = connectTo(`mqtts://localhost:${port}`, {
        tls: { caFile: at('ca.crt') },
      });
      await becomes('refused');
      assert.match(
        reason() ?? '',
        /^localhost:\d+ wants a client certificate that it knows\. Give certificate and key file in the connection\.$/,
      );
    });

    it('says that the port does not speak TLS', async () => {
      const { port } = await broker();
      const { becomes, reason } = connectTo(`mqtts://localhost:${port}`);
      await becomes('reconnecting');
      assert.match(
        reason() ?? '',
        /^localhost:\d+ closed the connection before it answered\. The port may not speak TLS\.$/,
      );
    });

    it('says that the port may want TLS', async () => {
      const { port } = await broker({ lines: serverTls() });
      const { becomes, reason } = connectTo(`mqtt://localhost:${port}`);
      await becomes('reconnecting');
      assert.match(
        reason() ?? '',
        /^localhost:\d+ closed the connection before it answered\. The port may want TLS \("mqtts:"\)\.$/,
      );
    });
  });

  describe('with a user name', () => {
    const files = { users: passwordFile('ada', 'lovelace') };
    const lines = ['allow_anonymous false', 'password_file $HERE/users'];
    const login = (password: string) => ({
      username: 'ada',
      password: () => Promise.resolve(password),
    });

    it('is live with the right password, and says so with a wrong one', async () => {
      const { port } = await broker({ lines, files });
      await connectTo(`mqtt://127.0.0.1:${port}`, login('lovelace')).becomes('live');
      const wrong = connectTo(`mqtt://127.0.0.1:${port}`, login('byron'));
      await wrong.becomes('refused');
      assert.equal(
        wrong.reason(),
        'The broker does not accept the user name or password. Change them in the connection.',
      );
    });

    it('says which topic an access list refuses (F14)', async () => {
      const { port } = await broker({
        lines: [
          'plugin /usr/lib/x86_64-linux-gnu/mosquitto_dynamic_security.so',
          'plugin_opt_config_file $HERE/rights.json',
        ],
        files: { 'rights.json': rights('ada', 'lovelace') },
      });
      const { becomes, reason } = connectTo(`mqtt://127.0.0.1:${port}`, {
        ...login('lovelace'),
        topicFilters: ['open', 'secret/#'],
      });
      await becomes('refused');
      assert.equal(
        reason(),
        'The broker does not allow this user to subscribe to "secret/#". Ask its keeper for the right, or listen to another topic.',
      );
    });
  });

  describe('when something is in the way (F21)', () => {
    it('says that nothing listens', async () => {
      const started = await startMosquitto();
      await started.stop();
      const { port } = started;
      const { becomes, reason } = connectTo(`mqtt://127.0.0.1:${port}`);
      await becomes('reconnecting');
      assert.match(
        reason() ?? '',
        /^Nothing listens on 127\.0\.0\.1:\d+\. The broker may be down, or the port another\.$/,
      );
    });

    it('says that the name is not known', async () => {
      const { becomes, reason } = connectTo('mqtt://no-such-host.invalid');
      await becomes('reconnecting');
      assert.equal(
        reason(),
        'The name of no-such-host.invalid:1883 is not known. Check the address and the network.',
      );
    });

    it('says that nobody answers on a blocked port, and what to try', async () => {
      // Accepts, and never says a word: what a silently filtering firewall or a hung proxy looks like.
      const silent = net.createServer().listen(0, '127.0.0.1');
      await once(silent, 'listening');
      owned.push({ close: () => void silent.close() });
      const { port } = silent.address() as net.AddressInfo;
      const { becomes, reason } = connectTo(`mqtt://127.0.0.1:${port}`);
      await becomes('reconnecting');
      assert.match(
        reason() ?? '',
        /^127\.0\.0\.1:\d+ does not answer\. A firewall may block the port; many brokers also listen for WebSockets on 443 \("wss:"\)\.$/,
      );
    });
  });

  describe('when it restarts (F8)', () => {
    it('is subscribed again, knows copies, and tells the gap', async () => {
      const first = await broker();
      const url = `mqtt://127.0.0.1:${first.port}`;
      const { becomes, states, store } = connectTo(url);
      await becomes('live');
      await (await publisher(url)).publishAsync('sigfox', body(1), { qos: 1 });
      await until(() => store.total === 1);
      await first.stop();
      await becomes('reconnecting');
      await broker({ port: first.port });
      await becomes('live');
      const again = await publisher(url);
      // Sigfox repeats the callback it got no answer to; the message of the time between is lost.
      for (const number of [1, 4]) await again.publishAsync('sigfox', body(number), { qos: 1 });
      await until(() => store.total === 2);
      const log = store.log('c/1D743');
      assert.deepEqual(
        [states.filter((state) => state === 'live').length, log?.duplicates],
        [2, 1],
      );
      assert.deepEqual(log?.messages.at(-1)?.sequence, {
        kind: 'notSeen',
        from: 2,
        to: 3,
        count: 2,
      });
    });
  });

  describe('when it hangs without a word (F9)', () => {
    it('is noticed by its silence, long before TCP would', async () => {
      const { port, pid } = await broker();
      const { becomes } = connectTo(`mqtt://127.0.0.1:${port}`, { keepAliveSeconds: 2 });
      await becomes('live');
      process.kill(pid, 'SIGSTOP');
      const started = Date.now();
      await becomes('reconnecting');
      const tookMs = Date.now() - started;
      process.kill(pid, 'SIGCONT');
      // One and a half keep-alives are 3 s; a machine under load takes longer, but not the minutes of TCP.
      assert.ok(tookMs < 30_000, `${tookMs} ms`);
    });
  });

  describe('when another client takes the client id (F13)', () => {
    it('comes back under another', async () => {
      const { port } = await broker();
      const url = `mqtt://127.0.0.1:${port}`;
      const { becomes, states, reason } = connectTo(url);
      await becomes('live');
      await publisher(url, { clientId, protocolVersion: 5 });
      await becomes('reconnecting');
      // This broker closes without a word; with a reason code it is told apart (test/unit/messages/faults.test.ts).
      assert.equal(reason(), 'The broker closed the connection.');
      await becomes('live');
      assert.deepEqual(states.filter((state) => state === 'live').length, 2);
    });
  });

  async function readCa() {
    const { readFile } = await import('node:fs/promises');
    return readFile(at('ca.crt'));
  }
});

/** One line of mosquitto's password file: PBKDF2 with SHA-512. */
function passwordFile(user: string, password: string): string {
  const { hash, salt, iterations } = hashed(password);
  return `${user}:$7$${iterations}$${salt}$${hash}\n`;
}

/** The dynamic security plugin's file: this user may subscribe to `open` only. */
function rights(username: string, password: string): string {
  const { hash, salt, iterations } = hashed(password);
  const client = { username, password: hash, salt, iterations, roles: [{ rolename: 'reader' }] };
  const acl = { acltype: 'subscribeLiteral', topic: 'open', priority: 0, allow: true };
  return JSON.stringify({
    defaultACLAccess: { publishClientSend: false, publishClientReceive: true, subscribe: false },
    clients: [client],
    roles: [{ rolename: 'reader', acls: [acl] }],
  });
}

function hashed(password: string) {
  const salt = randomBytes(12);
  const iterations = 101;
  const hash = pbkdf2Sync(password, salt, iterations, 64, 'sha512').toString('base64');
  return { hash, salt: salt.toString('base64'), iterations };
}

async function until(holds: () => boolean): Promise<void> {
  const end = Date.now() + 45_000;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`not within 45 s: ${holds.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
