import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { clientSettings, miniStack, type Statement } from './miniStack';

export interface KeyPair {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** A section of `~/.aws/config` for the emulator. */
export function profile(name: string, more = '', endpoint = miniStack.endpoint): string {
  return `[profile ${name}]\nregion = ${miniStack.region}\nendpoint_url = ${endpoint}\n${more}\n`;
}

/** A profile by single sign-on at the stand-in, with the rest of AWS at the emulator. */
export function portalProfile(name: string, portal: string): string {
  const endpoints = {
    sso: portal,
    sso_oidc: portal,
    sts: miniStack.endpoint,
    iot: miniStack.endpoint,
  };
  const services = Object.entries(endpoints).map(
    ([service, url]) => `${service} =\n  endpoint_url = ${url}`,
  );
  return [
    `[profile ${name}]`,
    `region = ${miniStack.region}`,
    'sso_session = corp',
    `sso_account_id = ${miniStack.account}`,
    'sso_role_name = Reader',
    'services = stand-in',
    '[sso-session corp]',
    `sso_start_url = ${portal}/start`,
    `sso_region = ${miniStack.region}`,
    '[services stand-in]',
    ...services,
    '',
  ].join('\n');
}

/** A section of `~/.aws/credentials`. */
export function keys(name: string, pair: KeyPair, more = ''): string {
  return `[${name}]\naws_access_key_id = ${pair.accessKeyId}\naws_secret_access_key = ${pair.secretAccessKey}\n${more}\n`;
}

/** A role that the principal may take, and what it may do. */
export async function createRole(
  name: string,
  principal: string,
  statements: readonly Statement[] = [],
): Promise<string> {
  const iam = new IAMClient(clientSettings());
  const trust = { Effect: 'Allow', Principal: { AWS: principal }, Action: 'sts:AssumeRole' };
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: name,
      AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [trust] }),
    }),
  );
  if (statements.length > 0) {
    const Statement = statements.map((statement) => ({ Effect: 'Allow', ...statement }));
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: name,
        PolicyName: 'given',
        PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }),
      }),
    );
  }
  return Role?.Arn ?? '';
}

/** A section with keys of the role that end so soon; AWS gives none that end within a quarter of an hour. */
export async function temporaryKeys(
  name: string,
  pair: KeyPair,
  RoleArn: string,
  DurationSeconds: number,
): Promise<string> {
  const { Credentials: given } = await new STSClient(clientSettings(pair)).send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName: 'short', DurationSeconds }),
  );
  const short = {
    accessKeyId: given?.AccessKeyId ?? '',
    secretAccessKey: given?.SecretAccessKey ?? '',
  };
  return keys(name, short, `aws_session_token = ${given?.SessionToken ?? ''}`);
}

/** What a policy has to allow so that a window can listen to one topic. */
export function listening(topic: string): readonly Statement[] {
  const arn = (tail: string) => `arn:aws:iot:${miniStack.region}:${miniStack.account}:${tail}`;
  return [
    { Action: 'iot:DescribeEndpoint', Resource: '*' },
    { Action: 'iot:Connect', Resource: arn('client/sigfox-workbench-*') },
    { Action: 'iot:Subscribe', Resource: arn(`topicfilter/${topic}`) },
    { Action: 'iot:Receive', Resource: arn(`topic/${topic}`) },
  ];
}

export async function until(condition: () => boolean, timeoutMs = 45_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!condition()) {
    if (Date.now() > end) throw new Error('it did not come about');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
