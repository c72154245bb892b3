import { readUplinkMessage } from '../sigfox/uplinkMessage';
import type { KeptMessage } from './keptMessages';
import { filterQuery } from './messageFilter';
import { firstNumber, type MessageHistory } from './messageHistory';
import type { ExportedMessage } from './messageExport';
import type { DeviceLog, StoredMessage } from './messageStore';
import type { MessageTree } from './messageTree';
import { matchesQuery } from './queryMatch';

/** Messages to be written out, in pieces; each loop begins anew. */
export interface ExportScope {
  pieces(): AsyncIterable<readonly ExportedMessage[]>;
}

/** What the view shows of some devices, under its filter or search. */
export function shownScope(tree: MessageTree, logs: readonly DeviceLog[]): ExportScope {
  return {
    async *pieces() {
      await Promise.resolve();
      const messages = logs.flatMap((log) => [...tree.visible(log)]);
      yield messages
        .sort((a, b) => a.number - b.number)
        .map((message) => exportedOf(tree, message));
    },
  };
}

export interface KeptScopeRequest {
  readonly tree: MessageTree;
  readonly history: MessageHistory;
  /** In the words of the view's filter; empty for all. */
  readonly filter: string;
  readonly of?: { readonly connectionId: string; readonly device: string };
  readonly nowMs: number;
}

/** Everything kept that passes a filter; undefined where nothing is kept beyond memory. */
export async function keptScope({
  tree,
  history,
  filter,
  of,
  nowMs,
}: KeptScopeRequest): Promise<ExportScope | undefined> {
  const request = { fromMs: 0, ...(of ? { of } : {}) };
  const first = await history.read(request);
  if (!first) return undefined;
  const query = filterQuery(filter);
  const isMeant = ({ message, decoded, name: deviceName }: ExportedMessage) =>
    matchesQuery(query, { message, decoded, deviceName, connectionName: undefined, nowMs });
  return {
    async *pieces() {
      for await (const kept of (await history.read(request)) ?? []) {
        const messages = kept.map((each) => exportedOf(tree, storedOf(each)));
        yield query.kind === 'all' ? messages : messages.filter(isMeant);
      }
    },
  };
}

function exportedOf(tree: MessageTree, message: StoredMessage): ExportedMessage {
  const { connectionId, content } = message;
  const device = content.kind === 'message' ? content.message.device : undefined;
  return { message, decoded: tree.decode(message), name: tree.nameOf({ connectionId, device }) };
}

function storedOf({ id, connectionId, received }: KeptMessage): StoredMessage {
  return {
    number: firstNumber + id,
    connectionId,
    received,
    content: readUplinkMessage(received.body),
    sequence: undefined,
  };
}
