import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import type { AwsChoice, AwsCredentials } from './awsIdentity';
import { type AwsProfiles, findProfile, mfaSerialsOf } from './awsProfile';
import { CredentialFailure } from './credentialFailure';

/** Asks the person for the code of an MFA device; undefined when they left. */
export type MfaPrompt = (serial: string) => Promise<string | undefined>;

export interface ResolveRequest {
  readonly profiles: AwsProfiles;
  readonly choice: AwsChoice;
  readonly promptMfa: MfaPrompt | undefined;
}

/** Turns a profile into credentials and credentials into a name; both reject with a CredentialFailure. */
export interface CredentialResolver {
  resolve(request: ResolveRequest, signal: AbortSignal): Promise<AwsCredentials>;
  whoAmI(
    request: ResolveRequest,
    credentials: AwsCredentials,
    signal: AbortSignal,
  ): Promise<{ readonly account: string; readonly arn: string }>;
}

/** Refuses what needs no asking: a profile that is gone, and a code that only a person has. */
export function checkRequest({ profiles, choice, promptMfa }: ResolveRequest): void {
  if (!findProfile(profiles, choice.profile)) {
    const reason = l10n.t(
      'There is no profile "{0}" on this machine.',
      safeLine(choice.profile, 60),
    );
    throw new CredentialFailure({ kind: 'failed', reason, mayPass: false });
  }
  if (!promptMfa && mfaSerialsOf(profiles, choice.profile).length > 0) {
    throw new CredentialFailure({ kind: 'signInNeeded', by: 'mfa', atMs: undefined });
  }
}
