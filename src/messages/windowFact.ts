import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import type { ChainFact } from '../sigfox/chainFact';
import type { Connection } from './connection';
import { describeConnection } from './connectionWords';
import type { ConnectionStatus } from './connections';

/** What a connection's state says about the last link of the chain: this window. */
export function windowFact({ connection, state }: ConnectionStatus, atMs: number): ChainFact {
  switch (state.kind) {
    case 'live':
      return fact('proven', subscribed(connection), state.sinceMs);
    case 'signedOut':
      return fact('broken', l10n.t('Signed out: {0}', state.reason), atMs);
    case 'reconnecting':
    case 'refused':
      return fact('broken', state.reason, atMs);
    case 'connecting':
      return fact('unknown', l10n.t('connecting'), atMs);
    case 'disconnected':
      return fact('unknown', l10n.t('not connected'), atMs);
  }
}

/** The status that speaks for the window: who leaves one connection is still there by another. */
export function windowStatus(
  changed: ConnectionStatus,
  all: readonly ConnectionStatus[],
): ConnectionStatus {
  if (changed.state.kind !== 'disconnected') return changed;
  return all.find(({ state }) => state.kind !== 'disconnected') ?? changed;
}

/** With the identity AWS knows us by, where there is one. */
function subscribed(connection: Connection): string {
  const { endpoint } = connection;
  const identity = endpoint.kind === 'aws' ? endpoint.identity?.() : undefined;
  const what = describeConnection(connection);
  return identity === undefined
    ? l10n.t('subscribed: {0}', what)
    : l10n.t('subscribed: {0}, as {1}', what, safeLine(identity.arn, 120));
}

function fact(state: ChainFact['state'], reason: string, atMs: number): ChainFact {
  return { link: 'window', state, reason, atMs };
}
