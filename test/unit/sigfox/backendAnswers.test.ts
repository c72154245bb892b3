import assert from 'node:assert/strict';
import { arrowOf, type BackendMessage } from '../../../src/sigfox/backendApi';
import {
  readCallback,
  readDevice,
  readDeviceType,
  readMessage,
  readPage,
} from '../../../src/sigfox/backendAnswers';
import { parseDeviceId } from '../../../src/sigfox/device';
import { reconcile, type SeenMessage } from '../../../src/sigfox/reconciliation';

describe('readDevice', () => {
  it('reads what the API says of a device', () => {
    assert.deepEqual(
      readDevice({
        id: '1D743',
        name: 'Greenhouse 3',
        state: 2,
        comState: 5,
        deviceType: { id: '5256c4d6c9a871b80f5a2e50' },
        lastCom: 1_479_817_071_000,
        sequenceNumber: 77,
        trashSequenceNumber: 12,
        token: { state: 1, detailMessage: 'Off contract', end: 1_503_619_200_000, freeMessages: 0 },
      }),
      {
        id: '1D743',
        name: 'Greenhouse 3',
        state: 'offContract',
        communication: 'notSeen',
        deviceTypeId: '5256c4d6c9a871b80f5a2e50',
        lastSeenMs: 1_479_817_071_000,
        sequenceNumber: 77,
        trashSequenceNumber: 12,
        token: {
          state: 'offContract',
          detail: 'Off contract',
          endMs: 1_503_619_200_000,
          freeMessages: 0,
        },
      },
    );
  });

  const strange: readonly unknown[] = [null, 7, [], {}, { id: 'no id' }, { id: 7 }];
  for (const entry of strange) {
    it(`leaves out ${JSON.stringify(entry)}`, () => assert.equal(readDevice(entry), undefined));
  }

  it('takes a state it does not know as unknown', () => {
    const read = readDevice({ id: '1', state: 99, comState: 'x', token: { state: -1 } });
    assert.deepEqual(
      [read?.state, read?.communication, read?.token?.state],
      ['unknown', 'unknown', 'unknown'],
    );
  });
});

describe('readMessage', () => {
  it('joins the statuses that every base station repeats, numbers as text among them', () => {
    const status = (info: string, time: number) => ({ status: '600', info, cbDef: 'aws', time });
    assert.deepEqual(
      readMessage({
        device: { id: '0001D743' },
        time: 1_479_817_071_000,
        data: '41DF41E3',
        seqNumber: '77',
        rinfos: [{ cbStatus: [status('first', 1)] }, { cbStatus: [status('last', 2)] }, 'x'],
      }),
      {
        device: '1D743',
        timeMs: 1_479_817_071_000,
        data: '41df41e3',
        seqNumber: 77,
        callbacks: [{ status: 600, info: 'last', definition: 'aws', timeMs: 2 }],
      },
    );
  });

  it('leaves out what has no device, no time or no hexadecimal', () => {
    const device = { id: '1D743' };
    assert.deepEqual(
      [
        { time: 1, data: '' },
        { device, data: '' },
        { device, time: 1, data: 'xyz' },
      ].map(readMessage),
      [undefined, undefined, undefined],
    );
  });
});

describe('readPage', () => {
  it('counts what it cannot read and gives the next page', () => {
    assert.deepEqual(
      readPage({ data: [{ id: 'a' }, 7], paging: { next: 'https://x/y' } }, readDeviceType),
      { entries: [{ id: 'a', name: 'a' }], unreadable: 1, next: 'https://x/y' },
    );
  });

  it('refuses what is no list', () => {
    assert.deepEqual(
      [null, {}, { data: 7 }, []].map((answer) => readPage(answer, readCallback)),
      [undefined, undefined, undefined, undefined],
    );
  });
});

const parsed = parseDeviceId('1D743');
assert.ok(parsed.kind === 'device');
const sentMs = 1_479_817_071_000;
const message: BackendMessage = {
  device: parsed.device,
  timeMs: sentMs,
  data: '41df41e3',
  seqNumber: 77,
  callbacks: [],
};
const withStatus = (status: number, info: string): BackendMessage => ({
  ...message,
  callbacks: [{ status, info, definition: 'aws' }],
});

describe('arrowOf', () => {
  it('has the colours of the backend', () => {
    assert.deepEqual([message, withStatus(200, 'OK'), withStatus(403, 'no')].map(arrowOf), [
      'black',
      'green',
      'red',
    ]);
  });
});

describe('reconcile', () => {
  const seen: SeenMessage = {
    device: '1D743',
    timeMs: sentMs,
    seqNumber: 77,
    data: '41df41e3',
  };
  const soon = sentMs + 60_000;
  const late = sentMs + 9 * 60_000;
  const cases: readonly [
    reason: string,
    message: BackendMessage,
    seen: readonly SeenMessage[],
    nowMs: number,
    outcome: string,
  ][] = [
    ['the same number and time', message, [seen], late, 'arrived'],
    ['the time a second off', message, [{ ...seen, timeMs: sentMs + 1_000 }], late, 'arrived'],
    [
      "the how-to's body without a number",
      message,
      [{ ...seen, seqNumber: undefined }],
      late,
      'arrived',
    ],
    [
      'a body without number and payload',
      message,
      [{ ...seen, seqNumber: undefined, data: undefined }],
      late,
      'arrived',
    ],
    ['another number', message, [{ ...seen, seqNumber: 78 }], soon, 'underWay'],
    [
      'the number of another day',
      message,
      [{ ...seen, timeMs: sentMs - 86_400_000 }],
      soon,
      'underWay',
    ],
    ['another device', message, [{ ...seen, device: 'BEF' }], soon, 'underWay'],
    [
      'no callback at all',
      message,
      [],
      late,
      'lost: Sigfox called no callback for it: none of its device type is enabled.',
    ],
    [
      'a refused role',
      withStatus(403, 'not authorized to perform: sts:AssumeRole'),
      [],
      soon,
      'lost: The callback was answered with 403: not authorized to perform: sts:AssumeRole',
    ],
    [
      'no answer',
      withStatus(600, 'timeout'),
      [],
      soon,
      'lost: The callback got no answer: timeout',
    ],
    [
      'a callback that worked elsewhere',
      withStatus(200, 'OK'),
      [],
      late,
      'lost: Sigfox says the callback worked; the topic or the region may be another.',
    ],
  ];
  for (const [reason, sent, arrived, nowMs, outcome] of cases) {
    it(`judges ${reason}`, () => {
      const [result] = reconcile([sent], arrived, { nowMs, listeningSinceMs: 0 });
      assert.ok(result);
      const { outcome: told } = result;
      assert.equal(told.kind === 'lost' ? `lost: ${told.reason}` : told.kind, outcome);
    });
  }

  const heard: readonly [reason: string, BackendMessage, sinceMs: number | undefined, string][] = [
    ['a message from before this window listened', message, sentMs + 1, 'notHeard'],
    ['a message while nobody listens', withStatus(200, 'OK'), undefined, 'notHeard'],
    ['a callback that failed before that', withStatus(403, 'no'), undefined, 'lost'],
  ];
  for (const [reason, sent, listeningSinceMs, outcome] of heard) {
    it(`judges ${reason}`, () => {
      const [result] = reconcile([sent], [], { nowMs: late, listeningSinceMs });
      assert.equal(result?.outcome.kind, outcome);
    });
  }
});
