import assert from 'node:assert/strict';
import net from 'node:net';
import type { Connection } from '../../../src/messages/connection';
import { MqttMessageSource } from '../../../src/messages/io/mqttMessageSource';
import { signedUrl } from '../../../src/messages/io/signedUrl';
import type { ReceivedMessage, SessionEnd } from '../../../src/messages/messageSource';
import { systemClock } from '../../../src/shared/io/systemClock';
import type { AwsLikeBroker } from '../../../src/simulator/io/awsLikeBroker';
import { afterMs, startBroker } from '../../support/simulatedBroker';

describe('MqttMessageSource', function () {
  this.timeout(120_000);
  let broker: AwsLikeBroker;
  const text = (message: ReceivedMessage | undefined) => new TextDecoder().decode(message?.body);

  beforeEach(async () => {
    broker = await startBroker();
  });
  afterEach(() => broker.close());

  async function open(
    change: {
      url?: string;
      clientId?: string;
      topicFilters?: readonly string[];
      keepaliveSeconds?: number;
      clock?: typeof systemClock;
      signal?: AbortSignal;
    } = {},
  ) {
    const messages: ReceivedMessage[] = [];
    let onEnd: (end: SessionEnd) => void = () => undefined;
    const ended = new Promise<SessionEnd>((resolve) => (onEnd = resolve));
    const endpoint: Connection['endpoint'] = {
      kind: 'aws',
      url: change.url ?? broker.url,
      region: broker.region,
      credentials: () => Promise.resolve(broker.credentials),
    };
    const source = new MqttMessageSource(change.clock ?? systemClock, change.keepaliveSeconds);
    const result = await source.open(
      {
        endpoint,
        clientId: change.clientId ?? 'sigfox-workbench-test',
        topicFilters: change.topicFilters ?? ['sigfox'],
        onMessage: (message) => messages.push(message),
        onEnd,
      },
      change.signal ?? new AbortController().signal,
    );
    return { result, messages, ended };
  }

  const sessionOf = ({ result }: Awaited<ReturnType<typeof open>>) =>
    result.kind === 'open' ? result.session : assert.fail('not open');
  const endOf = ({ result }: Awaited<ReturnType<typeof open>>) =>
    result.kind === 'ended' ? result.end : 'open';

  it('receives what is published, by MQTT 3.1.1 where the broker refuses 5', async () => {
    const { result, messages } = await open();
    assert.equal(result.kind === 'open' && result.session.protocol, 'MQTT 3.1.1');
    await broker.publish('sigfox', Buffer.from('hello'));
    await afterMs(100, undefined);
    assert.deepEqual(messages.map(text), ['hello']);
    if (result.kind === 'open') await result.session.close();
  });

  it('publishes and hears itself', async () => {
    const opened = await open();
    const { messages } = opened;
    const session = sessionOf(opened);
    await session.publish('sigfox', Buffer.from('mine'));
    await afterMs(50, undefined);
    assert.deepEqual(messages.map(text), ['mine']);
    await session.close();
  });

  it('subscribes to more than eight topics in batches', async () => {
    await sessionOf(
      await open({ topicFilters: Array.from({ length: 20 }, (_, at) => `t${at}`) }),
    ).close();
  });

  describe('when AWS refuses', () => {
    it('names the right to connect that is missing, and on what', async () => {
      await broker.setFault('connectRefused');
      assert.deepEqual(endOf(await open()), {
        kind: 'refused',
        reason:
          'The broker refused the connection: "iot:Connect" is not allowed on "client/sigfox-workbench-test".',
        missing: { action: 'iot:Connect', resource: 'client/sigfox-workbench-test' },
      });
    });

    it('names the right to subscribe that is missing, and on what', async () => {
      await broker.setFault('subscribeRefused');
      assert.deepEqual(endOf(await open()), {
        kind: 'refused',
        reason:
          'The broker refused the subscription: "iot:Subscribe" is not allowed on "topicfilter/sigfox".',
        missing: { action: 'iot:Subscribe', resource: 'topicfilter/sigfox' },
      });
    });

    it('says that publishing may not be allowed when the broker closes instead of acknowledging', async () => {
      const session = sessionOf(await open());
      await assert.rejects(session.publish('$aws/x', Buffer.from('x')), {
        message:
          'The broker did not take the message: "iot:Publish" may be missing on "topic/$aws/x".',
      });
    });

    it('says that the credentials are not accepted', async () => {
      const other = await startBroker();
      const { port } = new URL(other.url);
      const end = endOf(await open({ url: other.url }));
      await other.close();
      assert.deepEqual(end, {
        kind: 'refused',
        reason: `127.0.0.1:${port} does not accept the credentials.`,
        isAboutCredentials: true,
      });
    });

    it('says how far the clock is off', async () => {
      const behind = { ...systemClock, now: () => Date.now() - 10 * 60_000 };
      const ahead = { ...systemClock, now: () => Date.now() + 10 * 60_000 };
      assert.deepEqual(
        [endOf(await open({ clock: behind })), endOf(await open({ clock: ahead }))],
        [
          { kind: 'refused', reason: 'Your clock is 10 min behind AWS.' },
          { kind: 'refused', reason: 'Your clock is 10 min ahead of AWS.' },
        ],
      );
    });
  });

  it('sends a signed address in the clear to this machine only', async () => {
    assert.deepEqual(endOf(await open({ url: 'ws://broker.example/mqtt' })), {
      kind: 'refused',
      reason: 'A signed address is sent by "wss" only, not by "ws".',
    });
  });

  it('says that nothing listens', async () => {
    await broker.setFault('brokerAway');
    const { host } = new URL(broker.url);
    assert.deepEqual(endOf(await open()), {
      kind: 'lost',
      reason: `Nothing listens on ${host}. The broker may be down, or the port another.`,
    });
  });

  it('says that a name is not known', async () => {
    assert.deepEqual(endOf(await open({ url: 'wss://no-such-broker.invalid/mqtt' })), {
      kind: 'lost',
      reason:
        'The name of no-such-broker.invalid:443 is not known. Check the address and the network.',
    });
  });

  it('finds a half-open connection within one and a half keep-alives', async () => {
    const { result, ended } = await open({ keepaliveSeconds: 1 });
    assert.equal(result.kind, 'open');
    await broker.setFault('networkGone');
    const started = Date.now();
    assert.deepEqual(await ended, {
      kind: 'lost',
      reason: `${new URL(broker.url).host} does not answer.`,
    });
    assert.ok(Date.now() - started < 2_600, `${Date.now() - started} ms`);
  });

  it('gives up within a second when it is told to', async () => {
    const silent = net.createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as net.AddressInfo;
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 100);
    const started = Date.now();
    const end = endOf(await open({ url: `ws://127.0.0.1:${port}/mqtt`, signal: abort.signal }));
    silent.close();
    assert.deepEqual(end, { kind: 'closed' });
    // A broker that says nothing is waited for much longer.
    assert.ok(Date.now() - started < 5_000);
  });

  it('tells once that the other side ended the session', async () => {
    const { ended } = await open();
    await broker.setFault('takenOver');
    assert.deepEqual(await ended, { kind: 'lost', reason: 'The broker closed the connection.' });
  });
});

describe('signedUrl', () => {
  it('puts the session token behind what is signed and no secret in sight', async () => {
    const url = await signedUrl(
      {
        kind: 'aws',
        url: 'wss://example-ats.iot.eu-west-1.amazonaws.com/mqtt',
        region: 'eu-west-1',
        credentials: () =>
          Promise.resolve({
            accessKeyId: 'AKIDEXAMPLE',
            secretAccessKey: 'PLANTED-SECRET',
            sessionToken: 'to/ken',
          }),
      },
      Date.UTC(2016, 10, 22, 12, 17, 51),
      new AbortController().signal,
    );
    const { searchParams, host, pathname } = new URL(url);
    assert.deepEqual([host, pathname], ['example-ats.iot.eu-west-1.amazonaws.com', '/mqtt']);
    assert.equal(
      searchParams.get('X-Amz-Credential'),
      'AKIDEXAMPLE/20161122/eu-west-1/iotdevicegateway/aws4_request',
    );
    assert.equal([...searchParams.keys()].at(-1), 'X-Amz-Security-Token');
    assert.doesNotMatch(url, /PLANTED-SECRET/);
  });
});
