import assert from 'node:assert/strict';
import type { AwsIdentityState } from '../../src/cloud/awsIdentity';
import type { AwsSession } from '../../src/cloud/awsSession';
import { createRole, keys, profile, temporaryKeys, until } from '../support/awsFiles';
import { AwsHome } from '../support/awsHome';
import { createSession } from '../support/awsSession';
import { createUser, miniStack } from '../support/miniStack';

const { account, endpoint, region } = miniStack;
const signal = new AbortController().signal;

describe('AwsSession, against an AWS that checks', function () {
  this.timeout(120_000);
  let home: AwsHome;
  let key: { accessKeyId: string; secretAccessKey: string };
  let session: AwsSession;

  before(async () => {
    key = await createUser('dev', [{ Action: 'sts:AssumeRole', Resource: '*' }]);
  });
  beforeEach(() => {
    home = new AwsHome();
    session = createSession();
  });
  afterEach(() => {
    session.dispose();
    home.remove();
  });

  it('names the user of a profile with keys, and the endpoint that stands in for AWS', async () => {
    home.write({ config: profile('dev'), credentials: keys('dev', key) });
    await session.choose({ profile: 'dev', region });
    assert.deepEqual(session.state, {
      kind: 'signedIn',
      identity: {
        profile: 'dev',
        region,
        account,
        arn: `arn:aws:iam::${account}:user/dev`,
        expiresAtMs: undefined,
        customEndpoint: endpoint,
      },
    });
    assert.deepEqual(await session.credentials(signal), key);
  });

  it('takes a role with the keys of another profile, which end at a time', async () => {
    const roleArn = await createRole('reader', `arn:aws:iam::${account}:user/dev`);
    home.write({
      config: `${profile('dev')}\n${profile('reader', `role_arn = ${roleArn}\nsource_profile = dev`)}`,
      credentials: keys('dev', key),
    });
    await session.choose({ profile: 'reader', region });
    const identity = await session.identity(signal);
    assert.match(identity.arn, /:assumed-role\/reader\//);
    const lastsMs = (identity.expiresAtMs ?? 0) - Date.now();
    assert.ok(lastsMs > 3_500_000 && lastsMs <= 3_600_000, String(lastsMs));
  });

  it('says that a role may not be taken', async () => {
    const roleArn = await createRole('closed', 'arn:aws:iam::444455556666:root');
    home.write({
      config: `${profile('dev')}\n${profile('closed', `role_arn = ${roleArn}\nsource_profile = dev`)}`,
      credentials: keys('dev', key),
    });
    await session.choose({ profile: 'closed', region });
    assert.deepEqual(reasonOf(session.state), [
      'failed',
      `AWS does not let "closed" take the role "${roleArn}".`,
    ]);
  });

  it('tells a wrong secret from a key that does not exist', async () => {
    home.write({
      config: `${profile('typo')}\n${profile('gone')}`,
      credentials: [
        keys('typo', { ...key, secretAccessKey: 'x'.repeat(40) }),
        keys('gone', { accessKeyId: 'AKIAGONEGONEGONEGONE', secretAccessKey: 'x'.repeat(40) }),
      ].join('\n'),
    });
    await session.choose({ profile: 'typo', region });
    assert.deepEqual(reasonOf(session.state), [
      'failed',
      'The secret key of "typo" does not belong to its access key.',
    ]);
    await session.choose({ profile: 'gone', region });
    assert.deepEqual(reasonOf(session.state), [
      'failed',
      'AWS does not know the access key of "gone"; it was deleted or made inactive.',
    ]);
  });

  it('asks a program for keys, and repeats nothing of what it says when it fails', async () => {
    const answer = JSON.stringify({
      Version: 1,
      AccessKeyId: key.accessKeyId,
      SecretAccessKey: key.secretAccessKey,
    });
    home.write({
      config: [
        profile('program', `credential_process = echo '${answer}'`),
        profile('broken', "credential_process = sh -c 'echo CANARY-OF-A-PROGRAM >&2; exit 3'"),
      ].join('\n'),
    });
    await session.choose({ profile: 'program', region });
    assert.equal((await session.identity(signal)).arn, `arn:aws:iam::${account}:user/dev`);
    await session.choose({ profile: 'broken', region });
    assert.deepEqual(reasonOf(session.state), [
      'failed',
      'The program in "credential_process" of "broken" gave no keys; run it in a terminal to see why.',
    ]);
  });

  it('is signed out in one state when temporary keys have ended, and comes back by itself (F11)', async () => {
    const roleArn = await createRole('short', `arn:aws:iam::${account}:user/dev`);
    home.write({
      config: profile('dev'),
      credentials: await temporaryKeys('dev', key, roleArn, 3),
    });
    await session.choose({ profile: 'dev', region });
    assert.equal(session.state.kind, 'signedIn');
    await new Promise((resolve) => setTimeout(resolve, 3_500));
    const seen: AwsIdentityState['kind'][] = [];
    session.onDidChange(({ kind }) => seen.push(kind));
    assert.equal(session.noteRefusal(named('ExpiredToken')), true);
    await until(() => session.state.kind === 'signedOut');
    assert.match(reasonOf(session.state)[1], /^the session of "dev" ended at \d\d:\d\d\.$/);
    // Whoever asks meanwhile is told the same, and nothing is tried.
    await assert.rejects(session.credentials(signal), {
      name: 'UserError',
      message: `Signed out: ${reasonOf(session.state)[1]}`,
    });
    assert.deepEqual(seen, ['signedOut']);
    home.write({ credentials: keys('dev', key) });
    await until(() => session.state.kind === 'signedIn');
    assert.deepEqual(await session.credentials(signal), key);
  });

  it('says that nothing listens where the endpoint points, and that it may pass', async () => {
    home.write({
      config: '[profile dev]\nendpoint_url = http://127.0.0.1:9\n',
      credentials: keys('dev', key),
    });
    await session.choose({ profile: 'dev', region });
    assert.deepEqual(session.state, {
      kind: 'failed',
      choice: { profile: 'dev', region },
      reason: 'Nothing listens on 127.0.0.1:9.',
      mayPass: true,
    });
  });
});

function reasonOf(state: AwsIdentityState): readonly [kind: string, reason: string] {
  return [state.kind, 'reason' in state ? state.reason : ''];
}

function named(name: string): Error {
  return Object.assign(new Error('said by AWS'), { name });
}
