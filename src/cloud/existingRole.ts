import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import { UserError } from '../shared/userError';
import type { LaunchDraft } from './launchDraft';
import { principalAccount } from './reviewTrust';
import { parseRoleArn } from './roleArn';
import type { StackClient } from './stackClient';
import { StackError } from './stackError';

/**
 * The values of the form with what a role that is there says of Sigfox: who that is at AWS, which is not public, and the
 * External Id where none was typed.
 */
export async function valuesLikeRole(
  client: StackClient,
  { likeRole, values }: LaunchDraft,
  signal: AbortSignal,
): Promise<LaunchDraft['values']> {
  const name = safeLine(likeRole, 90);
  const role = await client.readRole(likeRole, signal).catch((error: unknown) => {
    if (!(error instanceof StackError) || error.reason !== 'notFound') throw error;
    throw new UserError(l10n.t('There is no role "{0}" in this account.', name), { cause: error });
  });
  const { principal = '', externalId } = role;
  const account = principalAccount(principal);
  const own = parseRoleArn(likeRole)?.account;
  if (account === undefined) {
    throw new UserError(l10n.t('The role "{0}" lets in no account, role or user of AWS.', name));
  }
  if (account === own) {
    throw new UserError(
      l10n.t('The role "{0}" lets in only your own account, not the one of Sigfox.', name),
    );
  }
  const typed = values['ExternalId'] ?? '';
  return {
    ...values,
    SigfoxPrincipal: principal,
    ...(typed === '' && externalId !== undefined ? { ExternalId: externalId } : {}),
  };
}
