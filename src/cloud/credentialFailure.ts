import * as l10n from '@vscode/l10n';
import { explainNetworkCode } from '../shared/networkFailure';
import { safeLine } from '../shared/safeText';
import type { AwsProfile } from './awsProfile';

/** Why there are no credentials. */
export type CredentialProblem =
  /** Only a person can go on. `atMs` is when the session ended; undefined when it was never begun. */
  | {
      readonly kind: 'signInNeeded';
      readonly by: 'session' | 'mfa';
      readonly atMs: number | undefined;
    }
  | { readonly kind: 'failed'; readonly reason: string; readonly mayPass: boolean };

/** What a resolver rejects with. */
export class CredentialFailure extends Error {
  override readonly name = 'CredentialFailure';

  constructor(readonly problem: CredentialProblem) {
    super(problem.kind === 'failed' ? problem.reason : 'A person has to sign in.');
  }
}

/** What was seen on the way to credentials that could not be had; every part may be absent. */
export interface FailureFacts {
  /** The name AWS gives the error, such as `ExpiredToken`. */
  readonly errorName?: string;
  /** The last answer, with the other side's clock. */
  readonly http?: { readonly status: number; readonly dateMs: number | undefined };
  /** What kept the last request from an answer. */
  readonly network?: { readonly code: string; readonly place: string };
  /** Where the profile rests on a portal's token: what lies in the cache. */
  readonly ssoToken?: { readonly expiresAtMs: number } | 'missing';
}

/** AWS accepts signatures up to five minutes off its own clock. */
const allowedClockDifferenceMs = 5 * 60_000;

/** Turns what was seen into a state and words. The texts of the SDK and of programs are never repeated: they may hold secrets. */
export function explainCredentialFailure(
  profile: AwsProfile,
  facts: FailureFacts,
  nowMs: number,
): CredentialProblem {
  const { network, http, ssoToken, errorName = '' } = facts;
  if (network) {
    const { reason, mayPass } = explainNetworkCode(network.code, network.place);
    return failed(reason, mayPass);
  }
  if (ssoToken === 'missing') return signInNeeded(undefined);
  if (ssoToken && ssoToken.expiresAtMs <= nowMs) return signInNeeded(ssoToken.expiresAtMs);
  const clock =
    http?.status === undefined || http.status < 400 ? undefined : clockProblem(http.dateMs, nowMs);
  if (clock !== undefined) return failed(clock, false);
  if (endedNames.has(errorName) || (ssoToken && http?.status === 401)) return signInNeeded(nowMs);
  if (/throttl|toomanyrequests|slowdown/i.test(errorName) || http?.status === 429) {
    return failed(l10n.t('AWS asks to come back later; it gets too many requests.'), true);
  }
  if (http && http.status >= 500) {
    return failed(l10n.t('AWS cannot answer at the moment (HTTP status {0}).', http.status), true);
  }
  return failed(lastingReason(profile, errorName, http?.status), false);
}

/** "Your clock is 10 min behind AWS." where that is so. */
export function clockProblem(dateMs: number | undefined, nowMs: number): string | undefined {
  const differenceMs = dateMs === undefined ? 0 : dateMs - nowMs;
  if (Math.abs(differenceMs) <= allowedClockDifferenceMs) return undefined;
  const minutes = Math.round(Math.abs(differenceMs) / 60_000);
  return differenceMs > 0
    ? l10n.t('Your clock is {0} min behind AWS.', minutes)
    : l10n.t('Your clock is {0} min ahead of AWS.', minutes);
}

/** Whether an answer of AWS says that the credentials it was asked with have ended. */
export function saysEnded(error: unknown): boolean {
  return error instanceof Error && endedNames.has(error.name);
}

const endedNames = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'RequestExpired',
  'TokenRefreshRequired',
  'UnauthorizedException',
]);

const unknownKeyNames = new Set([
  'InvalidClientTokenId',
  'InvalidAccessKeyId',
  'UnrecognizedClientException',
]);

function lastingReason({ name, kind }: AwsProfile, errorName: string, status?: number): string {
  const shown = safeLine(name, 60);
  if (kind.kind === 'unusable')
    return l10n.t('The profile "{0}" cannot be used: {1}.', shown, kind.reason);
  if (unknownKeyNames.has(errorName)) {
    return l10n.t(
      'AWS does not know the access key of "{0}"; it was deleted or made inactive.',
      shown,
    );
  }
  if (errorName === 'SignatureDoesNotMatch' || errorName === 'IncompleteSignature') {
    return l10n.t('The secret key of "{0}" does not belong to its access key.', shown);
  }
  if (kind.kind === 'sso' && status === 403) {
    return l10n.t(
      'The role "{0}" of account {1} is not given to you.',
      safeLine(kind.role, 60),
      safeLine(kind.account, 12),
    );
  }
  if (kind.kind === 'role' && /^AccessDenied/.test(errorName)) {
    return l10n.t(
      'AWS does not let "{0}" take the role "{1}".',
      shown,
      safeLine(kind.roleArn, 120),
    );
  }
  if (kind.kind === 'process') {
    return l10n.t(
      'The program in "credential_process" of "{0}" gave no keys; run it in a terminal to see why.',
      shown,
    );
  }
  return errorName === ''
    ? l10n.t('There are no credentials for "{0}".', shown)
    : l10n.t('There are no credentials for "{0}" ({1}).', shown, safeLine(errorName, 60));
}

function signInNeeded(atMs: number | undefined): CredentialProblem {
  return { kind: 'signInNeeded', by: 'session', atMs };
}

function failed(reason: string, mayPass: boolean): CredentialProblem {
  return { kind: 'failed', reason, mayPass };
}
