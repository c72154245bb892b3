import * as l10n from '@vscode/l10n';
import type { ChainFact } from '../sigfox/chainFact';
import { describeConnection } from './connectionWords';
import type { ConnectionStatus } from './connections';

/** What a connection's state says about the last link of the chain: this window. */
export function windowFact({ connection, state }: ConnectionStatus, atMs: number): ChainFact {
  switch (state.kind) {
    case 'live':
      return fact(
        'proven',
        l10n.t('subscribed: {0}', describeConnection(connection)),
        state.sinceMs,
      );
    case 'reconnecting':
    case 'refused':
      return fact('broken', state.reason, atMs);
    case 'connecting':
      return fact('unknown', l10n.t('connecting'), atMs);
    case 'disconnected':
      return fact('unknown', l10n.t('not connected'), atMs);
  }
}

function fact(state: ChainFact['state'], reason: string, atMs: number): ChainFact {
  return { link: 'window', state, reason, atMs };
}
