import * as l10n from '@vscode/l10n';
import { UserError } from '../shared/userError';
import type { AwsIdentityState } from './awsIdentity';
import { CredentialFailure } from './credentialFailure';

/** What a caller of the identity is told, each with the one thing that helps. */
export function chooseFirst(): UserError {
  return new UserError(l10n.t('No AWS profile is chosen.'), { action: chooseAction() });
}

export function signInFirst(reason: string): UserError {
  return new UserError(l10n.t('Signed out: {0}', reason), {
    action: { title: l10n.t('Sign In'), command: 'sigfox.cloud.signIn' },
  });
}

/** A failed resolution in the words of the state it led to. */
export function identityError(error: unknown, state: AwsIdentityState): unknown {
  if (!(error instanceof CredentialFailure)) return error;
  return state.kind === 'signedOut'
    ? signInFirst(state.reason)
    : new UserError(error.message, { action: chooseAction(), cause: error });
}

function chooseAction() {
  return { title: l10n.t('Choose AWS Profile…'), command: 'sigfox.cloud.chooseProfile' };
}
