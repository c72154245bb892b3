import type { Clock } from '../shared/clock';
import type { Connection } from './connection';
import type { Connections } from './connections';
import { type DecodedMessage, decodeMessage } from './decodedMessage';
import type { BackendWord } from './lostMessages';
import { filterQuery } from './messageFilter';
import type { MessageResults } from './messageResults';
import type { DeviceLog, MessageStore, StoredMessage } from './messageStore';
import type { PayloadSettingsBook } from './payloadSettingsBook';
import { matchesQuery } from './queryMatch';
import type { RowId } from './treeNode';
import type { ViewState } from './viewState';

export interface ShownSources {
  readonly store: MessageStore;
  readonly results: MessageResults;
  readonly connections: Connections;
  readonly book: PayloadSettingsBook;
  readonly view: ViewState;
  readonly clock: Clock;
  /** Sigfox's own word on devices and messages, while somebody is signed in to its backend. */
  readonly backend?: BackendWord;
}

/** Which messages show at the moment, and what they say. */
export class ShownMessages {
  constructor(private readonly sources: ShownSources) {}

  /** What was found, while there is such, else what arrives. */
  get store(): MessageStore {
    return this.sources.results.store ?? this.sources.store;
  }

  /** Messages of a device that pass the filter and are not held back, oldest first. */
  of(log: DeviceLog | undefined): readonly StoredMessage[] {
    if (!log) return [];
    const { view, results } = this.sources;
    if (results.store) return log.messages;
    const newest = view.newestShown(log.key);
    if (newest === Number.POSITIVE_INFINITY && view.filter === '') return log.messages;
    const passes = this.filterFor(log);
    return log.messages.filter((message) => message.number <= newest && passes(message));
  }

  /** The message a row belongs to; for a device its newest. */
  message(row: RowId): StoredMessage | undefined {
    if (row.kind === 'device') return this.of(this.store.log(logKey(row))).at(-1);
    if (!('number' in row)) return undefined;
    // A page that was opened from a search stays when the search is closed.
    for (const store of [this.store, this.sources.store]) {
      const messages = store.log(logKey(row))?.messages ?? [];
      const found = messages.find(({ number }) => number === row.number);
      if (found) return found;
    }
    return undefined;
  }

  decode(message: StoredMessage): DecodedMessage {
    const { book } = this.sources;
    const settings = book.settingsFor(message, this.connection(message.connectionId));
    return decodeMessage(message, settings, (wanted) => book.decoder(wanted));
  }

  nameOf({ device, connectionId }: Pick<DeviceLog, 'device' | 'connectionId'>): string | undefined {
    const { book, backend } = this.sources;
    const id = device ?? '';
    return book.nameOf(id, this.connection(connectionId)) ?? backend?.nameOf(id);
  }

  private filterFor(log: DeviceLog): (message: StoredMessage) => boolean {
    const { filter } = this.sources.view;
    if (filter === '') return () => true;
    const query = filterQuery(filter);
    const deviceName = this.nameOf(log);
    const connectionName = this.connection(log.connectionId)?.name;
    const nowMs = this.sources.clock.now();
    return (message) =>
      matchesQuery(query, {
        message,
        decoded: this.decode(message),
        deviceName,
        connectionName,
        nowMs,
      });
  }

  private connection(id: string): Connection | undefined {
    return this.sources.connections.connectionOf(id);
  }
}

/** Key of the store for the device a row belongs to. */
export function logKey({ connectionId, device }: { connectionId: string; device: string }): string {
  return `${connectionId}/${device}`;
}
