import assert from 'node:assert/strict';
import { explainFailure } from '../../../src/messages/connectFailure';
import { missingPolicy, statusText } from '../../../src/messages/connectionWords';
import { relativeTime } from '../../../src/messages/relativeTime';
import { windowFact } from '../../../src/messages/windowFact';
import { connectionTo } from '../../support/treeFixture';

const place = { place: 'broker:8883', clientId: 'me', nowMs: 0 };

describe('explainFailure', () => {
  const cases: readonly [
    failure: Parameters<typeof explainFailure>[0],
    kind: string,
    reason: string,
  ][] = [
    [{ code: 'ECONNREFUSED' }, 'lost', 'Nothing listens on broker:8883.'],
    [
      { code: 'ENOTFOUND' },
      'lost',
      'The name of broker:8883 is not known; is the network connected, or a proxy needed?',
    ],
    [{ code: 'EHOSTUNREACH' }, 'lost', 'The network is unreachable.'],
    [{ code: 'ETIMEDOUT' }, 'lost', 'broker:8883 does not answer; a firewall may block this port.'],
    [{ code: 'ECONNRESET' }, 'lost', 'The broker closed the connection.'],
    [{}, 'lost', 'The broker closed the connection.'],
    [
      { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
      'refused',
      'Self-signed certificate in the chain of broker:8883. If your company checks the traffic, add its certificate to those of the operating system.',
    ],
    [{ code: 'EWHATEVER' }, 'lost', 'broker:8883 cannot be reached (EWHATEVER).'],
    [{ returnCode: 4 }, 'refused', 'The broker does not accept the user name or password.'],
    [{ returnCode: 0x86 }, 'refused', 'The broker does not accept the user name or password.'],
    [{ returnCode: 2 }, 'refused', 'The broker does not accept the client id.'],
    [{ returnCode: 3 }, 'lost', 'The broker is not available (code 3).'],
    [{ returnCode: 0x8e }, 'takenOver', 'Another client took over the client id.'],
    [
      { http: { status: 407, dateMs: undefined } },
      'refused',
      'The proxy on the way to broker:8883 wants a user name and password (407). Sign in to it when the editor asks, or set "http.proxy".',
    ],
    [
      { http: { status: 403, dateMs: undefined } },
      'refused',
      'broker:8883 does not accept the credentials.',
    ],
    [
      { http: { status: 503, dateMs: undefined } },
      'lost',
      'broker:8883 answered with HTTP status 503.',
    ],
  ];
  for (const [failure, kind, reason] of cases) {
    it(`says "${reason}"`, () =>
      assert.deepEqual({ ...explainFailure(failure, place) }, { kind, reason }));
  }
});

describe('statusText', () => {
  const simulated = { ...connectionTo('Simulator'), isSimulated: true };
  const real = connectionTo('Home');
  const live = { kind: 'live', sinceMs: 0 } as const;
  const waiting = { kind: 'reconnecting', reason: '', attempt: 1, retryAtMs: 8_000 } as const;
  const cases: readonly [words: string, ...args: Parameters<typeof statusText>][] = [
    ['Simulator · 3 devices', [{ connection: simulated, state: live }], 3, 0],
    ['Live · 1 device', [{ connection: real, state: live }], 1, 0],
    ['Reconnecting in 8 s', [{ connection: real, state: waiting }], 1, 0],
    ['Reconnecting in 0 s', [{ connection: real, state: waiting }], 1, 9_000],
    ['Connecting…', [{ connection: real, state: { kind: 'connecting' } }], 0, 0],
    [
      'Refused by Home',
      [
        { connection: simulated, state: live },
        { connection: real, state: { kind: 'refused', reason: '' } },
      ],
      1,
      0,
    ],
  ];
  for (const [words, ...args] of cases) {
    it(`says "${words}"`, () => assert.equal(statusText(...args), words));
  }
});

describe('missingPolicy', () => {
  it('names the exact topic filter, and every client id of ours', () => {
    const resource = (of: string) =>
      (
        JSON.parse(missingPolicy({ action: 'iot:Connect', resource: of }, 'eu-west-1')) as {
          Statement: [{ Resource: string }];
        }
      ).Statement[0].Resource;
    assert.deepEqual(
      [resource('topicfilter/sigfox'), resource('client/sigfox-workbench-abc-1')],
      [
        'arn:aws:iot:eu-west-1:<account id>:topicfilter/sigfox',
        'arn:aws:iot:eu-west-1:<account id>:client/sigfox-workbench-*',
      ],
    );
  });
});

describe('relativeTime', () => {
  it('counts minutes, then hours, for a day', () => {
    const ages = [0, 59_999, 60_000, 3_599_999, 3_600_000, 86_399_999, 86_400_000, -5_000];
    assert.deepEqual(
      ages.map((ms) => relativeTime(0, ms)),
      [
        'just now',
        'just now',
        '1 min ago',
        '59 min ago',
        '1 h ago',
        '23 h ago',
        undefined,
        'just now',
      ],
    );
  });
});

describe('windowFact', () => {
  it('proves this window while it is subscribed, and breaks it with the reason', () => {
    const connection = {
      ...connectionTo('Home'),
      endpoint: {
        kind: 'aws',
        url: 'wss://x/mqtt',
        region: 'eu-west-1',
        credentials: () => Promise.reject(new Error()),
      },
    } as const;
    assert.deepEqual(
      [
        windowFact({ connection, state: { kind: 'live', sinceMs: 5 } }, 9),
        windowFact({ connection, state: { kind: 'refused', reason: 'No.' } }, 9),
      ],
      [
        {
          link: 'window',
          state: 'proven',
          reason: 'subscribed: Home · eu-west-1 · sigfox',
          atMs: 5,
        },
        { link: 'window', state: 'broken', reason: 'No.', atMs: 9 },
      ],
    );
  });
});
