import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { SsoSession } from '../../src/cloud/awsProfile';
import type { AwsSession } from '../../src/cloud/awsSession';
import { type DeviceCode, signInByDevice } from '../../src/cloud/deviceSignIn';
import { HostHttpHandler } from '../../src/cloud/io/hostHttpHandler';
import { writeSsoToken } from '../../src/cloud/io/sharedFiles';
import { SsoOidcClient } from '../../src/cloud/io/ssoOidcClient';
import { systemClock } from '../../src/shared/io/systemClock';
import { createRole, portalProfile, until } from '../support/awsFiles';
import { AwsHome } from '../support/awsHome';
import { createSession } from '../support/awsSession';
import { clientSettings, createUser, miniStack } from '../support/miniStack';
import { type Misbehaviour, SsoStandIn } from '../support/ssoStandIn';

const { account, region } = miniStack;
const quick = {
  ...systemClock,
  after: (_delayMs: number, callback: () => void) => systemClock.after(5, callback),
};

describe('signing in at an access portal', function () {
  this.timeout(120_000);
  let home: AwsHome;
  let portal: SsoStandIn;
  let session: AwsSession;
  let sso: SsoSession;
  let roleArn: string;
  let user: { accessKeyId: string; secretAccessKey: string };

  before(async () => {
    user = await createUser('portal', [{ Action: 'sts:AssumeRole', Resource: '*' }]);
    roleArn = await createRole('Reader', `arn:aws:iam::${account}:user/portal`);
  });
  beforeEach(async () => {
    home = new AwsHome();
    portal = await SsoStandIn.start(roleCredentials);
    sso = {
      cacheKey: 'corp',
      startUrl: `${portal.url}/start`,
      region,
      scopes: ['sso:account:access'],
    };
    home.write({ config: portalProfile('dev', portal.url) });
    session = createSession();
  });
  afterEach(() => {
    session.dispose();
    portal.close();
    home.remove();
  });

  it('waits until the code is confirmed, keeps the token for all programs, and is signed in', async () => {
    await session.choose({ profile: 'dev', region });
    assert.deepEqual(
      [session.state.kind, 'reason' in session.state && session.state.reason],
      ['signedOut', '"dev" is not signed in.'],
    );
    await signIn([]);
    // The cached token is watched: nothing else has to be done.
    await until(() => session.state.kind === 'signedIn');
    const identity = await session.identity(new AbortController().signal);
    assert.match(identity.arn, /:assumed-role\/Reader\//);
    assert.ok((identity.expiresAtMs ?? 0) > Date.now());
  });

  it('writes the token whole, for this user only, in the form the AWS CLI reads', async () => {
    await signIn([]);
    // The name is the SHA-1 of the session's name, which is what the AWS CLI looks for.
    const folder = path.join(home.folder, '.aws/sso/cache');
    assert.deepEqual(fs.readdirSync(folder), [cacheName('corp')]);
    const file = path.join(folder, cacheName('corp'));
    assert.equal(fs.statSync(file).mode & 0o777, 0o600);
    assert.equal(fs.statSync(folder).mode & 0o777, 0o700);
    const token = JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, string>;
    assert.deepEqual(Object.keys(token).sort(), [
      'accessToken',
      'clientId',
      'clientSecret',
      'expiresAt',
      'refreshToken',
      'region',
      'registrationExpiresAt',
      'startUrl',
    ]);
    assert.match(token['expiresAt'] ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  });

  const endings: readonly [Misbehaviour, string | RegExp][] = [
    ['expired', 'The code was not confirmed in time.'],
    ['denied', 'The sign-in was refused in the browser.'],
    [
      'nonsense',
      /^The sign-in service of "corp" answered with \w+ \(HTTP status 200\)\. Check "sso_region"/,
    ],
  ];
  for (const [misbehaviour, words] of endings) {
    it(`ends with words when the portal's answer is "${misbehaviour}", and keeps no token`, async () => {
      await assert.rejects(signIn([misbehaviour]), { name: 'UserError', message: words });
      assert.equal(fs.existsSync(path.join(home.folder, '.aws/sso')), false);
    });
  }

  it('goes on over slow down, a service that is away, a cut connection and a gigabyte', async () => {
    await signIn(['slowDown', 'unavailable', 'unavailable', 'unavailable', 'dropped', 'huge']);
    assert.ok(fs.existsSync(path.join(home.folder, '.aws/sso/cache', cacheName('corp'))));
  });

  it('renews the token without a browser while the portal lets it', async () => {
    portal.tokenSeconds = 60;
    await signIn([]);
    const before = portal.asked.length;
    await session.choose({ profile: 'dev', region });
    assert.equal(session.state.kind, 'signedIn');
    // The token has less than five minutes left, so it is renewed first.
    assert.deepEqual(portal.asked.slice(before), ['/token', '/federation/credentials']);
  });

  it('is signed out when the portal takes the token back (F11)', async () => {
    await signIn([]);
    portal.revoke();
    await session.choose({ profile: 'dev', region });
    assert.equal(session.state.kind, 'signedOut');
    assert.match(
      'reason' in session.state ? session.state.reason : '',
      /^the session of "dev" ended at/,
    );
  });

  it('comes back by itself after a sign-in made by another program', async () => {
    await session.choose({ profile: 'dev', region });
    assert.equal(session.state.kind, 'signedOut');
    // What the AWS CLI would do: another process writes the file.
    const other = await tokenFor([]);
    await writeSsoToken(sso, other);
    await until(() => session.state.kind === 'signedIn');
  });

  async function signIn(misbehaviours: readonly Misbehaviour[]): Promise<void> {
    await writeSsoToken(sso, await tokenFor(misbehaviours));
  }

  async function tokenFor(misbehaviours: readonly Misbehaviour[]) {
    portal.misbehaviours.push(...misbehaviours);
    const authorization = new SsoOidcClient(sso, portal.url);
    const show = async ({ verificationUrl }: DeviceCode) => (await fetch(verificationUrl)).ok;
    const token = await signInByDevice(
      sso,
      { authorization, clock: quick, show },
      new AbortController().signal,
    );
    assert.ok(token);
    return token;
  }

  async function roleCredentials() {
    const { Credentials: given } = await new STSClient(clientSettings(user)).send(
      new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'person' }),
    );
    return {
      accessKeyId: given?.AccessKeyId ?? '',
      secretAccessKey: given?.SecretAccessKey ?? '',
      sessionToken: given?.SessionToken ?? '',
      expiration: given?.Expiration?.getTime() ?? 0,
    };
  }
});

function cacheName(session: string): string {
  return `${createHash('sha1').update(session).digest('hex')}.json`;
}

describe('HostHttpHandler', () => {
  it('gives up a server that never answers', async () => {
    const server = http.createServer(() => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const handler = new HostHttpHandler(200);
    const request = {
      method: 'GET',
      protocol: 'http:',
      hostname: '127.0.0.1',
      port,
      path: '/',
      headers: {},
    };
    await assert.rejects(handler.handle(request));
    server.closeAllConnections();
    server.close();
    assert.deepEqual(handler.lastRequest, {
      network: { code: 'ETIMEDOUT', place: `127.0.0.1:${port}` },
    });
  });
});
