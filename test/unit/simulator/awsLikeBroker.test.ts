import assert from 'node:assert/strict';
import http from 'node:http';
import type { MqttClient } from 'mqtt';
import type { AwsLikeBroker } from '../../../src/simulator/io/awsLikeBroker';
import { ManualClock } from '../../support/manualClock';
import { afterMs, closed, connectTo, signFor, startBroker } from '../../support/simulatedBroker';

describe('AwsLikeBroker', function () {
  this.timeout(120_000);
  let broker: AwsLikeBroker;
  let clients: MqttClient[] = [];
  const client = async (
    ...args: Parameters<typeof connectTo> extends [unknown, ...infer Rest] ? Rest : never
  ) => {
    const connected = await connectTo(broker, ...args);
    clients.push(connected);
    return connected;
  };

  beforeEach(async () => {
    broker = await startBroker();
  });

  afterEach(async () => {
    for (const each of clients) each.end(true);
    clients = [];
    await broker.close();
  });

  it('delivers what is published to who subscribed', async () => {
    const listener = await client();
    await listener.subscribeAsync('sigfox', { qos: 1 });
    const got = new Promise((resolve) =>
      listener.once('message', (topic, body) => resolve([topic, body.toString()])),
    );
    await broker.publish('sigfox', Buffer.from('hello'));
    assert.deepEqual(await got, ['sigfox', 'hello']);
  });

  describe('when the address is not as AWS wants it', () => {
    const refusals: readonly [
      reason: string,
      change: (url: URL) => void,
      headers?: Record<string, string>,
    ][] = [
      ['is not signed', (url) => (url.search = '?x=1')],
      ['has another signature', (url) => url.searchParams.set('X-Amz-Signature', '0'.repeat(64))],
      [
        'has a signature of half the length',
        (url) => url.searchParams.set('X-Amz-Signature', '00'),
      ],
      ['has no session token', (url) => url.searchParams.delete('X-Amz-Security-Token')],
      ['has another session token', (url) => url.searchParams.set('X-Amz-Security-Token', 'x')],
      [
        'names another region',
        (url) =>
          url.searchParams.set(
            'X-Amz-Credential',
            url.searchParams.get('X-Amz-Credential')?.replace('eu-west-1', 'us-east-1') ?? '',
          ),
      ],
      ['was changed after signing', (url) => url.searchParams.set('X-Amz-Expires', '86400')],
      ['is another path', (url) => (url.pathname = '/other')],
      ['comes from a page of a site', () => undefined, { origin: 'https://evil.example' }],
      ['comes from a page of this machine', () => undefined, { origin: 'http://127.0.0.1:8080' }],
      ['comes under another name of the host', () => undefined, { host: 'evil.example' }],
    ];
    for (const [reason, change, headers] of refusals) {
      it(`answers 403 with its clock to one that ${reason}`, async () => {
        const url = new URL(await signFor(broker));
        change(url);
        const answer = await upgrade(url, headers);
        assert.equal(answer.status, 403);
        assert.ok(Math.abs(Date.parse(answer.date ?? '') - Date.now()) < 5_000);
      });
    }

    it('answers 403 to one that was signed ten minutes ago', async () => {
      assert.equal(
        (await upgrade(new URL(await signFor(broker, Date.now() - 600_000)))).status,
        403,
      );
    });

    it('lets the right one in', async () => {
      assert.equal((await upgrade(new URL(await signFor(broker)))).status, 101);
    });
  });

  it('ends the older of two connections with one client id', async () => {
    const older = await client({ clientId: 'same' });
    const end = closed(older);
    const newer = await client({ clientId: 'same' });
    assert.deepEqual([await end, newer.connected], ['closed', true]);
  });

  it('refuses MQTT 5 with the code for an unsupported version', async () => {
    await assert.rejects(client({ protocolVersion: 5 }));
  });

  it('ends a connection that subscribes to nine topics at once, not one that asks for eight', async () => {
    const topics = Array.from({ length: 9 }, (_, at) => `t${at}`);
    const modest = await client();
    await modest.subscribeAsync(topics.slice(0, 8));
    const greedy = await client();
    const end = closed(greedy);
    greedy.subscribe(topics);
    assert.deepEqual([await end, modest.connected], ['closed', true]);
  });

  it('does not acknowledge QoS 2, in a publish or a subscription', async () => {
    const sender = await client();
    const acknowledged = [
      sender.publishAsync('sigfox', 'x', { qos: 2 }),
      sender.subscribeAsync('sigfox', { qos: 2 }),
    ];
    assert.equal(
      await Promise.race([
        ...acknowledged.map((each) => each.catch(() => 'failed')),
        afterMs(300, 'silence'),
      ]),
      'silence',
    );
    assert.equal(sender.connected, true);
  });

  const ending: readonly [reason: string, act: (sender: MqttClient) => void][] = [
    ['a payload over 128 KB', (sender) => sender.publish('t', Buffer.alloc(128 * 1024 + 1))],
    ['a topic with eight slashes', (sender) => sender.publish('a/b/c/d/e/f/g/h/i', 'x')],
    ['a topic over 256 bytes', (sender) => sender.publish('x'.repeat(257), 'x')],
    ['a subscription to $SYS', (sender) => sender.subscribe('$SYS/#')],
  ];
  for (const [reason, act] of ending) {
    it(`ends a connection at ${reason}`, async () => {
      const sender = await client();
      const end = closed(sender);
      act(sender);
      assert.equal(await Promise.race([end, afterMs(2_000, 'still there')]), 'closed');
    });
  }

  it('takes a payload of exactly 128 KB', async () => {
    const sender = await client();
    await sender.publishAsync('t', Buffer.alloc(128 * 1024), { qos: 1 });
    assert.equal(sender.connected, true);
  });

  it('delivers 100 publishes in a second, and not the rest', async () => {
    await broker.close();
    // The second does not end while the test sends.
    broker = await startBroker(new ManualClock(Date.now()));
    const listener = await client();
    await listener.subscribeAsync('sigfox');
    let count = 0;
    listener.on('message', () => count++);
    for (let sent = 0; sent < 150; sent++) await broker.publish('sigfox', Buffer.from('x'));
    await afterMs(200, undefined);
    assert.equal(count, 100);
  });

  it('does not deliver x to x/#, but what is below', async () => {
    const listener = await client();
    await listener.subscribeAsync('x/#');
    const topics: string[] = [];
    listener.on('message', (topic) => topics.push(topic));
    for (const topic of ['x', 'x/a', 'x/a/b', 'y']) await broker.publish(topic, Buffer.from('1'));
    await afterMs(100, undefined);
    assert.deepEqual(topics, ['x/a', 'x/a/b']);
    await listener.unsubscribeAsync('x/#');
    await broker.publish('x/a', Buffer.from('2'));
    await afterMs(100, undefined);
    assert.equal(topics.length, 2);
  });

  describe('when a fault is planted', () => {
    it('cuts all off while it is away, and comes back on the same port', async () => {
      const url = broker.url;
      const listener = await client();
      const end = closed(listener);
      await broker.setFault('brokerAway');
      assert.equal(await end, 'closed');
      await assert.rejects(client());
      await assert.rejects(broker.publish('sigfox', Buffer.from('x')));
      await broker.setFault(undefined);
      await client();
      assert.equal(broker.url, url);
    });

    it('neither answers nor ends anything while the network is gone', async () => {
      const listener = await client();
      await listener.subscribeAsync('sigfox');
      let heard = 0;
      listener.on('message', () => heard++);
      const end = closed(listener);
      await broker.setFault('networkGone');
      await broker.publish('sigfox', Buffer.from('x'));
      const attempt = upgrade(new URL(await signFor(broker)));
      assert.equal(await Promise.race([end, attempt, afterMs(400, 'silence')]), 'silence');
      await broker.setFault(undefined);
      assert.deepEqual([await end, heard], ['closed', 0]);
    });

    it('ends the connection of the client once when another takes over', async () => {
      const listener = await client();
      const end = closed(listener);
      await broker.setFault('takenOver');
      assert.equal(await end, 'closed');
      await client();
    });
  });

  it('leaves nothing behind when it is closed with clients in it', async () => {
    const listener = await client();
    const end = closed(listener);
    await broker.setFault('networkGone');
    const started = Date.now();
    await broker.close();
    await end;
    assert.ok(Date.now() - started < 5_000);
    broker = await startBroker();
  });
});

/** A bare upgrade request, as any program of the machine or any page could make it. */
function upgrade(
  url: URL,
  headers: Record<string, string> = {},
): Promise<{ status: number; date?: string | undefined }> {
  return new Promise((resolve, reject) => {
    const request = http.get({
      host: url.hostname,
      port: url.port,
      path: url.pathname + url.search,
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'MDEyMzQ1Njc4OWFiY2RlZg==',
        'sec-websocket-protocol': 'mqtt',
        ...headers,
      },
    });
    request.on('response', (response) => {
      response.resume();
      resolve({ status: response.statusCode ?? 0, date: response.headers.date });
    });
    request.on('upgrade', (_response, socket) => {
      socket.destroy();
      resolve({ status: 101 });
    });
    request.on('error', reject);
  });
}
