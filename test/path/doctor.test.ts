import assert from 'node:assert/strict';
import { diagnose } from '../../src/doctor/diagnosis';
import { doctorText, doctorView } from '../../src/doctor/doctorView';
import { type Fix, type PathFacts, read, unread } from '../../src/doctor/pathFacts';
import { sigfoxFacts } from '../../src/doctor/sigfoxFacts';
import type { Cause } from '../../src/doctor/verdict';
import { Connections } from '../../src/messages/connections';
import { MqttMessageSource } from '../../src/messages/io/mqttMessageSource';
import { systemClock } from '../../src/shared/io/systemClock';
import { checkPastedValues, type PastedValues } from '../../src/sigfox/pastedValues';
import type { ChainFact } from '../../src/sigfox/chainFact';
import { simulatorConnectionId, Simulator } from '../../src/simulator/simulator';
import { AwsLikeBroker } from '../../src/simulator/io/awsLikeBroker';
import { eventually } from '../support/eventually';
import { openSigfoxDesk } from '../support/sigfoxDesk';

const roleArn = 'arn:aws:iam::123456789012:role/SigfoxIoTConnector-crossAccountRoleForAWSIo-1A2B';
const target = {
  roleArn,
  region: 'eu-west-1',
  topic: 'sigfox',
  externalId: '5832c0a1171ee25d3a4c9ee2',
};
const good: Pick<PathFacts, 'stack' | 'connection' | 'view' | 'session'> = {
  stack: read({ name: 'SigfoxIoTConnector', trouble: undefined, target }),
  session: read({ isConnected: true, subscriptions: ['sigfox'] }),
  connection: {
    name: 'dev',
    kind: 'aws',
    isSimulated: false,
    region: 'eu-west-1',
    account: '123456789012',
    topicFilters: ['sigfox'],
    state: { kind: 'live', sinceMs: 0 },
  },
  view: { isPaused: false, filter: '' },
};
type Desk = Awaited<ReturnType<typeof openSigfoxDesk>>;
type Planted = Partial<PathFacts>;

/** What stands in the way, how it is really planted, and how it has to be named and mended. */
interface Case {
  readonly fault: Cause;
  readonly fix: string | undefined;
  readonly plant: (desk: Desk) => Planted | undefined | Promise<Planted | undefined>;
}

const inSigfox: readonly Case[] = [
  {
    fault: 'deviceUnknown',
    fix: 'Open Devices',
    plant: ({ backend }) => {
      backend.devices.splice(0, 1);
      return undefined;
    },
  },
  {
    fault: 'deviceNotActive',
    fix: 'Open Device in the Backend',
    plant: ({ backend }) => set(backend.devices[0], { state: 3 }),
  },
  {
    fault: 'offContract',
    fix: 'Open Device in the Backend',
    plant: ({ backend }) => set(backend.devices[0], { state: 2 }),
  },
  {
    fault: 'tokenEnded',
    fix: 'Open Device in the Backend',
    plant: ({ backend }) =>
      set(backend.devices[0]?.token, { endMs: systemClock.now() - 86_400_000 }),
  },
  {
    fault: 'tokenInvalid',
    fix: 'Open Device in the Backend',
    plant: ({ backend }) => set(backend.devices[0]?.token, { state: 3, detailMessage: 'Invalid' }),
  },
  {
    fault: 'sequenceBroken',
    fix: 'Disengage Sequence Number…',
    plant: async ({ backend, send }) => {
      set(backend.devices[0], { isSequenceBroken: true });
      await send('1D743', '41df41e3');
      return undefined;
    },
  },
  {
    fault: 'callbackDisabled',
    fix: 'Open Callback Form',
    plant: ({ backend }) => uncalled(backend, [{ enabled: false, dead: false }]),
  },
  {
    fault: 'callbackDead',
    fix: 'Open Callback Form',
    plant: ({ backend }) => uncalled(backend, [{ enabled: true, dead: true }]),
  },
  {
    fault: 'noCallback',
    fix: 'Open Callback Form',
    plant: ({ backend }) => uncalled(backend, []),
  },
  {
    fault: 'otherDeviceType',
    fix: 'Open Callback Form',
    plant: async ({ backend, send, book }) => {
      await send('BEF', '422e333340e0a3d7040a5c');
      const [buoy] = [...book.devices].filter(({ id }) => id === 'BEF');
      if (buoy) await book.refreshMessages(buoy.id);
      uncalled(backend, []);
    },
  },
  {
    fault: 'assumeRoleRefused',
    fix: 'Open Callback Form',
    plant: (desk) => refused(desk, 'not authorized to perform: sts:AssumeRole on resource: x'),
  },
  {
    fault: 'publishRefused',
    fix: 'Open Callback Form',
    plant: (desk) => refused(desk, 'not authorized to perform: iot:Publish on resource: topic/x'),
  },
  {
    fault: 'stackArnAsRole',
    fix: 'Open Callback Form',
    plant: (desk) =>
      refused(desk, 'arn:aws:cloudformation:eu-west-1:123456789012:stack/S/1 is invalid'),
  },
  {
    fault: 'callbackRefused',
    fix: 'Open Callback Form',
    plant: (desk) => refused(desk, 'Internal error'),
  },
  {
    fault: 'callbackUnanswered',
    fix: 'Open Callback Form',
    plant: async ({ send }) => {
      isAway = true;
      await send('1D743', '41df41e3');
      return undefined;
    },
  },
];

const elsewhere: readonly Case[] = [
  {
    fault: 'sketchProblem',
    fix: 'Show Problems',
    plant: () => ({ sketch: { name: 'thermometer.ino', problems: ['print(b, HEX) leaves out'] } }),
  },
  {
    fault: 'payloadMismatch',
    fix: 'Set Payload Config…',
    plant: () => ({
      newest: { atMs: systemClock.now(), undecodable: 'needs 4 bytes, got 3', row: '[]' },
    }),
  },
  { fault: 'boardGone', fix: 'Choose Port…', plant: () => broken('board', 'ttyACM0 is gone') },
  { fault: 'modemRefused', fix: 'Open Serial Monitor…', plant: () => broken('modem', 'ERROR') },
  {
    fault: 'notReceived',
    fix: 'Open Serial Monitor…',
    plant: () => ({
      nowMs: systemClock.now() + 3_600_000,
      chain: facts({
        link: 'modem',
        state: 'proven',
        reason: 'sent, answered OK',
        atMs: systemClock.now() + 3_000_000,
      }),
    }),
  },
  {
    fault: 'stackGone',
    fix: 'Launch Stack…',
    plant: () => ({
      stack: read({
        name: 'SigfoxIoTConnector',
        target: undefined,
        trouble: { kind: 'gone', words: '' },
      }),
    }),
  },
  {
    fault: 'stackFailed',
    fix: 'Show Stack',
    plant: () => ({
      stack: read({
        name: 'SigfoxIoTConnector',
        target: undefined,
        trouble: { kind: 'failed', words: 'Rolled back: the role name is already taken' },
      }),
    }),
  },
  {
    fault: 'stackArnAsRole',
    fix: 'Open Callback Form',
    plant: () =>
      pasted({ roleArn: 'arn:aws:cloudformation:eu-west-1:123456789012:stack/SigfoxIoT/0b5e' }),
  },
  {
    fault: 'externalIdDiffers',
    fix: "Update the Stack's ExternalId…",
    plant: () => pasted({ externalId: '5832c0a1171ee25d3a4c294d' }),
  },
  { fault: 'formTopic', fix: 'Open Callback Form', plant: () => pasted({ topic: 'Sigfox' }) },
  { fault: 'formRegion', fix: 'Open Callback Form', plant: () => pasted({ region: 'US_EAST_1' }) },
  {
    fault: 'topicTypo',
    fix: 'Listen to "sigfox"',
    plant: () => listening({ topicFilters: ['Sigfox'] }),
  },
  {
    fault: 'otherTopic',
    fix: 'Listen to "sigfox"',
    plant: () => listening({ topicFilters: ['sigfox/#'] }),
  },
  {
    fault: 'otherRegion',
    fix: 'Choose AWS Profile…',
    plant: () => listening({ region: 'us-east-1' }),
  },
  {
    fault: 'otherAccount',
    fix: 'Choose AWS Profile…',
    plant: () => listening({ account: '999999999999' }),
  },
  { fault: 'notConnected', fix: 'Connect…', plant: () => ({ connection: undefined }) },
  {
    fault: 'signedOut',
    fix: 'Sign In',
    plant: () => listening({ state: { kind: 'signedOut', reason: 'the session ended' } }),
  },
  { fault: 'connectRefused', fix: 'Copy Policy', plant: () => brokerWith('connectRefused') },
  { fault: 'subscribeRefused', fix: 'Copy Policy', plant: () => brokerWith('subscribeRefused') },
  { fault: 'reconnecting', fix: 'Try Now', plant: () => brokerWith('brokerAway') },
  {
    fault: 'notSubscribed',
    fix: 'Connect Again',
    plant: () => ({ session: read({ isConnected: true, subscriptions: [] }) }),
  },
  {
    fault: 'paused',
    fix: 'Resume',
    plant: () => ({ view: { isPaused: true, filter: '' } }),
  },
  {
    fault: 'filtered',
    fix: 'Clear Filter',
    plant: () => ({ view: { isPaused: false, filter: 'tank' } }),
  },
];

let isAway = false;

describe('the doctor', function () {
  this.timeout(120_000);
  let desk: Desk;

  beforeEach(async () => {
    isAway = false;
    desk = await openSigfoxDesk(() =>
      isAway ? Promise.reject(new Error('away')) : Promise.resolve(),
    );
    await desk.signIn();
    await desk.send('1D743', '41df41e3');
  });
  afterEach(() => desk.close());

  /** Everything works but for what is planted; Sigfox is asked over HTTP. */
  async function examine(planted: Planted = {}) {
    const asked = { isProbing: true, signal: new AbortController().signal, undelivered: undefined };
    const seen: PathFacts = {
      nowMs: systemClock.now(),
      chain: new Map(),
      device: { id: '1D743', name: 'Greenhouse 3' },
      sketch: undefined,
      newest: undefined,
      sigfox: await sigfoxFacts(desk.book, '1D743', asked),
      pasted: [],
      ...good,
      ...planted,
    };
    return { seen, diagnosis: diagnose(seen) };
  }

  it('sees no red where there is no fault', async () => {
    const { diagnosis } = await examine();
    assert.deepEqual(
      diagnosis.verdicts.filter(({ state }) => state === 'broken'),
      [],
    );
  });

  it('sees no red where nothing may be read', async () => {
    const { diagnosis } = await examine({
      sigfox: unread('The API user may not read "/devices/1D743".'),
      stack: unread('no stack is known here'),
      session: unread('AWS was not asked'),
    });
    assert.deepEqual(
      diagnosis.verdicts.map(({ link, state }) => `${link} ${state}`),
      [
        'sketch unknown',
        'board unknown',
        'modem unknown',
        'sigfox unknown',
        'awsRole unknown',
        'topic unknown',
        'window unknown',
      ],
    );
    const [sigfox] = diagnosis.verdicts.filter(({ link }) => link === 'sigfox');
    assert.equal(sigfox?.evidence.length, 4, 'a checklist stands in its place');
  });

  for (const { fault, fix, plant } of [...inSigfox, ...elsewhere]) {
    it(`finds "${fault}" and offers "${fix ?? 'nothing'}"`, async () => {
      const planted = (await plant(desk)) ?? {};
      const { diagnosis } = await examine(planted);
      assert.deepEqual(
        { cause: diagnosis.first?.cause, fix: labelOf(diagnosis.first?.fix) },
        { cause: fault, fix },
      );
      const others = diagnosis.verdicts.filter(({ state }) => state === 'broken');
      assert.deepEqual(
        others.map(({ cause }) => cause),
        [fault],
        'and nothing else',
      );
    });
  }

  it('names the first on the path of two faults', async () => {
    const { diagnosis } = await examine({
      view: { isPaused: true, filter: '' },
      ...broken('modem', 'ERROR'),
    });
    assert.equal(diagnosis.first?.cause, 'modemRefused');
    assert.deepEqual(
      diagnosis.verdicts.flatMap(({ cause }) => cause ?? []),
      ['modemRefused', 'paused'],
    );
  });

  it('finds a clock that is wrong by the time Sigfox writes on its answers', async () => {
    const { seen } = await examine();
    assert.ok(seen.sigfox.kind === 'read');
    const sigfox = read({ ...seen.sigfox.value, clockAheadMs: 600_000 });
    const { diagnosis } = await examine({ sigfox });
    assert.equal(diagnosis.first?.words, 'Your clock is 10 min behind AWS.');
  });

  it('takes a message that came later for stronger than an old trouble', async () => {
    const { diagnosis } = await examine({
      ...broken('modem', 'ERROR', 1_000),
      newest: { atMs: 2_000, undecodable: undefined, row: '[]' },
    });
    assert.equal(diagnosis.first, undefined);
  });

  it('turns green when a fault is mended: disengaged, the next message is taken', async () => {
    const [virtual] = desk.backend.devices;
    set(virtual, { isSequenceBroken: true });
    await desk.send('1D743', '41df41e3');
    const before = await examine();
    const [device] = [...desk.book.devices];
    assert.ok(device);
    await desk.book.disengage(device.id, new AbortController().signal);
    const after = await examine();
    assert.deepEqual(
      [before.diagnosis.first?.cause, after.diagnosis.first?.cause],
      ['sequenceBroken', undefined],
    );
  });

  it('is copied as text without what lets somebody in', async () => {
    const { diagnosis, seen } = await examine({
      ...pasted({ externalId: '5832c0a1171ee25d3a4c294d', roleArn }),
      ...broken('modem', 'wss://x/mqtt?X-Amz-Signature=abcdef0123&k=AKIAABCDEFGHIJKLMNOP'),
    });
    const text = doctorText(doctorView(diagnosis, seen, () => '14:02'));
    assert.match(text, /^Greenhouse 3 \(1D743\)\nChecked at 14:02\nThe path is broken at "Modem"/);
    for (const secret of ['5832c0a1171ee25d3a4c294d', 'abcdef0123', 'AKIAABCDEFGHIJKLMNOP']) {
      assert.ok(!text.includes(secret), text);
    }
  });
});

function labelOf(fix: Fix | undefined): string | undefined {
  return fix?.label;
}

function set<T extends object>(what: T | undefined, values: Partial<T>): undefined {
  assert.ok(what);
  Object.assign(what, values);
}

/** The newest message had no callback called; the type's callbacks are these. */
function uncalled(
  backend: Desk['backend'],
  callbacks: readonly { enabled: boolean; dead: boolean }[],
): undefined {
  const [type] = backend.deviceTypes;
  assert.ok(type);
  type.callbacks.push(...callbacks.map((each) => ({ ...each, id: 'cb', channel: 'URL' })));
  const device = backend.devices[0]?.id as Parameters<typeof backend.record>[0]['device'];
  const timeMs = systemClock.now();
  backend.record({ device, timeMs, data: '41df41e3', seqNumber: 73, callbacks: [] });
}

async function refused({ network, send }: Desk, info: string): Promise<undefined> {
  network.roleRefusal = info;
  await send('1D743', '41df41e3');
}

function facts(fact: ChainFact): PathFacts['chain'] {
  return new Map([[fact.link, fact]]);
}

function broken(
  link: ChainFact['link'],
  reason: string,
  atMs = systemClock.now() + 60_000,
): Planted {
  return { chain: facts({ link, state: 'broken', reason, atMs }) };
}

/** What the callback form says of the values, as its own check says it. */
function pasted(values: PastedValues): Planted {
  return {
    pasted: checkPastedValues(values, target).map((problem) =>
      problem.fix?.kind === 'updateExternalId'
        ? { ...problem, externalId: problem.fix.externalId }
        : problem,
    ),
  };
}

function listening(differently: Partial<NonNullable<PathFacts['connection']>>): Planted {
  assert.ok(good.connection);
  const connection = { ...good.connection, ...differently };
  const session = read({ isConnected: true, subscriptions: connection.topicFilters });
  return { connection, session };
}

/** A real client at the simulator's broker, with the fault planted there. */
async function brokerWith(fault: 'connectRefused' | 'subscribeRefused' | 'brokerAway') {
  const simulator = new Simulator(
    () => AwsLikeBroker.start(systemClock),
    systemClock,
    () => 0.5,
  );
  const connections = new Connections({
    source: new MqttMessageSource(systemClock, 1),
    clock: systemClock,
    random: () => 0.5,
    nextClientId: () => 'sigfox-workbench-test',
  });
  await simulator.start();
  await simulator.plantFault(fault);
  if (simulator.connection) connections.connect(simulator.connection);
  const { state } = await eventually(
    () => connections.get(simulatorConnectionId) ?? assert.fail(),
    (status) => status.state.kind === 'refused' || status.state.kind === 'reconnecting',
  );
  connections.dispose();
  await simulator.stop();
  return listening({ state });
}
