import assert from 'node:assert/strict';
import {
  networkWords,
  readFetchFailure,
  readGoFailure,
} from '../../../src/firmware/networkFailure';

describe('readGoFailure', () => {
  const get = 'Get "https://downloads.example/x.tar.gz":';
  const host = 'downloads.example';
  const rows: readonly [message: string, failure: unknown][] = [
    [
      `${get} dial tcp: lookup downloads.example on 127.0.0.53:53: no such host`,
      { kind: 'nameNotFound', host },
    ],
    [`${get} dial tcp: lookup downloads.example: no such host`, { kind: 'nameNotFound', host }],
    [
      `${get} dial tcp: lookup downloads.example on 127.0.0.53:53: server misbehaving`,
      { kind: 'nameNotFound', host },
    ],
    [
      `${get} dial tcp: lookup downloads.example on 10.0.0.1:53: read udp 10.0.0.2:1->10.0.0.1:53: i/o timeout`,
      { kind: 'nameTimedOut', host },
    ],
    [
      'Get "http://127.0.0.1:1/x": dial tcp 127.0.0.1:1: connect: connection refused',
      { kind: 'connectionRefused', host: '127.0.0.1:1' },
    ],
    [`${get} dial tcp 1.2.3.4:443: connect: network is unreachable`, { kind: 'unreachable', host }],
    [`${get} dial tcp 1.2.3.4:443: i/o timeout`, { kind: 'timedOut', host }],
    [`${get} net/http: TLS handshake timeout`, { kind: 'timedOut', host }],
    [`${get} context deadline exceeded`, { kind: 'timedOut', host }],
    [
      `${get} tls: failed to verify certificate: x509: certificate signed by unknown authority`,
      { kind: 'certificate', host },
    ],
    [`${get} unexpected EOF`, { kind: 'cutOff', host }],
    [`${get} read: connection reset by peer`, { kind: 'cutOff', host }],
    [`${get} EOF`, { kind: 'cutOff', host }],
    [`${get} Proxy Authentication Required`, { kind: 'httpStatus', host, status: 407 }],
    [
      `${get} proxyconnect tcp: dial tcp 127.0.0.1:9: connect: connection refused`,
      { kind: 'proxy', reason: 'dial tcp 127.0.0.1:9: connect: connection refused' },
    ],
    [
      'Error downloading http://127.0.0.1:4/x.json: Download failed: server returned 404 Not Found',
      { kind: 'httpStatus', host: '127.0.0.1:4', status: 404 },
    ],
    [
      'Cannot install platform: installing platform demo:avr@1.0.0: testing local archive integrity: testing archive checksum: archive hash differs from hash in index',
      { kind: 'badChecksum', what: 'demo:avr@1.0.0' },
    ],
    ["Invalid argument passed: Found 0 platforms matching 'x'", undefined],
    ['', undefined],
  ];
  for (const [message, failure] of rows) {
    it(`reads "${message.slice(0, 90)}"`, () => assert.deepEqual(readGoFailure(message), failure));
  }
});

describe('readGoFailure, told what was asked', () => {
  it('names the host that the message leaves out', () => {
    assert.deepEqual(
      readGoFailure('Download failed: server returned 404 Not Found', 'https://a.example/x'),
      { kind: 'httpStatus', host: 'a.example', status: 404 },
    );
  });
});

describe('readFetchFailure', () => {
  const wrapped = (code: string) =>
    new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
  const rows: readonly [error: unknown, kind: string | undefined][] = [
    [wrapped('ENOTFOUND'), 'nameNotFound'],
    [wrapped('EAI_AGAIN'), 'nameTimedOut'],
    [wrapped('ECONNREFUSED'), 'connectionRefused'],
    [wrapped('UND_ERR_CONNECT_TIMEOUT'), 'timedOut'],
    [wrapped('UND_ERR_SOCKET'), 'cutOff'],
    [wrapped('SELF_SIGNED_CERT_IN_CHAIN'), 'certificate'],
    [wrapped('CERT_HAS_EXPIRED'), 'certificate'],
    [
      new TypeError('fetch failed', {
        cause: new AggregateError([Object.assign(new Error(''), { code: 'ECONNREFUSED' })]),
      }),
      'connectionRefused',
    ],
    [new Error('a bug'), undefined],
    ['text', undefined],
  ];
  for (const [error, kind] of rows) {
    it(`reads ${String(error)} as ${String(kind)}`, () =>
      assert.equal(readFetchFailure(error, 'https://a.example/x')?.kind, kind));
  }
});

describe('networkWords', () => {
  it('tells every failure apart from the others', () => {
    const host = 'a.example';
    const words = [
      networkWords({ kind: 'nameNotFound', host }),
      networkWords({ kind: 'nameTimedOut', host }),
      networkWords({ kind: 'connectionRefused', host }),
      networkWords({ kind: 'unreachable', host }),
      networkWords({ kind: 'timedOut', host }),
      networkWords({ kind: 'cutOff', host }),
      networkWords({ kind: 'httpStatus', host, status: 404 }),
      networkWords({ kind: 'httpStatus', host, status: 407 }),
      networkWords({ kind: 'httpStatus', host, status: 503 }),
      networkWords({ kind: 'certificate', host }),
      networkWords({ kind: 'proxy', reason: 'connection refused' }),
      networkWords({ kind: 'badChecksum', what: 'demo-1.0.0.tar.gz' }),
    ];
    assert.deepEqual(words, [
      'The name "a.example" is not known: this machine is offline, or the address is wrong.',
      'Nobody answers who "a.example" is: name look-ups time out.',
      '"a.example" refuses the connection: nothing listens there.',
      'There is no way to "a.example": the network is unreachable.',
      '"a.example" does not answer: the connection times out. A firewall or a missing proxy can be why.',
      'The connection to "a.example" ended before everything had come.',
      '"a.example" does not have the file (404 Not Found).',
      'The proxy wants a name and password (407). The setting "http.proxy" can hold them.',
      '"a.example" answers 503 instead of the file.',
      'The certificate of "a.example" is not trusted here. Where a company inspects traffic, its certificate is missing on this machine.',
      'The proxy does not help: connection refused. The setting "http.proxy" says which it is.',
      'The checksum of "demo-1.0.0.tar.gz" is not the one the list promises: the file was changed or cut off on its way. Nothing of it was kept.',
    ]);
  });

  it('does not let a host hide what is said', () => {
    assert.ok(!networkWords({ kind: 'nameNotFound', host: 'a\u202eb' }).includes('\u202e'));
  });
});
