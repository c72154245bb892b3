import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import type { KeepingState } from './keptMessages';
import type { Connections } from './connections';
import type { MessageStore } from './messageStore';
import type { HistoryNotice, MessageHistory } from './messageHistory';
import { clockTime, type TimeFormat } from './relativeTime';
import { stateRow } from './stateRows';
import type { RowId, TreeNode } from './treeNode';

/** What there is to say about the kept messages, over all other rows. */
export function historyRowIds({
  state,
  notices,
}: Pick<MessageHistory, 'state' | 'notices'>): RowId[] {
  const failing: RowId[] =
    state.kind === 'failing' ? [{ kind: 'state', state: 'keeping', connectionId: '' }] : [];
  const told = notices.map(
    (_notice, at) => ({ kind: 'state', state: 'notice', connectionId: String(at) }) as const,
  );
  return [...failing, ...told];
}

interface KeptSources {
  readonly store: MessageStore;
  readonly connections: Connections;
}

/** Connections that this window does not use at the moment: those of kept devices, and those that are saved. */
export function unusedConnectionIds({ store, connections }: KeptSources): RowId[] {
  const saved = connections.saved.map(({ id }) => id);
  return [...new Set([...idsInStore(store), ...saved])]
    .filter((id) => !connections.get(id))
    .map((connectionId) => ({ kind: 'unused', connectionId }) as const);
}

/** Where nothing is connected, the saved connections of what is kept. */
export function notConnectedIds({ store, connections }: KeptSources): RowId[] {
  const saved = new Set(connections.saved.map(({ id }) => id));
  return [...idsInStore(store)]
    .filter((id) => saved.has(id))
    .map((connectionId) => ({ kind: 'state', state: 'connection', connectionId }) as const);
}

function idsInStore({ logs }: MessageStore): Set<string> {
  const ids = new Set<string>();
  for (const { connectionId } of logs) ids.add(connectionId);
  return ids;
}

/** A disk that fails, as a row over the messages; undefined while all is well. */
export function keepingRow(state: KeepingState): TreeNode | undefined {
  if (state.kind !== 'failing') return undefined;
  const lost =
    state.lost === 0
      ? ''
      : ` ${l10n.t('{0} are not kept so far.', state.lost.toLocaleString('en'))}`;
  return stateRow(l10n.t('Not Kept'), failureWords(state) + lost, 'save', ['actionable']);
}

/** What a person should know once; it goes when it was read. */
export function noticeRow(notice: HistoryNotice, nowMs: number, format: TimeFormat): TreeNode {
  const [label, description] = noticeWords(notice, (atMs) => clockTime(atMs, nowMs, format));
  return stateRow(label, description, 'info', ['dismissable', 'actionable']);
}

function failureWords(state: Extract<KeepingState, { kind: 'failing' }>): string {
  switch (state.why) {
    case 'diskFull':
      return l10n.t('Messages are no longer kept: the disk is full.');
    case 'busy':
      return l10n.t('Messages are no longer kept: the disk is too slow.');
    case 'other':
      return l10n.t('Messages are no longer kept: {0}.', safeLine(state.detail, 200));
  }
}

function noticeWords(
  notice: HistoryNotice,
  time: (atMs: number) => string,
): readonly [label: string, description: string] {
  switch (notice.kind) {
    case 'gap':
      return [
        l10n.t('Gap'),
        l10n.t(
          'Messages from {0} to {1} may be missing: the editor ended without a word.',
          time(notice.fromMs),
          time(notice.toMs),
        ),
      ];
    case 'lost':
      return [
        l10n.t('Gap'),
        l10n.t(
          '{0} messages were not kept while the disk did not take them.',
          notice.count.toLocaleString('en'),
        ),
      ];
    case 'moved':
      return [
        l10n.t('Begun Anew'),
        notice.why === 'newer'
          ? l10n.t(
              'The kept messages are from a newer version of the extension and were moved to {0}.',
              safeLine(notice.path, 300),
            )
          : l10n.t('The kept messages were damaged and moved to {0}.', safeLine(notice.path, 300)),
      ];
  }
}
