import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import { environmentProfile } from './awsProfile';
import type { AwsIdentity, AwsIdentityState } from './awsIdentity';

/** What the status bar says of the identity; undefined while nothing needs it. */
export function identityStatus(
  state: AwsIdentityState,
  formatTime: (atMs: number) => string,
):
  | { readonly text: string; readonly lines: readonly string[]; readonly isTroubled: boolean }
  | undefined {
  switch (state.kind) {
    case 'none':
    case 'chosen':
      return undefined;
    case 'resolving': {
      const text = l10n.t('{0}: signing in…', profileWord(state.choice.profile));
      return { text, lines: [text], isTroubled: false };
    }
    case 'signedIn':
      return {
        text: identityText(state.identity, formatTime),
        lines: identityLines(state.identity, formatTime),
        isTroubled: false,
      };
    case 'signedOut': {
      const lines = [l10n.t('Signed out: {0}', state.reason)];
      return {
        text: l10n.t('Signed out: {0}', profileWord(state.choice.profile)),
        lines,
        isTroubled: true,
      };
    }
    case 'failed': {
      const text = l10n.t('{0}: no credentials', profileWord(state.choice.profile));
      return { text, lines: [state.reason], isTroubled: true };
    }
  }
}

/** `dev · 111122223333 · eu-west-1 · until 15:02 · at 127.0.0.1:4566`. */
function identityText(identity: AwsIdentity, formatTime: (atMs: number) => string): string {
  const { profile, account, region, expiresAtMs, customEndpoint } = identity;
  return [
    profileWord(profile),
    account,
    region,
    expiresAtMs === undefined ? undefined : l10n.t('until {0}', formatTime(expiresAtMs)),
    customEndpoint === undefined ? undefined : l10n.t('at {0}', hostOf(customEndpoint)),
  ]
    .filter((part) => part !== undefined)
    .join(' · ');
}

function identityLines(
  { arn, account, region, profile, expiresAtMs, customEndpoint }: AwsIdentity,
  formatTime: (atMs: number) => string,
): string[] {
  return [
    safeLine(arn, 200),
    l10n.t('Profile: {0}', profileWord(profile)),
    l10n.t('Account: {0}', safeLine(account, 20)),
    l10n.t('Region: {0}', safeLine(region, 30)),
    expiresAtMs === undefined
      ? l10n.t('These keys have no end.')
      : l10n.t(
          'Signed in until {0}; renewed before, where that is possible.',
          formatTime(expiresAtMs),
        ),
    ...(customEndpoint === undefined
      ? []
      : [l10n.t('Not AWS itself: the endpoint is {0}.', safeLine(customEndpoint, 200))]),
  ];
}

export function profileWord(profile: string): string {
  return profile === environmentProfile ? l10n.t('environment') : safeLine(profile, 40);
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : safeLine(url, 40);
}
