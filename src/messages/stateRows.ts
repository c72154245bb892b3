import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import { describeConnection, replayWord, stateWord } from './connectionWords';
import type { ConnectionStatus } from './connections';
import type { Connection } from './connection';
import type { Capability, TreeNode } from './treeNode';

/** A connection that has something to say, as the first row; undefined while all is well. */
export function connectionStateRow({ connection, state }: ConnectionStatus): TreeNode | undefined {
  switch (state.kind) {
    case 'reconnecting': {
      const description = `${safeLine(state.reason, 200)} ${l10n.t('Trying again.')}`;
      return stateRow(l10n.t('Connection lost'), description, 'debug-disconnect', [
        'retryable',
        'disconnectable',
        ...editable(connection),
        'actionable',
      ]);
    }
    case 'signedOut':
      return stateRow(l10n.t('Signed out'), safeLine(state.reason, 300), 'account', [
        'signInable',
        'disconnectable',
        'actionable',
      ]);
    case 'refused':
      return stateRow(l10n.t('Refused'), safeLine(state.reason, 300), 'circle-slash', [
        'retryable',
        ...(state.missing ? (['policyCopyable'] as const) : []),
        'disconnectable',
        ...editable(connection),
        'actionable',
      ]);
    case 'disconnected':
    case 'connecting':
    case 'live':
      return undefined;
  }
}

export function pausedRow(newCount: number): TreeNode {
  return stateRow(l10n.t('Paused'), l10n.t('· {0} new', newCount), 'debug-pause', [
    'resumable',
    'actionable',
  ]);
}

export function nothingMatchesRow(filter: string): TreeNode {
  return stateRow(l10n.t('No message matches "{0}".', safeLine(filter, 60)), '', 'filter', [
    'filterClearable',
    'actionable',
  ]);
}

/** A row for each connection, where there are two or more. */
export function connectionRow(status: ConnectionStatus): TreeNode {
  const isReplay = status.connection.endpoint.kind === 'replay';
  const word = isReplay ? replayWord(status.state) : stateWord(status.state);
  const name = safeLine(status.connection.name, 60);
  const isTroubled = ['refused', 'reconnecting', 'signedOut'].includes(status.state.kind);
  return {
    label: name,
    description: word,
    icon: { name: isTroubled ? 'debug-disconnect' : isReplay ? 'history' : 'radio-tower' },
    capabilities: [
      'disconnectable',
      ...editable(status.connection),
      ...(isTroubled ? (['retryable', 'actionable'] as const) : []),
    ],
    collapsible: 'expanded',
    spoken: `${name}, ${word}`,
    tooltip: () => ({ lines: [describeConnection(status.connection), word] }),
  };
}

/** A connection that this window does not use at the moment: saved, or no more than the devices that are kept of it. */
export function unusedConnectionRow(
  id: string,
  connection: Connection | undefined,
  hasDevices: boolean,
): TreeNode {
  const name = safeLine(connection?.name ?? id.replace(/^broker:/, ''), 60);
  const word = l10n.t('not connected');
  return {
    label: name,
    description: word,
    icon: { name: 'circle-outline', color: 'disabledForeground' },
    capabilities: connection ? ['connectable', ...editable(connection)] : [],
    collapsible: hasDevices ? 'collapsed' : 'no',
    spoken: `${name}, ${word}`,
    ...(connection ? { tooltip: () => ({ lines: [describeConnection(connection), word] }) } : {}),
  };
}

/** Over what is kept, while nothing more can come. */
export function notConnectedRow(connection: Connection): TreeNode {
  const label = l10n.t('Not connected');
  const description = describeConnection(connection);
  return {
    label,
    description,
    icon: { name: 'circle-outline', color: 'disabledForeground' },
    capabilities: ['connectable', ...editable(connection)],
    collapsible: 'no',
    spoken: `${label}, ${description}`,
  };
}

/** `hidden` are in memory and `evicted` are not; those can be had where `hasOlder`. */
export function olderRow(hidden: number, evicted: number, hasOlder: boolean): TreeNode {
  const count = hidden + (hasOlder ? evicted : 0);
  const description =
    count > 0
      ? l10n.t('… {0} older messages', count.toLocaleString('en'))
      : l10n.t('… {0} older messages are no longer kept', evicted.toLocaleString('en'));
  return {
    label: '',
    description,
    capabilities: count > 0 ? ['older'] : [],
    collapsible: 'no',
    spoken: description,
  };
}

/** What the person configured can be changed; what another room brought cannot. */
function editable({ endpoint }: Connection): readonly Capability[] {
  return endpoint.kind === 'broker' ? ['editable'] : [];
}

export function stateRow(
  label: string,
  description: string,
  icon: string,
  capabilities: TreeNode['capabilities'],
): TreeNode {
  return {
    label,
    description,
    icon: { name: icon, color: 'list.warningForeground' },
    capabilities,
    collapsible: 'no',
    spoken: `${label} ${description}`,
    tooltip: () => ({ lines: [label, description] }),
  };
}

/** What was found stands instead of what arrives, until it is closed. */
export function searchRow(query: string, summary: string): TreeNode {
  return stateRow(l10n.t('Search'), `${safeLine(query, 100)} · ${summary}`, 'search', [
    'searchOpenable',
    'searchClosable',
    'actionable',
  ]);
}
