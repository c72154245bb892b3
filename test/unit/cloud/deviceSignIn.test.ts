import assert from 'node:assert/strict';
import { signInByDevice, type TokenAnswer } from '../../../src/cloud/deviceSignIn';
import { formatSsoToken, parseSsoToken } from '../../../src/cloud/ssoToken';
import { ManualClock } from '../../support/manualClock';

const session = {
  cacheKey: 'corp',
  startUrl: 'https://x/start',
  region: 'eu-west-1',
  scopes: ['s'],
};
const token: TokenAnswer = {
  kind: 'token',
  accessToken: 'T',
  expiresInSeconds: 28_800,
  refreshToken: 'R',
};
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A portal that answers in this order, one answer to a question; the last one for ever. */
function portal(answers: readonly TokenAnswer['kind'][], isShown = true) {
  const clock = new ManualClock();
  const begin = clock.now();
  const askedAfterSeconds: number[] = [];
  const abort = new AbortController();
  const result = signInByDevice(
    session,
    {
      clock,
      show: () => Promise.resolve(isShown),
      authorization: {
        register: () =>
          Promise.resolve({ clientId: 'c', clientSecret: 'cs', expiresAtMs: undefined }),
        begin: () =>
          Promise.resolve({
            deviceCode: 'd',
            userCode: 'ABCD-EFGH',
            verificationUrl: 'https://x/device',
            expiresInSeconds: 60,
            intervalSeconds: 0,
          }),
        ask: () => {
          const kind = answers[Math.min(askedAfterSeconds.length, answers.length - 1)] ?? 'pending';
          askedAfterSeconds.push((clock.now() - begin) / 1_000);
          return Promise.resolve(kind === 'token' ? token : { kind });
        },
      },
    },
    abort.signal,
  );
  result.catch(() => undefined);
  const run = async (seconds: number) => {
    for (let second = 0; second < seconds; second++) {
      await turn();
      clock.advance(1_000);
    }
    await turn();
  };
  return { result, run, abort, clock, askedAfterSeconds };
}

describe('signInByDevice', () => {
  it('asks every five seconds until the person agreed', async () => {
    const { result, run, askedAfterSeconds, clock } = portal(['pending', 'unreachable', 'token']);
    await run(15);
    assert.deepEqual(await result, {
      startUrl: 'https://x/start',
      region: 'eu-west-1',
      accessToken: 'T',
      expiresAtMs: clock.now() + 28_800_000,
      clientId: 'c',
      clientSecret: 'cs',
      refreshToken: 'R',
    });
    assert.deepEqual(askedAfterSeconds, [5, 10, 15]);
  });

  it('asks five seconds later each time it is told to slow down (RFC 8628 §3.5)', async () => {
    const { run, askedAfterSeconds } = portal(['slowDown', 'slowDown', 'pending']);
    await run(50);
    assert.deepEqual(askedAfterSeconds, [5, 15, 30, 45]);
  });

  it('ends when the code does, whatever the portal says', async () => {
    for (const answer of ['pending', 'expired'] as const) {
      const { result, run } = portal([answer]);
      await run(70);
      await assert.rejects(result, { message: 'The code was not confirmed in time.' });
    }
  });

  it('says that the person refused', async () => {
    const { result, run } = portal(['denied']);
    await run(6);
    await assert.rejects(result, { message: 'The sign-in was refused in the browser.' });
  });

  it('says nothing when the person leaves, and leaves no timer', async () => {
    const left = portal(['token'], false);
    assert.equal(await left.result, undefined);
    const cancelled = portal(['pending']);
    await cancelled.run(7);
    cancelled.abort.abort();
    assert.equal(await cancelled.result, undefined);
    assert.equal(cancelled.clock.pending, 0);
  });
});

describe('formatSsoToken', () => {
  it('writes what the AWS CLI reads: names, and times without fractions', () => {
    const text = formatSsoToken({
      startUrl: 'https://x/start',
      region: 'eu-west-1',
      accessToken: 'T',
      expiresAtMs: Date.UTC(2026, 10, 25, 22, 2, 0, 123),
      clientId: 'c',
      clientSecret: 'cs',
      registrationExpiresAtMs: Date.UTC(2027, 1, 23),
      refreshToken: 'R',
    });
    assert.deepEqual(JSON.parse(text), {
      startUrl: 'https://x/start',
      region: 'eu-west-1',
      accessToken: 'T',
      clientId: 'c',
      clientSecret: 'cs',
      refreshToken: 'R',
      expiresAt: '2026-11-25T22:02:00Z',
      registrationExpiresAt: '2027-02-23T00:00:00Z',
    });
  });
});

describe('parseSsoToken', () => {
  const rows: readonly [text: string, expected: ReturnType<typeof parseSsoToken>][] = [
    ['', undefined],
    ['null', undefined],
    ['[]', undefined],
    ['{"accessToken":1,"expiresAt":"2026-11-25T22:02:00Z"}', undefined],
    ['{"accessToken":"T","expiresAt":"tomorrow"}', undefined],
    [
      '{"accessToken":"T","expiresAt":"2026-11-25T22:02:00UTC"}',
      { expiresAtMs: Date.UTC(2026, 10, 25, 22, 2), isRenewable: false },
    ],
    [
      '{"accessToken":"T","expiresAt":"2026-11-25T22:02:00Z","refreshToken":"R","clientId":"c","clientSecret":"s"}',
      { expiresAtMs: Date.UTC(2026, 10, 25, 22, 2), isRenewable: true },
    ],
    ['{"__proto__":{"accessToken":"T"},"expiresAt":"2026-11-25T22:02:00Z"}', undefined],
  ];
  for (const [text, expected] of rows) {
    it(`reads ${text.slice(0, 60)}`, () => assert.deepEqual(parseSsoToken(text), expected));
  }
});
