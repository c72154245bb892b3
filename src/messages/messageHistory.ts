import type { Clock } from '../shared/clock';
import { type Disposable, DisposableValue } from '../shared/disposable';
import { Emitter } from '../shared/event';
import type {
  AppendOutcome,
  KeepingState,
  KeptMessage,
  KeptMessages,
  OpenedHistory,
  ReadRequest,
  SearchOutcome,
  SearchProgress,
  SearchRequest,
} from './keptMessages';
import { packBatch } from './messageBatch';
import type { DeviceLog, MessageStore, StoredMessage } from './messageStore';

/**
 * A window that is killed loses at most what came in this time. Every batch writes the pages of the index anew: at half
 * of it, a message costs a quarter more.
 */
const flushMs = 500;

/** After a failure the disk is tried again this often. */
const retryMs = 5_000;

/** Numbers of messages from the disk lie below every number of this window. */
export const firstNumber = -(2 ** 40);

/** Restoring ten thousand devices goes in slices, so that the window stays alive meanwhile. */
const devicesPerSlice = 200;

export interface HistoryBounds {
  readonly batch: number;
  /** What waits for the disk at most; beyond that the oldest is counted as not kept. */
  readonly waiting: number;
}

const defaultBounds: HistoryBounds = { batch: 5_000, waiting: 200_000 };

export interface HistoryDoors {
  readonly store: MessageStore;
  readonly clock: Clock;
  /** Undefined where the person wants nothing kept. */
  open(): Promise<KeptMessages | undefined>;
}

/** Something about the kept messages that a person should know once. */
export type HistoryNotice =
  | { readonly kind: 'gap'; readonly fromMs: number; readonly toMs: number }
  | { readonly kind: 'moved'; readonly path: string; readonly why: 'damaged' | 'newer' }
  /** The disk works again; so many messages of the time between are not kept. */
  | { readonly kind: 'lost'; readonly count: number };

/** What is kept beyond this window's memory: written in batches, brought back when asked for. */
export class MessageHistory implements Disposable {
  private current: KeepingState = { kind: 'opening' };
  private kept: KeptMessages | undefined;
  private opening: Promise<void> | undefined;
  private waiting: StoredMessage[] = [];
  private writing: Promise<void> | undefined;
  private told: readonly HistoryNotice[] = [];
  private readonly timer = new DisposableValue();
  private readonly changed = new Emitter<undefined>();

  /** The state or the notices are others. */
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly doors: HistoryDoors,
    private readonly bounds = defaultBounds,
  ) {}

  get state(): KeepingState {
    return this.current;
  }

  get notices(): readonly HistoryNotice[] {
    return this.told;
  }

  dismissNotices(): void {
    this.told = [];
    this.changed.fire(undefined);
  }

  /** Brings back what was there; asked twice, it opens once. Never rejects: without a disk the window lives on. */
  open(): Promise<void> {
    this.opening ??= this.openOnce();
    return this.opening;
  }

  /** Keeps a message with the next batch. */
  add(message: StoredMessage): void {
    if (this.current.kind === 'memoryOnly') return;
    this.waiting.push(message);
    const over = this.waiting.length - this.bounds.waiting;
    if (over > 0) {
      this.waiting.splice(0, over);
      this.noteLost({ kind: 'failed', why: 'busy', detail: 'the disk is too slow' }, over);
    }
    this.schedule();
  }

  /** Whether the disk has messages of this device that are not in memory. */
  hasOlder(log: DeviceLog): boolean {
    return log.evicted > 0 && this.kept !== undefined;
  }

  /** Brings up to `count` older messages of a device into memory. */
  async loadOlder(log: DeviceLog, count: number): Promise<void> {
    const { kept } = this;
    const oldest = log.messages[0];
    if (!kept || !oldest || log.evicted === 0) return;
    await this.flush();
    const { connectionId, device = '' } = log;
    const beforeMs = oldest.received.receivedAtMs;
    // Those of the same millisecond are asked for again: which of them are older, only the disk knows.
    const later = log.messages.findIndex(({ received }) => received.receivedAtMs !== beforeMs);
    const atEdge = later < 0 ? log.messages.length : later;
    const limit = count + atEdge;
    const messages = await kept.older({ connectionId, device, beforeMs, limit });
    const before = log.messages.length;
    const { store } = this.doors;
    store.prepend({ connectionId, device }, messages.map(olderMessage), log.evicted);
    const added = log.messages.length - before;
    // When the disk gives no more, it has no more: the budget took the rest.
    store.prepend({ connectionId, device }, [], added === 0 ? 0 : Math.max(0, log.evicted - added));
  }

  /** How many messages the disk has. */
  async count(): Promise<number> {
    if (!this.kept) return 0;
    await this.flush();
    return this.kept.count();
  }

  /** Forgets everything on the disk. */
  async clear(): Promise<void> {
    this.waiting = [];
    await this.writing;
    await this.kept?.clear();
    this.dismissNotices();
  }

  /** Undefined where nothing is kept beyond memory. */
  async search(
    request: SearchRequest,
    onProgress: (progress: SearchProgress) => void,
    signal: AbortSignal,
  ): Promise<SearchOutcome | undefined> {
    if (!this.kept) return undefined;
    await this.flush();
    return this.kept.search(request, onProgress, signal);
  }

  prepareSearch(): void {
    void this.kept?.prepareSearch().catch(() => undefined);
  }

  /** All kept messages that are asked for, oldest first, in pieces; undefined where nothing is kept beyond memory. */
  async read(request: ReadRequest): Promise<AsyncIterable<readonly KeptMessage[]> | undefined> {
    await this.open();
    await this.flush();
    return this.kept?.read(request);
  }

  noteLive(isLive: boolean): void {
    void this.opening?.then(() => this.kept?.noteLive(isLive));
  }

  /** Resolves when all that waits now was written, or could not be. */
  async flush(): Promise<void> {
    await this.opening;
    while (this.waiting.length > 0 && this.kept && this.current.kind !== 'failing')
      await this.write();
    await this.writing;
  }

  dispose(): void {
    this.timer.dispose();
    this.kept?.closeNow(this.waiting.length > 0 ? packBatch(this.waiting) : undefined);
    this.changed.dispose();
  }

  private async openOnce(): Promise<void> {
    try {
      const kept = await this.doors.open();
      if (!kept) {
        this.become({ kind: 'memoryOnly', why: 'off' });
        return;
      }
      const opened = await kept.open();
      if ('kind' in opened) {
        this.become({ kind: 'memoryOnly', why: 'noSqlite' });
        return;
      }
      this.kept = kept;
      await this.restore(opened);
      this.become({ kind: 'keeping' });
      this.schedule();
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      this.become({ kind: 'failing', why: 'other', detail, lost: this.waiting.splice(0).length });
    }
  }

  private async restore({ messages, devices, gaps, moved }: OpenedHistory): Promise<void> {
    const byDevice = new Map<string, KeptMessage[]>();
    for (const message of messages) {
      const key = `${message.connectionId}/${message.device}`;
      const known = byDevice.get(key);
      if (known) known.push(message);
      else byDevice.set(key, [message]);
    }
    let slice = 0;
    for (const { connectionId, device, count } of devices) {
      const known = byDevice.get(`${connectionId}/${device}`) ?? [];
      if (known.length === 0) continue;
      const older = count - known.length;
      this.doors.store.prepend(
        { connectionId, device },
        known.map(olderMessage),
        Math.max(0, older),
      );
      if (++slice % devicesPerSlice === 0) await this.othersTurn();
    }
    this.told = [
      ...gaps.map((gap) => ({ kind: 'gap', ...gap }) as const),
      ...(moved ? [{ kind: 'moved', ...moved } as const] : []),
    ];
  }

  private othersTurn(): Promise<void> {
    return new Promise((resolve) => void this.doors.clock.after(0, resolve));
  }

  private schedule(): void {
    if (this.waiting.length === 0 || !this.kept) return;
    // A whole batch waits for nothing: else the batch and the wait would bound how much is kept a second.
    const isFull = this.waiting.length >= this.bounds.batch;
    const delayMs = this.current.kind === 'failing' ? retryMs : isFull ? 0 : flushMs;
    this.timer.value ??= this.doors.clock.after(delayMs, () => {
      this.timer.value = undefined;
      void this.write();
    });
  }

  /** One batch at a time: a slow disk makes the batches larger, not more. */
  private write(): Promise<void> {
    this.writing ??= this.writeOnce().finally(() => {
      this.writing = undefined;
      this.schedule();
    });
    return this.writing;
  }

  private async writeOnce(): Promise<void> {
    const batch = this.waiting.splice(0, this.bounds.batch);
    if (batch.length === 0 || !this.kept) return;
    const outcome = await this.kept.append(packBatch(batch)).catch(failedWrite);
    if (outcome.kind === 'failed') {
      this.noteLost(outcome, batch.length);
      return;
    }
    if (this.current.kind !== 'failing') return;
    this.told = [...this.told, { kind: 'lost', count: this.current.lost }];
    this.become({ kind: 'keeping' });
  }

  private noteLost(outcome: Extract<AppendOutcome, { kind: 'failed' }>, count: number): void {
    const before = this.current.kind === 'failing' ? this.current.lost : 0;
    const { why, detail } = outcome;
    this.become({ kind: 'failing', why, detail, lost: before + count });
  }

  private become(state: KeepingState): void {
    this.current = state;
    if (state.kind === 'memoryOnly') this.waiting = [];
    this.changed.fire(undefined);
  }
}

export function olderMessage({ id, received }: KeptMessage) {
  return { number: firstNumber + id, received };
}

function failedWrite(error: unknown): AppendOutcome {
  return {
    kind: 'failed',
    why: 'other',
    detail: error instanceof Error ? error.message : String(error),
  };
}
