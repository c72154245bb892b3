import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';

/** The MiniStack that the suite started. */
export const miniStack = {
  endpoint: variable('MINISTACK_ENDPOINT'),
  account: variable('MINISTACK_ACCOUNT'),
  region: variable('MINISTACK_REGION'),
};

/** What every client of the SDK is made with; keys of the account's root are not checked and may do everything. */
export function clientSettings(credentials = { accessKeyId: 'test', secretAccessKey: 'test' }) {
  return {
    endpoint: miniStack.endpoint,
    region: miniStack.region,
    credentials: { ...credentials },
    maxAttempts: 1,
  };
}

/** What a policy allows. */
export interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

/** A user with a key of its own, who may do what the statements say and nothing else. */
export async function createUser(
  name: string,
  statements: readonly Statement[],
  account = miniStack.account,
): Promise<{ readonly accessKeyId: string; readonly secretAccessKey: string }> {
  // Twelve digits are the key of that account's root.
  const iam = new IAMClient(clientSettings({ accessKeyId: account, secretAccessKey: 'test' }));
  await iam.send(new CreateUserCommand({ UserName: name }));
  const Statement = statements.map((statement) => ({ Effect: 'Allow', ...statement }));
  if (Statement.length > 0) {
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
    await iam.send(
      new PutUserPolicyCommand({ UserName: name, PolicyName: 'given', PolicyDocument }),
    );
  }
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: name }));
  return {
    accessKeyId: AccessKey?.AccessKeyId ?? '',
    secretAccessKey: AccessKey?.SecretAccessKey ?? '',
  };
}

function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`"${name}" is not set; run "npm run test:cloud"`);
  return value;
}
