import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Clock } from '../../shared/clock';
import type { AwsCredentials } from '../awsIdentity';
import { findProfile, profileChain, ssoSessionOf } from '../awsProfile';
import {
  CredentialFailure,
  explainCredentialFailure,
  type FailureFacts,
} from '../credentialFailure';
import type { CredentialResolver, ResolveRequest } from '../credentialResolver';
import { untilAborted } from '../untilAborted';
import { HostHttpHandler } from './hostHttpHandler';
import { clientSettings, profileCredentials } from './profileCredentials';
import { readSsoToken } from './sharedFiles';

/** A program in `credential_process` may ask the person something; after this time it is given up. */
const resolveTimeoutMs = 60_000;

/** Credentials as the SDK finds them: profiles, chains of roles, single sign-on, programs, web identity, environment. */
export class SdkCredentialResolver implements CredentialResolver {
  constructor(private readonly clock: Clock) {}

  async resolve(request: ResolveRequest, signal: AbortSignal): Promise<AwsCredentials> {
    const handler = new HostHttpHandler();
    const limit = AbortSignal.any([signal, AbortSignal.timeout(resolveTimeoutMs)]);
    try {
      return await untilAborted(profileCredentials(request, handler, limit), limit);
    } catch (error) {
      throw await this.explain(request, handler, error);
    }
  }

  async whoAmI(
    request: ResolveRequest,
    credentials: AwsCredentials,
    signal: AbortSignal,
  ): Promise<{ account: string; arn: string }> {
    const handler = new HostHttpHandler();
    const client = new STSClient({
      ...clientSettings(request, 'sts', handler),
      credentials: { ...credentials },
    });
    try {
      const command = new GetCallerIdentityCommand({});
      const { Account, Arn } = await client.send(command, { abortSignal: signal });
      if (Account === undefined || Arn === undefined) throw new Error('NoIdentity');
      return { account: Account, arn: Arn };
    } catch (error) {
      throw await this.explain(request, handler, error);
    } finally {
      client.destroy();
    }
  }

  private async explain(
    { profiles, choice }: ResolveRequest,
    { lastRequest }: HostHttpHandler,
    error: unknown,
  ): Promise<CredentialFailure> {
    if (error instanceof CredentialFailure) return error;
    const chain = profileChain(profiles, choice.profile);
    const session = ssoSessionOf(profiles, choice.profile);
    const facts: FailureFacts = {
      ...lastRequest,
      ...(error instanceof Error ? { errorName: nameOf(error) } : {}),
      ...(session ? { ssoToken: (await readSsoToken(session)) ?? 'missing' } : {}),
    };
    // What the chain rests on says most: a role is taken with it.
    const about = chain.find(({ kind }) => kind.kind === 'unusable') ?? chain.at(0);
    const profile = about ?? findProfile(profiles, choice.profile);
    if (!profile) throw error;
    return new CredentialFailure(explainCredentialFailure(profile, facts, this.clock.now()));
  }
}

/** The SDK wraps errors of AWS in its own, with AWS's as the message or the cause. */
function nameOf(error: Error): string {
  const { cause } = error;
  if (error.name !== 'CredentialsProviderError') return error.name;
  return cause instanceof Error ? cause.name : '';
}
