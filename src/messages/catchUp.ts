import type { Disposable } from '../shared/disposable';
import { Emitter } from '../shared/event';
import { readUplinkMessage } from '../sigfox/uplinkMessage';
import type { ArchiveBounds, MessageArchive } from './messageArchive';
import type { MessageHistory } from './messageHistory';
import {
  type DeviceLog,
  type MessageStore,
  messageTimeMs,
  type StoredMessage,
} from './messageStore';
import type { ShownMessages } from './shownMessages';

/** What one catch-up reads at most: nobody reads more after lunch, and the bill stays far below a cent. */
const defaultBounds: ArchiveBounds = { messagesPerDevice: 5_000, messages: 20_000 };

/** The clock of an archive and ours may be so far apart; what comes twice by that is known again. */
const clockSlackMs = 10 * 60_000;

/** Without an earlier visit a day is looked back. */
const firstLookMs = 24 * 60 * 60_000;

/** A device that sends less often than this is not called silent: there is nothing to go by. */
const fewestMessages = 3;

/** So many messages are told apart one by one; beyond that a count need not be exact. */
const maxCounted = 100_000;

export interface CatchUpSummary {
  readonly sinceMs: number;
  readonly messages: number;
  readonly devices: number;
  /** Devices that sent regularly before and said nothing since. */
  readonly silent: number;
  readonly undecodable: number;
  /** The archive has more than was read. */
  readonly isCut: boolean;
}

export type CatchUpState =
  /** Nothing to say: it did not run, or nothing happened, or it was read. */
  | { readonly kind: 'quiet' }
  | { readonly kind: 'reading'; readonly archive: string; readonly messages: number }
  | { readonly kind: 'done'; readonly summary: CatchUpSummary }
  | {
      readonly kind: 'failed';
      readonly archive: string;
      readonly reason: string;
      readonly summary: CatchUpSummary;
    };

export interface CatchUpDoors {
  readonly store: MessageStore;
  readonly history: MessageHistory;
  readonly shown: Pick<ShownMessages, 'decode'>;
  /** Where messages are kept that nobody listened to. */
  archives(): readonly MessageArchive[];
  now(): number;
}

/** Tells what happened since this window last looked, and fetches what only an archive has. */
export class CatchUp implements Disposable {
  private current: CatchUpState = { kind: 'quiet' };
  private running: AbortController | undefined;
  private readonly changed = new Emitter<undefined>();
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly doors: CatchUpDoors,
    private readonly bounds = defaultBounds,
  ) {}

  get state(): CatchUpState {
    return this.current;
  }

  /** Reads once at a time; asked again meanwhile, it begins anew. `sinceMs` is undefined on the first visit. */
  async run(sinceMs: number | undefined): Promise<void> {
    this.running?.abort();
    const abort = new AbortController();
    this.running = abort;
    const count = new Count(sinceMs ?? this.doors.now() - firstLookMs, this.doors);
    const known = count.regularDevices();
    // On a first visit all is new, and none of it was missed.
    if (sinceMs !== undefined) await count.addKept(abort.signal);
    const failure = await this.readArchives(count, abort.signal);
    if (this.running !== abort) return;
    this.running = undefined;
    const summary = count.summary(known);
    if (failure) this.become({ kind: 'failed', ...failure, summary });
    else if (summary.messages + summary.silent > 0) this.become({ kind: 'done', summary });
    else this.become({ kind: 'quiet' });
  }

  /** What was read so far stays, and is told. */
  stop(): void {
    this.running?.abort();
  }

  dismiss(): void {
    this.become({ kind: 'quiet' });
  }

  dispose(): void {
    this.running?.abort();
    this.running = undefined;
    this.changed.dispose();
  }

  private async readArchives(
    count: Count,
    signal: AbortSignal,
  ): Promise<{ readonly archive: string; readonly reason: string } | undefined> {
    for (const archive of this.doors.archives()) {
      try {
        await this.readArchive(archive, count, signal);
      } catch (error) {
        if (signal.aborted) return undefined;
        const reason = error instanceof Error ? error.message : String(error);
        return { archive: archive.name, reason };
      }
    }
    return undefined;
  }

  private async readArchive(
    archive: MessageArchive,
    count: Count,
    signal: AbortSignal,
  ): Promise<void> {
    const { store, history } = this.doors;
    const { connectionId, name } = archive;
    const tell = () => {
      this.become({ kind: 'reading', archive: name, messages: count.messages });
    };
    tell();
    const request = {
      cursors: cursorsOf(store, connectionId),
      sinceMs: count.sinceMs,
      bounds: { ...this.bounds, messages: this.bounds.messages - count.messages },
    };
    for await (const page of archive.read(request, signal)) {
      const received = page.messages.map((each) => ({ ...each, isFromArchive: true }) as const);
      for (const message of store.merge(connectionId, received)) {
        history.add(message);
        count.add(message);
      }
      count.isCut ||= page.isCut;
      tell();
      if (signal.aborted) return;
    }
  }

  private become(state: CatchUpState): void {
    this.current = state;
    this.changed.fire(undefined);
  }
}

/** Where to go on for each device: somewhat before the newest message that is known. */
function cursorsOf(store: MessageStore, connectionId: string): Map<string, number> {
  const cursors = new Map<string, number>();
  for (const log of store.logs) {
    const newest = log.messages.at(-1);
    if (log.connectionId !== connectionId || log.device === undefined || !newest) continue;
    cursors.set(log.device, newest.received.receivedAtMs - clockSlackMs);
  }
  return cursors;
}

/** What came since a time. */
class Count {
  messages = 0;
  isCut = false;
  private undecodable = 0;
  private readonly devices = new Set<string>();
  private readonly counted = new Set<string>();

  constructor(
    readonly sinceMs: number,
    private readonly doors: CatchUpDoors,
  ) {}

  add(message: Pick<StoredMessage, 'connectionId' | 'content' | 'received'>): void {
    const { content, connectionId, received } = message;
    if (received.receivedAtMs <= this.sinceMs || this.isCounted(message)) return;
    this.messages += 1;
    if (content.kind === 'message') this.devices.add(`${connectionId}/${content.message.device}`);
    const decoded = this.doors.shown.decode({ number: 0, sequence: undefined, ...message });
    if (decoded.problem !== undefined) this.undecodable += 1;
  }

  /** What another window fetched from an archive is kept, and comes from the archive again. */
  private isCounted({ connectionId, content }: Parameters<Count['add']>[0]): boolean {
    if (content.kind === 'unreadable' || this.counted.size > maxCounted) return false;
    const { device, seqNumber, timeMs } = content.message;
    if (seqNumber === undefined || timeMs === undefined) return false;
    const key = `${connectionId}/${device}/${seqNumber}/${timeMs}`;
    if (this.counted.has(key)) return true;
    this.counted.add(key);
    return false;
  }

  /** What other windows kept meanwhile. */
  async addKept(signal: AbortSignal): Promise<void> {
    const pieces = await this.doors.history.read({ fromMs: this.sinceMs + 1 });
    for await (const piece of pieces ?? []) {
      if (signal.aborted) return;
      for (const { connectionId, received } of piece) {
        this.add({ connectionId, received, content: readUplinkMessage(received.body) });
      }
    }
  }

  /** Devices that sent in a rhythm before, and ought to have sent since. */
  regularDevices(): string[] {
    const nowMs = this.doors.now();
    return [...this.doors.store.logs].flatMap((log) => {
      const usualMs = usualPauseMs(log, this.sinceMs);
      const lastMs = lastBefore(log, this.sinceMs);
      const isDue = usualMs !== undefined && lastMs !== undefined && nowMs - lastMs > 3 * usualMs;
      return isDue ? [log.key] : [];
    });
  }

  summary(regular: readonly string[]): CatchUpSummary {
    const silent = regular.filter((key) => !this.devices.has(key)).length;
    return {
      ...{ sinceMs: this.sinceMs, messages: this.messages, devices: this.devices.size },
      ...{ silent, undecodable: this.undecodable, isCut: this.isCut },
    };
  }
}

/** The median of the pauses between a device's messages before a time; undefined where there are too few. */
function usualPauseMs(log: DeviceLog, beforeMs: number): number | undefined {
  const times = timesBefore(log, beforeMs);
  if (log.device === undefined || times.length < fewestMessages) return undefined;
  const pauses = times.slice(1).map((time, at) => time - (times[at] ?? time));
  return pauses.sort((a, b) => a - b)[Math.floor(pauses.length / 2)];
}

function lastBefore(log: DeviceLog, beforeMs: number): number | undefined {
  return timesBefore(log, beforeMs).at(-1);
}

function timesBefore({ messages }: DeviceLog, beforeMs: number): number[] {
  return messages.map((message) => messageTimeMs(message)).filter((time) => time <= beforeMs);
}
