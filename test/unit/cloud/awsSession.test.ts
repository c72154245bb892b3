import assert from 'node:assert/strict';
import type { AwsCredentials } from '../../../src/cloud/awsIdentity';
import { readProfiles } from '../../../src/cloud/awsProfile';
import { AwsSession } from '../../../src/cloud/awsSession';
import { CredentialFailure, type CredentialProblem } from '../../../src/cloud/credentialFailure';
import type { MfaPrompt } from '../../../src/cloud/credentialResolver';
import { identityStatus } from '../../../src/cloud/identityWords';
import { ManualClock } from '../../support/manualClock';

const choice = { profile: 'dev', region: 'eu-west-1' };
const hourMs = 3_600_000;
const startMs = Date.UTC(2026, 10, 25, 13, 2);
const signal = new AbortController().signal;
const turn = () => new Promise((resolve) => setImmediate(resolve));
const formatTime = (atMs: number) => new Date(atMs).toISOString().slice(11, 16);

type Outcome = number | CredentialProblem;

/** A session whose every resolution is the next of the outcomes: credentials that last so long, or a problem. */
function createSession(outcomes: Outcome[], config = '[profile dev]\ncredential_process=x') {
  const clock = new ManualClock(startMs);
  const states: string[] = [];
  let resolutions = 0;
  let onChange: (() => void) | undefined;
  const remembered: unknown[] = [];
  const session = new AwsSession({
    clock,
    memory: { read: () => undefined, write: (chosen) => void remembered.push(chosen) },
    formatTime,
    files: {
      read: () => Promise.resolve(readProfiles({ config, credentials: '' }, {})),
      watch: (_session, changed) => {
        onChange = changed;
        return { dispose: () => (onChange = undefined) };
      },
    },
    resolver: {
      resolve: async ({ promptMfa }): Promise<AwsCredentials> => {
        resolutions += 1;
        await promptMfa?.('arn:mfa');
        const outcome = outcomes.shift() ?? hourMs;
        if (typeof outcome !== 'number') throw new CredentialFailure(outcome);
        return {
          accessKeyId: `A${resolutions}`,
          secretAccessKey: 'S',
          ...(outcome === Infinity ? {} : { expiration: new Date(clock.now() + outcome) }),
        };
      },
      whoAmI: () => Promise.resolve({ account: '111122223333', arn: 'arn:aws:iam::1:user/dev' }),
    },
  });
  session.onDidChange(({ kind }) => states.push(kind));
  return {
    session,
    clock,
    states,
    remembered,
    touch: () => onChange?.(),
    isWatched: () => onChange !== undefined,
    resolutions: () => resolutions,
    line: () => identityStatus(session.state, formatTime)?.text,
  };
}

const ended: CredentialProblem = { kind: 'signInNeeded', by: 'session', atMs: undefined };
const offline: CredentialProblem = {
  kind: 'failed',
  reason: 'The network is unreachable.',
  mayPass: true,
};

describe('AwsSession', () => {
  it('resolves nothing before it is needed, and once for all who ask at the same time', async () => {
    const { session, resolutions, states, remembered } = createSession([Infinity]);
    assert.deepEqual(session.state, { kind: 'none' });
    await assert.rejects(session.credentials(signal), { message: 'No AWS profile is chosen.' });
    await session.choose(choice);
    const found = await Promise.all([session.credentials(signal), session.credentials(signal)]);
    assert.deepEqual(
      found.map(({ accessKeyId }) => accessKeyId),
      ['A1', 'A1'],
    );
    assert.deepEqual([resolutions(), states, remembered], [1, ['resolving', 'signedIn'], [choice]]);
  });

  it('names identity, account, region, expiry in the status line', async () => {
    const { session, line } = createSession([hourMs]);
    await session.choose(choice);
    assert.equal(line(), 'dev · 111122223333 · eu-west-1 · until 14:02');
  });

  it('shows a custom endpoint', async () => {
    const { session, line } = createSession(
      [Infinity],
      '[profile dev]\ncredential_process=x\nendpoint_url=http://127.0.0.1:4566',
    );
    await session.choose(choice);
    assert.equal(line(), 'dev · 111122223333 · eu-west-1 · at 127.0.0.1:4566');
  });

  it('renews five minutes before the end, without a word', async () => {
    const { session, clock, states, resolutions } = createSession([hourMs, hourMs]);
    await session.choose(choice);
    clock.advance(hourMs - 5 * 60_000 - 1);
    await turn();
    assert.equal(resolutions(), 1);
    clock.advance(1);
    await turn();
    assert.deepEqual([resolutions(), states], [2, ['resolving', 'signedIn', 'signedIn']]);
  });

  it('says when the session ended, and tries nothing until something changed (F11)', async () => {
    const { session, clock, resolutions, states, touch, line } = createSession([
      hourMs,
      ended,
      hourMs,
    ]);
    await session.choose(choice);
    clock.advance(hourMs);
    await turn();
    clock.advance(30_000);
    await turn();
    assert.deepEqual(session.state, {
      kind: 'signedOut',
      choice,
      reason: 'the session of "dev" ended at 14:02.',
      atMs: startMs + hourMs,
    });
    assert.equal(line(), 'Signed out: dev');
    const before = resolutions();
    for (let asked = 0; asked < 100; asked++) {
      await assert.rejects(session.credentials(signal), {
        message: 'Signed out: the session of "dev" ended at 14:02.',
      });
    }
    clock.advance(24 * hourMs);
    await turn();
    assert.equal(resolutions(), before);
    touch();
    await turn();
    assert.equal(states.filter((kind) => kind === 'signedOut').length, 1);
    assert.equal(session.state.kind, 'signedIn');
  });

  it('is in one state after the laptop slept past the end (F10)', async () => {
    const { session, clock, states } = createSession([hourMs, ended]);
    await session.choose(choice);
    clock.advance(10 * hourMs);
    await turn();
    await turn();
    assert.deepEqual(states, ['resolving', 'signedIn', 'signedOut']);
  });

  it('keeps credentials that hold while a renewal fails, and tries again', async () => {
    const { session, clock, resolutions } = createSession([hourMs, offline, hourMs]);
    await session.choose(choice);
    clock.advance(hourMs - 5 * 60_000);
    await turn();
    assert.equal((await session.credentials(signal)).accessKeyId, 'A3');
    assert.equal(resolutions(), 3);
  });

  it('asks again for what may pass', async () => {
    const { session, line } = createSession([offline, Infinity]);
    await session.choose(choice);
    assert.equal(line(), 'dev: no credentials');
    assert.equal((await session.credentials(signal)).accessKeyId, 'A2');
  });

  it('asks for no MFA code unless a person is there to give it', async () => {
    const config =
      '[profile dev]\nrole_arn=arn:aws:iam::1:role/r\nsource_profile=base\nmfa_serial=arn:mfa\n[profile base]\ncredential_process=x';
    const { session, resolutions } = createSession([hourMs], config);
    await session.choose(choice);
    assert.deepEqual([session.state.kind, resolutions()], ['signedOut', 0]);
    assert.equal(
      'reason' in session.state && session.state.reason,
      '"dev" wants a code of your MFA device.',
    );
    const asked: string[] = [];
    const prompt: MfaPrompt = (serial) => {
      asked.push(serial);
      return Promise.resolve('123456');
    };
    await session.retry(prompt);
    assert.deepEqual([session.state.kind, asked], ['signedIn', ['arn:mfa']]);
  });

  it('forgets everything of one profile when another is chosen', async () => {
    const { session, clock } = createSession(
      [hourMs, Infinity],
      '[profile dev]\ncredential_process=x\n[profile ops]\ncredential_process=x',
    );
    await session.choose(choice);
    await session.choose({ ...choice, profile: 'ops' });
    assert.equal((await session.credentials(signal)).accessKeyId, 'A2');
    assert.equal(clock.pending, 0);
  });

  it('says that a profile is gone', async () => {
    const { session } = createSession([], '');
    await session.choose(choice);
    assert.equal(
      'reason' in session.state && session.state.reason,
      'There is no profile "dev" on this machine.',
    );
  });

  it('leaves no timer and no watch behind', async () => {
    const live = createSession([hourMs]);
    await live.session.choose(choice);
    const out = createSession([ended]);
    await out.session.choose(choice);
    assert.equal(out.isWatched(), true);
    live.session.dispose();
    out.session.dispose();
    assert.deepEqual([live.clock.pending, out.clock.pending, out.isWatched()], [0, 0, false]);
  });
});
