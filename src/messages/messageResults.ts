import * as l10n from '@vscode/l10n';
import type { Clock } from '../shared/clock';
import type { Disposable } from '../shared/disposable';
import { Emitter } from '../shared/event';
import { UserError } from '../shared/userError';
import { countDevices, countMessages } from './countWords';
import type { Connections } from './connections';
import type { KeptMessage, SearchProgress, SearchRequest } from './keptMessages';
import { type MessageHistory, olderMessage } from './messageHistory';
import { parseMessageQuery } from './messageQuery';
import { MessageStore, type StoredMessage } from './messageStore';
import type { PayloadSettingsBook } from './payloadSettingsBook';
import { matchesQuery } from './queryMatch';
import { SearchBook, type SearchBookData } from './searchBook';

/** So many of the newest are shown; a query that finds more wants to be narrower. */
const maxResults = 1_000;

export interface ResultDoors {
  readonly store: MessageStore;
  readonly history: MessageHistory;
  readonly connections: Connections;
  readonly book: PayloadSettingsBook;
  readonly clock: Clock;
}

/** What was found last, instead of what arrives: a store of its own that the tree shows until it is closed. */
export class MessageResults implements Disposable {
  private shown:
    { readonly query: string; readonly store: MessageStore; readonly isCut: boolean } | undefined;
  private readonly changed = new Emitter<undefined>();
  readonly onDidChange = this.changed.event;

  constructor(private readonly doors: ResultDoors) {}

  /** The store with what was found; undefined while nothing was searched for. */
  get store(): MessageStore | undefined {
    return this.shown?.store;
  }

  get query(): string {
    return this.shown?.query ?? '';
  }

  /** What was asked, in words. */
  get question(): string {
    return this.query === '' ? l10n.t('everything') : this.query;
  }

  /** There are more than those here. */
  get isCut(): boolean {
    return this.shown?.isCut ?? false;
  }

  /** Looks through everything kept; what was found replaces what is shown. An aborted search changes nothing. */
  async search(
    text: string,
    onProgress: (progress: SearchProgress) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const parsed = parseMessageQuery(text);
    if (parsed.kind === 'problem') throw new UserError(parsed.problem.message);
    const book = searchBookOf(this.doors);
    const nowMs = this.doors.clock.now();
    const request: SearchRequest = { query: parsed.query, book, limit: maxResults, nowMs };
    await this.doors.history.open();
    const outcome = await this.doors.history.search(request, onProgress, signal);
    if (signal.aborted) return;
    const found = outcome ?? searchMemory(this.doors.store, request);
    const store = new MessageStore(undefined, { isSparse: true });
    for (const [, messages] of byDevice(found.messages)) {
      const [first] = messages;
      if (first) store.prepend(first, messages.map(olderMessage), 0);
    }
    this.shown = { query: text.trim(), store, isCut: found.isCut };
    this.changed.fire(undefined);
  }

  close(): void {
    this.shown = undefined;
    this.changed.fire(undefined);
  }

  /** `1,204 messages from 12 devices` */
  get summary(): string {
    const count = countMessages(this.store?.keptCount ?? 0);
    const devices = countDevices(this.store?.deviceCount ?? 0);
    return this.isCut
      ? l10n.t('the newest {0}, from {1}; there are more', count, devices)
      : l10n.t('{0} from {1}', count, devices);
  }

  dispose(): void {
    this.changed.dispose();
  }
}

/** Everything a search has to know of devices, at this moment. */
export function searchBookOf({
  store,
  connections,
  book,
}: Omit<ResultDoors, 'history' | 'clock'>): SearchBookData {
  const settings: SearchBookData['settings'][number][] = [];
  const numbers = new Map<string, number>();
  const devices = [...store.logs].flatMap(({ connectionId, device }) => {
    if (device === undefined) return [];
    const connection = connections.connectionOf(connectionId);
    const name = book.nameOf(device, connection);
    const own = book.ownSettingsOf(device, connection);
    if (name === undefined && !own) return [];
    const key = JSON.stringify(own);
    if (own && !numbers.has(key)) numbers.set(key, settings.push(own) - 1);
    const number = own && numbers.get(key);
    return [
      {
        connectionId,
        device,
        ...(name === undefined ? {} : { name }),
        ...(number === undefined ? {} : { settings: number }),
      },
    ];
  });
  const ids = new Set([...store.logs].map(({ connectionId }) => connectionId));
  const known = [...ids].flatMap((id) => {
    const connection = connections.connectionOf(id);
    return connection ? [{ id, name: connection.name, rules: connection.payloadRules ?? [] }] : [];
  });
  return { settings, devices, connections: known };
}

/** Where nothing is kept on a disk, the memory of this window is all there is. */
function searchMemory(
  store: MessageStore,
  { query, book: data, limit, nowMs }: SearchRequest,
): { readonly messages: readonly KeptMessage[]; readonly isCut: boolean } {
  const book = new SearchBook(data);
  const isMeant = (message: StoredMessage, device: string) =>
    matchesQuery(query, {
      message,
      decoded: book.decode(message),
      deviceName: book.deviceName(message.connectionId, device),
      connectionName: book.connectionName(message.connectionId),
      nowMs,
    });
  const found = [...store.logs]
    .flatMap(({ connectionId, device = '', messages }) =>
      messages
        .filter((message) => isMeant(message, device))
        .map(({ number, received }) => ({ id: number, connectionId, device, received })),
    )
    .sort((a, b) => a.id - b.id);
  return { messages: found.slice(-limit), isCut: found.length > limit };
}

function byDevice(messages: readonly KeptMessage[]): Map<string, KeptMessage[]> {
  const groups = new Map<string, KeptMessage[]>();
  for (const message of messages) {
    const key = `${message.connectionId}/${message.device}`;
    const known = groups.get(key);
    if (known) known.push(message);
    else groups.set(key, [message]);
  }
  return groups;
}
