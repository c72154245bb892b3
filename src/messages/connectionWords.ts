import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import type { Connection, Endpoint } from './connection';
import type { ConnectionStatus } from './connections';
import type { ConnectionState } from './connectionState';

/** Where and what a connection listens to: `Simulator · eu-west-1 · sigfox`. */
export function describeConnection({ name, endpoint, topicFilters }: Connection): string {
  const place = placeOf(endpoint);
  return [name, place, ...topicFilters].map((part) => safeLine(part, 40)).join(' · ');
}

function placeOf(endpoint: Endpoint): string {
  switch (endpoint.kind) {
    case 'aws':
      return endpoint.region;
    case 'broker':
      return new URL(endpoint.url).host;
    case 'replay':
      return l10n.t('capture');
  }
}

/** What the state of a capture is, while it is played and after. */
export function replayWord(state: ConnectionState): string {
  return state.kind === 'disconnected' ? l10n.t('played to its end') : l10n.t('replaying');
}

/** The state in one word or two. */
export function stateWord(state: ConnectionState): string {
  switch (state.kind) {
    case 'disconnected':
      return l10n.t('not connected');
    case 'connecting':
      return l10n.t('connecting');
    case 'live':
      return l10n.t('live');
    case 'reconnecting':
      return l10n.t('connection lost');
    case 'signedOut':
      return l10n.t('signed out');
    case 'refused':
      return l10n.t('refused');
  }
}

/** The text of the status bar: the connection that needs attention first. */
export function statusText(
  all: readonly ConnectionStatus[],
  devices: number,
  nowMs: number,
): string {
  const troubled =
    all.find(({ state }) => state.kind === 'signedOut') ??
    all.find(({ state }) => state.kind === 'refused') ??
    all.find(({ state }) => state.kind === 'reconnecting');
  if (troubled?.state.kind === 'signedOut')
    return l10n.t('Signed out of {0}', safeLine(troubled.connection.name, 30));
  if (troubled?.state.kind === 'refused')
    return l10n.t('Refused by {0}', safeLine(troubled.connection.name, 30));
  if (troubled?.state.kind === 'reconnecting') {
    const seconds = Math.max(0, Math.ceil((troubled.state.retryAtMs - nowMs) / 1_000));
    return l10n.t('Reconnecting in {0} s', seconds);
  }
  if (all.some(({ state }) => state.kind === 'connecting')) return l10n.t('Connecting…');
  const only = all.length === 1 ? all[0] : undefined;
  const word = only
    ? only.connection.isSimulated
      ? l10n.t('Simulator')
      : l10n.t('Live')
    : l10n.t('Live');
  return devices === 1
    ? l10n.t('{0} · 1 device', word)
    : l10n.t('{0} · {1} devices', word, devices);
}
