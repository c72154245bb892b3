import type { Disposable } from '../shared/disposable';
import { Emitter } from '../shared/event';
import type { DeviceId } from '../sigfox/device';
import { followSequence, type SequenceEvent, type SequenceState } from '../sigfox/sequence';
import { readUplinkMessage, type UplinkMessage } from '../sigfox/uplinkMessage';
import { isAmongOldest, isCopy } from './messageCopies';
import type { ReceivedMessage } from './messageSource';

/** What is kept in memory at most; the oldest goes first, and is counted. */
export interface StoreBudget {
  readonly messagesPerDevice: number;
  readonly messages: number;
  /** Of raw bodies; a kept message costs some 400 bytes more. */
  readonly bodyBytes: number;
}

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

interface MutableLog extends DeviceLog {
  readonly messages: StoredMessage[];
  evicted: number;
  duplicates: number;
  sequence: SequenceState | undefined;
  /** Older messages that were asked for: they do not count against the device's budget. */
  room: number;
}

/** An older message, as the disk gives it back. */
export interface OlderMessage {
  /** Below those that come later, and below every number of this window. */
  readonly number: number;
  readonly received: ReceivedMessage;
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
  private readonly changed = new Emitter<StoreChange>();

  readonly onDidChange = this.changed.event;

  constructor(private readonly budget: StoreBudget = defaultBudget) {}

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
    const key = `${connectionId}/${device ?? ''}`;
    const known = this.byKey.get(key);
    const log = known ?? this.createLog(key, connectionId, device);
    if (isCopy(log, received)) {
      log.duplicates += 1;
      this.changed.fire({ key, isDeviceSetChanged: false });
      return undefined;
    }
    const sequence = follow(log, { content, received });
    this.added += 1;
    const message: StoredMessage = {
      number: this.added,
      connectionId,
      received,
      content,
      sequence,
    };
    log.messages.push(message);
    this.order.push(message);
    this.kept += 1;
    this.bodyBytes += received.body.length;
    const wasRemoved = this.keepWithinBudget(log);
    this.changed.fire({ key, isDeviceSetChanged: !known || wasRemoved });
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
    const key = `${connectionId}/${device}`;
    const known = this.byKey.get(key);
    const log =
      known ?? this.createLog(key, connectionId, device === '' ? undefined : (device as DeviceId));
    const fresh = older.filter(({ received }) => !isAmongOldest(log, received));
    const before = fresh.map(({ number, received }) => ({
      number,
      connectionId,
      received,
      content: readUplinkMessage(received.body),
    }));
    const all = [...before, ...log.messages];
    log.sequence = undefined;
    log.messages.splice(
      0,
      log.messages.length,
      ...all.map((each) => ({ ...each, sequence: follow(log, each) })),
    );
    log.room += fresh.length;
    this.kept += fresh.length;
    this.bodyBytes += before.reduce((sum, { received }) => sum + received.body.length, 0);
    this.evicted += evicted - log.evicted;
    log.evicted = evicted;
    this.isOrderStale = true;
    this.changed.fire({ key, isDeviceSetChanged: !known });
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

  private createLog(key: string, connectionId: string, device: DeviceId | undefined): MutableLog {
    const log: MutableLog = {
      key,
      connectionId,
      device,
      messages: [],
      evicted: 0,
      duplicates: 0,
      sequence: undefined,
      room: 0,
    };
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
    // What is before the head is garbage; copying it away now and then costs less than shifting every time.
    if (this.head > 10_000 || this.order.length > 2 * this.kept + 1_000) this.compact();
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

function follow(
  log: MutableLog,
  { content, received }: Pick<StoredMessage, 'content' | 'received'>,
): SequenceEvent | undefined {
  if (content.kind === 'unreadable' || content.message.seqNumber === undefined) return undefined;
  const timeMs = content.message.timeMs ?? received.receivedAtMs;
  const { state, event } = followSequence(log.sequence, content.message.seqNumber, timeMs);
  log.sequence = state;
  return event;
}
