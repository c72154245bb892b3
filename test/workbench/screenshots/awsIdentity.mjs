// Who we are to AWS: choosing a profile, single sign-on, connected, signed out. AWS is the emulator of the cloud tests,
// the access portal their stand-in.
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import fs from 'node:fs';
import path from 'node:path';
import { buildTests } from '../../../scripts/build.mjs';
import { root } from '../../../scripts/bootstrap.mjs';
import { account, region } from '../../cloud/miniStack.mjs';
import { prepare as prepareSuite } from '../../cloud/suite.mjs';
import { row } from '../person.mjs';

let world;

export async function prepare() {
  const suite = await prepareSuite();
  const out = path.join(root, 'out/test');
  await buildTests(['test/support/ssoStandIn.ts'], out);
  const { default: loaded } = await import(path.join(out, 'support/ssoStandIn.cjs'));
  const endpoint = suite.env.MINISTACK_ENDPOINT;
  const key = await createListener(endpoint);
  const portal = await loaded.SsoStandIn.start(() => temporary(endpoint, key, 3_600));
  world = { endpoint, key, portal, aws: path.join(suite.env.HOME, '.aws') };
  writeConfig();
  writeCredentials(keys(key));
  return {
    ...suite,
    close: async () => {
      portal.close();
      await suite.close();
    },
  };
}

async function signIn(page, { palette }) {
  await palette(page, { title: 'Sigfox: Sign In' });
  await page.waitForSelector('.monaco-dialog-box:has-text("Your code for")');
}

export const states = [
  {
    name: 'aws-profiles',
    async enter(page, { palette }) {
      await page.click('.activitybar .action-label[aria-label*="Sigfox"]');
      await page.waitForSelector('.welcome-view-content :text("Connect to AWS IoT")');
      await palette(page, { title: 'Sigfox: Choose AWS Profile…' });
      await page.waitForSelector('.quick-input-list .monaco-list-row:has-text("greenhouse")');
    },
  },
  {
    name: 'aws-sign-in',
    async enter(page, { palette }) {
      // The list closes when the theme changes.
      await palette(page, { title: 'Sigfox: Choose AWS Profile…' });
      await page.waitForSelector('.quick-input-list .monaco-list-row:has-text("single sign-on")');
      await page.keyboard.type('corp');
      await page.keyboard.press('Enter');
      await page.waitForSelector('.quick-input-list .monaco-list-row:has-text("of the profile")');
      await page.keyboard.press('Enter');
      await page.waitForSelector('.monaco-dialog-box:has-text("Your code for")');
    },
    again: signIn,
  },
  {
    name: 'aws-signed-in',
    async enter(page, actions) {
      await signIn(page, actions);
      const words = await page.textContent('.monaco-dialog-box .dialog-message-text');
      await page.click('.monaco-dialog-box .monaco-button:text-is("Copy Code")');
      // The person confirms the code in a browser of theirs.
      await fetch(`${world.portal.url}/device?user_code=${/: (\S+)/.exec(words)[1]}`);
      await page.waitForSelector('.statusbar-item:has-text("until")', { timeout: 20_000 });
      await page.click('.welcome-view-content :text("Connect to AWS IoT")');
      await page.waitForSelector('.quick-input-widget:has-text("Topic")');
      await page.keyboard.press('Enter');
      await page.waitForSelector('.statusbar-item:has-text("Live")');
      await page.waitForSelector(row('subscribed'));
    },
  },
  {
    name: 'aws-signed-out',
    async enter(page, { palette }) {
      const short = await temporary(world.endpoint, world.key, 8);
      writeCredentials(keys(short, `aws_session_token = ${short.sessionToken}`));
      await palette(page, { title: 'Sigfox: Choose AWS Profile…' });
      await page.waitForSelector('.quick-input-list .monaco-list-row:has-text("greenhouse")');
      await page.keyboard.type('greenhouse');
      await page.keyboard.press('Enter');
      await page.waitForSelector('.quick-input-list .monaco-list-row:has-text("of the profile")');
      await page.keyboard.press('Enter');
      await page.waitForSelector('.statusbar-item:has-text("greenhouse")');
      await page.waitForTimeout(9_000);
      await palette(page, { title: 'Sigfox: Disconnect' });
      await palette(page, { title: 'Sigfox: Connect to AWS IoT…' });
      await page.waitForSelector('.quick-input-widget:has-text("Topic")');
      await page.keyboard.press('Enter');
      await page.waitForSelector(row('Signed out'), { timeout: 20_000 });
    },
  },
];

function writeConfig() {
  const { endpoint, portal } = world;
  const services = { sso: portal.url, sso_oidc: portal.url, sts: endpoint, iot: endpoint };
  const text = `[profile greenhouse]
region = ${region}
endpoint_url = ${endpoint}
[profile corp]
region = ${region}
sso_session = corp
sso_account_id = ${account}
sso_role_name = Reader
services = stand-in
[profile production]
region = us-east-1
role_arn = arn:aws:iam::444455556666:role/Operator
source_profile = corp
mfa_serial = arn:aws:iam::${account}:mfa/phone
[profile vault]
credential_process = vault-helper
[sso-session corp]
sso_start_url = ${portal.url}/start
sso_region = ${region}
[services stand-in]
${Object.entries(services)
  .map(([service, url]) => `${service} =\n  endpoint_url = ${url}`)
  .join('\n')}
`;
  fs.writeFileSync(path.join(world.aws, 'config'), text);
}

function writeCredentials(text) {
  fs.writeFileSync(path.join(world.aws, 'credentials'), text);
}

function keys({ accessKeyId, secretAccessKey }, more = '') {
  return `[greenhouse]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n${more}\n`;
}

async function createListener(endpoint) {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const iam = new IAMClient({ endpoint, region, credentials });
  const user = { UserName: 'listener' };
  await iam.send(new CreateUserCommand(user));
  const Statement = [{ Effect: 'Allow', Action: ['iot:*', 'sts:*'], Resource: '*' }];
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await iam.send(new PutUserPolicyCommand({ ...user, PolicyName: 'given', PolicyDocument }));
  const trust = { Effect: 'Allow', Principal: { AWS: account }, Action: 'sts:AssumeRole' };
  const { CreateRoleCommand, PutRolePolicyCommand } = await import('@aws-sdk/client-iam');
  const role = { RoleName: 'Reader' };
  await iam.send(
    new CreateRoleCommand({
      ...role,
      AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [trust] }),
    }),
  );
  await iam.send(new PutRolePolicyCommand({ ...role, PolicyName: 'given', PolicyDocument }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand(user));
  return { accessKeyId: AccessKey.AccessKeyId, secretAccessKey: AccessKey.SecretAccessKey };
}

async function temporary(endpoint, credentials, DurationSeconds) {
  const sts = new STSClient({ endpoint, region, credentials: { ...credentials } });
  const RoleArn = `arn:aws:iam::${account}:role/Reader`;
  const asked = { RoleArn, RoleSessionName: 'person', DurationSeconds };
  const { Credentials: given } = await sts.send(new AssumeRoleCommand(asked));
  return {
    accessKeyId: given.AccessKeyId,
    secretAccessKey: given.SecretAccessKey,
    sessionToken: given.SessionToken,
    expiration: given.Expiration.getTime(),
  };
}
