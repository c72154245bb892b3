import type { Disposable } from '../shared/disposable';
import { Emitter } from '../shared/event';
import type { DeviceId } from '../sigfox/device';
import type { SequenceEvent } from '../sigfox/sequence';
import { readUplinkMessage, type UplinkMessage } from '../sigfox/uplinkMessage';
import { isAmongOldest, isCopy, isSameMessage, noteMark } from './messageCopies';
import { createLog, follow, replaceMessages } from './messageLog';
import type { MutableLog, OlderMessage } from './messageLog';
import type { ReceivedMessage } from './messageSource';

/** What is kept in memory at most; the oldest goes first, and is counted. */
export interface StoreBudget {
  readonly messagesPerDevice: number;
  readonly messages: number;
  /** Of raw bodies; a kept message costs some 400 bytes more. */
  readonly bodyBytes: number;
}

/** Numbers of messages from an archive: above those from the disk, below those of this window. */
const firstMerged = -(2 ** 39);

export const defaultBudget: StoreBudget = {
  messagesPerDevice: 500,
  messages: 50_000,
  bodyBytes: 32 * 1024 * 1024,
};

/** A message as it is kept: the raw body always, and what could be read from it. */
export interface StoredMessage {
  /** Counts up over all devices: the order of arrival. */
  readonly number: number;
  readonly connectionId: string;
  readonly received: ReceivedMessage;
  readonly content:
    | { readonly kind: 'message'; readonly message: UplinkMessage }
    | { readonly kind: 'unreadable'; readonly reason: string };
  readonly sequence: SequenceEvent | undefined;
}

/** All that is kept of one device on one connection, oldest first. */
export interface DeviceLog {
  /** `<connection id>/<device id>`; without a device id for what could not be read. */
  readonly key: string;
  readonly connectionId: string;
  /** Undefined for messages that name no device. */
  readonly device: DeviceId | undefined;
  readonly messages: readonly StoredMessage[];
  /** Messages of this device that are older than those here: on the disk, or no longer kept at all. */
  readonly evicted: number;
  readonly duplicates: number;
}

export interface StoreChange {
  readonly key: string;
  /** The set of devices changed, not only what is in one. */
  readonly isDeviceSetChanged: boolean;
}

/** Messages in memory, by connection and device, within a budget. */
export class MessageStore implements Disposable {
  private readonly byKey = new Map<string, MutableLog>();
  /** Arrival order over all devices; `head` is the oldest that may still be kept. */
  private order: StoredMessage[] = [];
  private head = 0;
  private isOrderStale = false;
  private kept = 0;
  private bodyBytes = 0;
  private added = 0;
  private evicted = 0;
  private merged = 0;
  private readonly changed = new Emitter<StoreChange>();

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly budget: StoreBudget = defaultBudget,
    /** A sparse store holds what was found: its sequence numbers say nothing. */
    private readonly options: { readonly isSparse?: boolean } = {},
  ) {}

  /** Messages ever added; also the number of the newest. */
  get total(): number {
    return this.added;
  }

  /** Messages that the budget no longer keeps. */
  get evictedCount(): number {
    return this.evicted;
  }

  get keptCount(): number {
    return this.kept;
  }

  get logs(): Iterable<DeviceLog> {
    return this.byKey.values();
  }

  get deviceCount(): number {
    let count = 0;
    for (const log of this.byKey.values()) if (log.device !== undefined) count += 1;
    return count;
  }

  log(key: string): DeviceLog | undefined {
    return this.byKey.get(key);
  }

  /** Reads and keeps a message; gives undefined for the second copy of one that is there. */
  add(connectionId: string, received: ReceivedMessage): StoredMessage | undefined {
    const content = readUplinkMessage(received.body);
    const device = content.kind === 'message' ? content.message.device : undefined;
    const deviceCount = this.byKey.size;
    const log = this.logOf(connectionId, device);
    const { key } = log;
    if (isCopy(log, { received, content })) {
      log.duplicates += 1;
      this.changed.fire({ key, isDeviceSetChanged: false });
      return undefined;
    }
    const sequence = follow(log, { content, received }, this.options);
    this.added += 1;
    const message: StoredMessage = {
      number: this.added,
      connectionId,
      received,
      content,
      sequence,
    };
    log.messages.push(message);
    noteMark(log.newest, content);
    this.order.push(message);
    this.kept += 1;
    this.bodyBytes += received.body.length;
    const wasRemoved = this.keepWithinBudget(log);
    this.changed.fire({ key, isDeviceSetChanged: this.byKey.size !== deviceCount || wasRemoved });
    return message;
  }

  /**
   * Puts older messages of a device, oldest first, before those that are here; `evicted` says how many even older ones
   * there are. Sequence numbers are judged anew, now that more of them are known.
   */
  prepend(
    { connectionId, device }: { readonly connectionId: string; readonly device: string },
    older: readonly OlderMessage[],
    evicted: number,
  ): void {
    const deviceCount = this.byKey.size;
    const log = this.logOf(connectionId, device === '' ? undefined : (device as DeviceId));
    const fresh = older.filter(({ received }) => !isAmongOldest(log, received));
    const before = fresh.map(({ number, received }) => ({
      number,
      connectionId,
      received,
      content: readUplinkMessage(received.body),
    }));
    replaceMessages(log, [...before, ...log.messages], this.options);
    log.room += fresh.length;
    this.kept += fresh.length;
    this.bodyBytes += bodyBytesOf(before);
    this.evicted += evicted - log.evicted;
    log.evicted = evicted;
    this.isOrderStale = true;
    this.changed.fire({ key: log.key, isDeviceSetChanged: this.byKey.size !== deviceCount });
  }

  /**
   * Puts messages from an archive where their times belong, and judges the sequence numbers anew. Gives those that were
   * not known before, by whatever way they came.
   */
  merge(connectionId: string, page: readonly ReceivedMessage[]): StoredMessage[] {
    const fresh: StoredMessage[] = [];
    const touched = new Map<MutableLog, StoredMessage[]>();
    for (const received of page) {
      const content = readUplinkMessage(received.body);
      const device = content.kind === 'message' ? content.message.device : undefined;
      const log = this.logOf(connectionId, device);
      const added = touched.get(log) ?? [];
      const isSame = (each: StoredMessage) => isSameMessage(each, { received, content });
      if (log.messages.some(isSame) || added.some(isSame)) continue;
      this.merged += 1;
      const number = firstMerged + this.merged;
      const message = { number, connectionId, received, content, sequence: undefined };
      touched.set(log, [...added, message]);
      fresh.push(message);
    }
    for (const [log, added] of touched) this.putAmong(log, added);
    return fresh;
  }

  private putAmong(log: MutableLog, added: readonly StoredMessage[]): void {
    replaceMessages(log, [...log.messages, ...added], this.options);
    log.room += added.length;
    this.kept += added.length;
    this.bodyBytes += bodyBytesOf(added);
    this.isOrderStale = true;
    this.keepWithinBudget(log);
    this.changed.fire({ key: log.key, isDeviceSetChanged: true });
  }

  /** Forgets what came over one connection. */
  forget(connectionId: string): void {
    for (const log of [...this.byKey.values()]) {
      if (log.connectionId !== connectionId) continue;
      this.byKey.delete(log.key);
      this.kept -= log.messages.length;
      this.evicted -= log.evicted;
      this.bodyBytes -= bodyBytesOf(log.messages);
    }
    this.compact();
    this.changed.fire({ key: '', isDeviceSetChanged: true });
  }

  /** Forgets everything. */
  clear(): void {
    this.byKey.clear();
    this.order = [];
    this.head = 0;
    this.kept = 0;
    this.bodyBytes = 0;
    this.evicted = 0;
    this.changed.fire({ key: '', isDeviceSetChanged: true });
  }

  dispose(): void {
    this.changed.dispose();
  }

  private logOf(connectionId: string, device: DeviceId | undefined): MutableLog {
    const key = `${connectionId}/${device ?? ''}`;
    const known = this.byKey.get(key);
    if (known) return known;
    const log = createLog(key, connectionId, device);
    this.byKey.set(key, log);
    return log;
  }

  /** Gives whether a device lost its last message and is gone. */
  private keepWithinBudget(log: MutableLog): boolean {
    if (log.messages.length > this.budget.messagesPerDevice + log.room) this.evictOldest(log);
    let wasRemoved = false;
    const isOver = this.kept > this.budget.messages || this.bodyBytes > this.budget.bodyBytes;
    if (isOver && this.isOrderStale) this.compact();
    while (this.kept > this.budget.messages || this.bodyBytes > this.budget.bodyBytes) {
      const oldest = this.order[this.head++];
      if (!oldest) break;
      const owner = this.byKey.get(keyOf(oldest));
      // The oldest of all is the oldest of its device, unless the device's own limit took it before.
      if (owner?.messages[0]?.number !== oldest.number) continue;
      this.evictOldest(owner);
      if (owner.messages.length === 0) {
        this.byKey.delete(owner.key);
        wasRemoved = true;
      }
    }
    // What is before the head is garbage; copying it away now and then costs less than shifting always.
    if (this.order.length - this.head > 2 * this.kept + 1_000) this.compact();
    else if (this.head > 10_000) {
      this.order.splice(0, this.head);
      this.head = 0;
    }
    return wasRemoved;
  }

  private evictOldest(log: MutableLog): void {
    const oldest = log.messages.shift();
    if (!oldest) return;
    log.evicted += 1;
    this.evicted += 1;
    this.kept -= 1;
    this.bodyBytes -= oldest.received.body.length;
  }

  private compact(): void {
    const kept = [...this.byKey.values()].flatMap((log) => log.messages);
    this.order = kept.sort((a, b) => a.number - b.number);
    this.head = 0;
    this.isOrderStale = false;
  }
}

/** Where a message is kept. */
export function keyOf(message: StoredMessage): string {
  const device = message.content.kind === 'message' ? message.content.message.device : '';
  return `${message.connectionId}/${device}`;
}

/** When Sigfox received it, or we did where the body does not say. */
export function messageTimeMs(message: Pick<StoredMessage, 'content' | 'received'>): number {
  const sent = message.content.kind === 'message' ? message.content.message.timeMs : undefined;
  return sent ?? message.received.receivedAtMs;
}

function bodyBytesOf(messages: readonly Pick<StoredMessage, 'received'>[]): number {
  return messages.reduce((sum, { received }) => sum + received.body.length, 0);
}
