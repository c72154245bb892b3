import assert from 'node:assert/strict';
import type { AwsSession } from '../../src/cloud/awsSession';
import { fetchDataEndpointUrl } from '../../src/cloud/io/iotDataEndpoint';
import { MissingRightFailure } from '../../src/cloud/iotEndpoint';
import type { AwsEndpoint } from '../../src/messages/connection';
import { MqttMessageSource } from '../../src/messages/io/mqttMessageSource';
import type { ReceivedMessage, SessionEnd } from '../../src/messages/messageSource';
import type { Clock } from '../../src/shared/clock';
import { systemClock } from '../../src/shared/io/systemClock';
import { createRole, keys, listening, profile, temporaryKeys, until } from '../support/awsFiles';
import { AwsHome } from '../support/awsHome';
import { createSession } from '../support/awsSession';
import { createUser, miniStack } from '../support/miniStack';

const { account, region } = miniStack;
const signal = new AbortController().signal;
const publishing = {
  Action: 'iot:Publish',
  Resource: `arn:aws:iot:${region}:${account}:topic/sigfox`,
};
let clients = 0;

describe('MqttMessageSource with a profile, against a broker that checks', function () {
  this.timeout(120_000);
  let home: AwsHome;
  let session: AwsSession;
  let key: { accessKeyId: string; secretAccessKey: string };

  before(async () => {
    key = await createUser('listener', [
      ...listening('sigfox'),
      publishing,
      { Action: 'sts:AssumeRole', Resource: '*' },
    ]);
  });
  beforeEach(() => {
    home = new AwsHome();
    session = createSession();
    home.write({ config: profile('dev'), credentials: keys('dev', key) });
  });
  afterEach(() => {
    session.dispose();
    home.remove();
  });

  it('asks for the endpoint, connects by a signed WebSocket and receives what is published', async () => {
    await session.choose({ profile: 'dev', region });
    const { opened, received } = await open(session);
    assert.ok(opened.kind === 'open');
    const body = '{"device":"1D743","time":"1479817071","temperature":"27.9"}';
    await opened.session.publish('sigfox', new TextEncoder().encode(body));
    await until(() => received.length > 0);
    await opened.session.close();
    assert.deepEqual(
      received.map(({ topic, body: bytes }) => [topic, new TextDecoder().decode(bytes)]),
      [['sigfox', body]],
    );
  });

  it('connects with the temporary keys of a role: the token goes behind the signature', async () => {
    const roleArn = await createRole(
      'listening',
      `arn:aws:iam::${account}:user/listener`,
      listening('sigfox'),
    );
    home.write({
      config: `${profile('dev')}${profile('role', `role_arn = ${roleArn}\nsource_profile = dev`)}`,
    });
    await session.choose({ profile: 'role', region });
    const { opened } = await open(session);
    assert.ok(opened.kind === 'open');
    await opened.session.close();
  });

  it('names the right that is missing to ask for the endpoint', async () => {
    home.write({ credentials: keys('dev', await createUser('blind', [])) });
    await session.choose({ profile: 'dev', region });
    const error = await address(session).catch((failure: unknown) => failure);
    assert.ok(error instanceof MissingRightFailure);
    assert.deepEqual(
      [error.action, error.message],
      ['iot:DescribeEndpoint', '"dev" may not "iot:DescribeEndpoint".'],
    );
  });

  it('names the right that is missing to subscribe', async () => {
    await session.choose({ profile: 'dev', region });
    const end = await refusal(open(session, ['other']));
    assert.deepEqual(end.kind === 'refused' && end.missing, {
      action: 'iot:Subscribe',
      resource: 'topicfilter/other',
    });
  });

  it('is refused in a region its policy does not name', async () => {
    await session.choose({ profile: 'dev', region: 'us-east-1' });
    const elsewhere = { ...endpointOf(session), region: 'us-east-1' };
    const source = new MqttMessageSource(systemClock);
    const opened = await source.open(request(elsewhere, ['sigfox'], []), signal);
    assert.match(
      reason(opened),
      /"iot:Connect" is not allowed on "client\/sigfox-workbench-test-\d+"/,
    );
  });

  it('is refused with a wrong secret, and the identity is found to hold', async () => {
    await session.choose({ profile: 'dev', region });
    let rechecks = 0;
    const source = new MqttMessageSource(systemClock);
    const endpoint: AwsEndpoint = {
      ...endpointOf(session),
      credentials: () => Promise.resolve({ ...key, secretAccessKey: 'x'.repeat(40) }),
      recheck: async (asked) => {
        await session.recheck(asked);
        rechecks += 1;
      },
    };
    const opened = await source.open(request(endpoint, ['sigfox'], []), signal);
    assert.match(reason(opened), /does not accept the credentials\.$/);
    assert.deepEqual([rechecks, session.state.kind], [1, 'signedIn']);
  });

  it('finds that the session has ended when a signature is refused (F11)', async () => {
    const roleArn = await createRole(
      'brief',
      `arn:aws:iam::${account}:user/listener`,
      listening('sigfox'),
    );
    home.write({ credentials: await temporaryKeys('dev', key, roleArn, 3) });
    await session.choose({ profile: 'dev', region });
    const url = await address(session);
    await new Promise((resolve) => setTimeout(resolve, 3_500));
    const endpoint: AwsEndpoint = { ...endpointOf(session), address: () => Promise.resolve(url) };
    const opening = new MqttMessageSource(systemClock).open(
      request(endpoint, ['sigfox'], []),
      signal,
    );
    await assert.rejects(opening, { message: /^Signed out: the session of "dev" ended at/ });
    assert.equal(session.state.kind, 'signedOut');
  });

  it('says that the clock is ten minutes behind (F12)', async () => {
    await session.choose({ profile: 'dev', region });
    const slow: Clock = { ...systemClock, now: () => Date.now() - 600_000 };
    const source = new MqttMessageSource(slow);
    const opened = await source.open(request(endpointOf(session), ['sigfox'], []), signal);
    assert.equal(reason(opened), 'Your clock is 10 min behind AWS.');
  });
});

async function address(session: AwsSession): Promise<string> {
  const credentials = await session.credentials(signal);
  const { profiles, choice } = session;
  assert.ok(profiles && choice);
  return fetchDataEndpointUrl({ profiles, choice }, credentials, systemClock, signal);
}

function endpointOf(session: AwsSession): AwsEndpoint {
  return {
    kind: 'aws',
    url: 'wss://unknown.invalid/mqtt',
    region,
    address: () => address(session),
    credentials: (asked) => session.credentials(asked),
    recheck: async (asked) => {
      await session.recheck(asked);
    },
  };
}

function request(endpoint: AwsEndpoint, topicFilters: string[], received: ReceivedMessage[]) {
  return {
    endpoint,
    topicFilters,
    clientId: `sigfox-workbench-test-${(clients += 1)}`,
    onMessage: (message: ReceivedMessage) => void received.push(message),
    onEnd: () => undefined,
  };
}

async function open(session: AwsSession, topicFilters = ['sigfox']) {
  const received: ReceivedMessage[] = [];
  const source = new MqttMessageSource(systemClock);
  const opened = await source.open(request(endpointOf(session), topicFilters, received), signal);
  return { opened, received };
}

async function refusal(opening: ReturnType<typeof open>): Promise<SessionEnd> {
  const { opened } = await opening;
  assert.ok(opened.kind === 'ended');
  return opened.end;
}

function reason(opened: Awaited<ReturnType<MqttMessageSource['open']>>): string {
  return opened.kind === 'ended' && 'reason' in opened.end ? opened.end.reason : opened.kind;
}
