import assert from 'node:assert/strict';
import { explainFailure } from '../../../src/messages/connectFailure';
import { statusText } from '../../../src/messages/connectionWords';
import { relativeTime } from '../../../src/messages/relativeTime';
import { windowFact } from '../../../src/messages/windowFact';
import { connectionTo } from '../../support/treeFixture';

const aws = {
  place: 'broker:8883',
  clientId: 'me',
  nowMs: 0,
  kind: 'aws',
  scheme: 'mqtts',
  wasOpen: false,
} as const;
const own = { ...aws, kind: 'broker' } as const;

describe('explainFailure', () => {
  const cases: readonly [
    failure: Parameters<typeof explainFailure>[0],
    kind: string,
    reason: string,
    facts?: Parameters<typeof explainFailure>[1],
  ][] = [
    [
      { code: 'ECONNREFUSED' },
      'lost',
      'Nothing listens on broker:8883. The broker may be down, or the port another.',
    ],
    [
      { code: 'ENOTFOUND' },
      'lost',
      'The name of broker:8883 is not known. Check the address and the network.',
    ],
    [{ code: 'EHOSTUNREACH' }, 'lost', 'The network is unreachable.'],
    [
      { code: 'ETIMEDOUT' },
      'lost',
      'broker:8883 does not answer. A firewall may block the port; many brokers also listen for WebSockets on 443 ("wss:").',
    ],
    [
      { code: 'ETIMEDOUT' },
      'lost',
      'broker:8883 does not answer. A firewall may block the port.',
      { ...own, scheme: 'wss' },
    ],
    [{ code: 'ECONNRESET' }, 'lost', 'The broker closed the connection.'],
    [{}, 'lost', 'The broker closed the connection.'],
    [{}, 'lost', 'The broker closed the connection.', { ...own, wasOpen: true }],
    [
      {},
      'lost',
      'broker:8883 closed the connection before it answered. The port may not speak TLS.',
      own,
    ],
    [
      {},
      'lost',
      'broker:8883 closed the connection before it answered. The port may want TLS ("wss:").',
      { ...own, scheme: 'ws' },
    ],
    [
      { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
      'refused',
      'Self-signed certificate in the chain of broker:8883. If your company checks the traffic, add its certificate to those of the operating system.',
    ],
    [
      { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
      'refused',
      'The certificate of broker:8883 comes from an authority that is not known here. If it is your own, give its CA file in the connection.',
      own,
    ],
    [
      { code: 'ERR_TLS_CERT_ALTNAME_INVALID' },
      'refused',
      'The certificate of broker:8883 was made for another name. Connect by the name that is in it.',
    ],
    [
      { code: 'CERT_UNTRUSTED' },
      'refused',
      'The certificate of broker:8883 is not trusted (CERT_UNTRUSTED).',
    ],
    [
      { code: 'ERR_SSL_WRONG_VERSION_NUMBER' },
      'refused',
      'broker:8883 does not speak TLS. Choose the port that does, or connect without TLS.',
    ],
    [{ code: 'EWHATEVER' }, 'lost', 'broker:8883 cannot be reached (EWHATEVER).'],
    [
      { returnCode: 5 },
      'refused',
      'The broker does not accept the user name or password. Change them in the connection.',
      own,
    ],
    [
      { returnCode: 4 },
      'refused',
      'The broker does not accept the user name or password. Change them in the connection.',
    ],
    [
      { returnCode: 0x86 },
      'refused',
      'The broker does not accept the user name or password. Change them in the connection.',
    ],
    [{ returnCode: 2 }, 'refused', 'The broker does not accept the client id.'],
    [{ returnCode: 3 }, 'lost', 'The broker is not available (code 3).'],
    [{ returnCode: 0x8e }, 'takenOver', 'Another client took over the client id.'],
    [
      { http: { status: 407, dateMs: undefined } },
      'refused',
      'The proxy wants a user name and password. Write them into the setting "http.proxy".',
    ],
    [
      { http: { status: 404, dateMs: undefined } },
      'refused',
      'broker:8883 has no MQTT at this path. Brokers often use "/mqtt".',
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
  for (const [failure, kind, reason, facts = aws] of cases) {
    it(`says "${reason}" of ${JSON.stringify(failure)} (${facts.kind}, ${facts.scheme})`, () =>
      assert.deepEqual(explainFailure(failure, facts), {
        kind,
        reason,
        ...(reason.includes('does not accept the credentials') ? { isAboutCredentials: true } : {}),
      }));
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
