import type { Clock } from '../shared/clock';
import { type Disposable, DisposableStore, DisposableValue } from '../shared/disposable';
import { Emitter } from '../shared/event';
import type { DecodedMessage } from './decodedMessage';
import { heardAtMs } from './heardAt';
import {
  type DeviceLog,
  type MessageStore,
  messageTimeMs,
  type StoredMessage,
} from './messageStore';
import { plottedValue } from './plotLine';
import {
  type BatteryTrend,
  fallingBattery,
  isBatteryField,
  type LearnedInterval,
  learnInterval,
} from './watchRules';

/** How often it is looked; a device that is silent a minute longer is no other news. */
const lookMs = 60_000;

/** So many of the newest messages tell a device's rhythm, and so many its battery. */
const rhythmMessages = 32;
const batteryMessages = 40;

/** Learning ten thousand devices goes in slices, so that the window stays alive meanwhile. */
const devicesPerSlice = 100;

/** One digest in so long a time, whatever happens. */
const digestMs = 6 * 3_600_000;

export interface Silence {
  readonly lastMs: number;
  readonly expectedMs: number;
}

export interface WatchedBattery extends BatteryTrend {
  readonly field: string;
}

/** What is worth a look now, devices by their key in the store. */
export interface WatchReport {
  readonly silent: ReadonlyMap<string, Silence>;
  readonly batteries: ReadonlyMap<string, WatchedBattery>;
}

export interface WatchDoors {
  readonly store: MessageStore;
  readonly clock: Clock;
  readonly decode: (message: StoredMessage) => DecodedMessage;
  /** Since when messages of a connection would have come; undefined while they would not. */
  readonly liveSince: (connectionId: string) => number | undefined;
  /** Devices the person wants to hear nothing of, and where that is kept. */
  readonly muted: { read(): unknown; write(keys: readonly string[]): void };
}

interface Learned {
  readonly interval: LearnedInterval | undefined;
  readonly battery: WatchedBattery | undefined;
  readonly lastMs: number;
}

/** Learns how often each device sends and says which are silent; tells it in one digest, never one by one. */
export class DeviceWatch implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly timer = this.owned.add(new DisposableValue());
  private readonly changed = this.owned.add(new Emitter<undefined>());
  private readonly digests = this.owned.add(new Emitter<WatchReport>());
  private readonly learned = new Map<string, Learned>();
  private readonly stale = new Set<string>();
  private readonly mutedKeys: Set<string>;
  private told = new Set<string>();
  private toldAtMs = Number.NEGATIVE_INFINITY;
  private current: WatchReport = { silent: new Map(), batteries: new Map() };

  readonly onDidChange = this.changed.event;
  /** Something that was not told before: at most once in a long while. */
  readonly onDigest = this.digests.event;

  constructor(private readonly doors: WatchDoors) {
    const { store, muted } = doors;
    const keys = muted.read();
    this.mutedKeys = new Set(
      Array.isArray(keys) ? keys.filter((key): key is string => typeof key === 'string') : [],
    );
    for (const { key } of store.logs) this.stale.add(key);
    this.owned.add(store.onDidChange(({ key }) => this.messageCame(key)));
    this.arm();
  }

  get report(): WatchReport {
    return this.current;
  }

  silenceOf(key: string): Silence | undefined {
    return this.current.silent.get(key);
  }

  isMuted(key: string): boolean {
    return this.mutedKeys.has(key);
  }

  /** Nothing is said of a muted device until it is heard again. */
  setMuted(key: string, isMuted: boolean): void {
    if (isMuted) this.mutedKeys.add(key);
    else this.mutedKeys.delete(key);
    this.doors.muted.write([...this.mutedKeys]);
    this.judge();
  }

  dispose(): void {
    this.owned.dispose();
  }

  private messageCame(key: string): void {
    if (key === '') {
      this.learned.clear();
      this.stale.clear();
      this.judge();
      return;
    }
    this.stale.add(key);
    // Whoever speaks is silent no more, at once.
    if (this.current.silent.has(key)) this.look();
  }

  private arm(): void {
    this.timer.value = this.doors.clock.after(lookMs, () => this.look());
  }

  /** Learns what changed, a slice at a time, and then judges all. */
  private look(): void {
    const keys = [...this.stale].slice(0, devicesPerSlice);
    for (const key of keys) {
      this.stale.delete(key);
      this.learn(key);
    }
    if (this.stale.size > 0) {
      this.timer.value = this.doors.clock.after(0, () => this.look());
      return;
    }
    this.judge();
    this.arm();
  }

  private learn(key: string): void {
    const log = this.doors.store.log(key);
    const newest = log?.messages.at(-1);
    if (!log?.device || !newest) {
      this.learned.delete(key);
      return;
    }
    // No message is younger than its arrival, whatever its body says.
    const recent = log.messages.slice(-rhythmMessages);
    const times = recent.map((message) =>
      Math.min(messageTimeMs(message), message.received.receivedAtMs),
    );
    this.learned.set(key, {
      interval: learnInterval(times),
      battery: this.batteryOf(log),
      // The rhythm is that of the messages; silent is who is not heard, though its clock be wrong by years.
      lastMs: Math.max(...recent.map(heardAtMs)),
    });
  }

  /** From messages spread over all that are here: a battery falls over weeks. */
  private batteryOf({ messages }: DeviceLog): WatchedBattery | undefined {
    const newest = messages.at(-1);
    const field = newest && batteryIn(this.doors.decode(newest));
    if (field === undefined) return undefined;
    const step = Math.max(1, messages.length / batteryMessages);
    const points = Array.from({ length: Math.min(batteryMessages, messages.length) }, (_, at) => at)
      .flatMap((at) => messages[Math.floor(at * step)] ?? [])
      .flatMap((message) => {
        const found = this.doors.decode(message).fields.find(({ name }) => name === field);
        const value = plottedValue(found?.value);
        return value === undefined ? [] : [{ timeMs: messageTimeMs(message), value }];
      });
    const trend = fallingBattery(points);
    return trend && { ...trend, field };
  }

  private judge(): void {
    const nowMs = this.doors.clock.now();
    const silent = new Map<string, Silence>();
    const batteries = new Map<string, WatchedBattery>();
    for (const [key, { interval, battery, lastMs }] of this.learned) {
      if (this.mutedKeys.has(key)) continue;
      if (battery) batteries.set(key, battery);
      const liveSinceMs = this.liveSince(key);
      // While nothing could come, nobody was silent.
      if (!interval || liveSinceMs === undefined) continue;
      if (nowMs - Math.max(lastMs, liveSinceMs) > interval.silentAfterMs)
        silent.set(key, { lastMs, expectedMs: interval.expectedMs });
    }
    const before = this.current;
    this.current = { silent, batteries };
    if (!areSameKeys(before, this.current)) this.changed.fire(undefined);
    this.tell(nowMs);
  }

  private liveSince(key: string): number | undefined {
    const log = this.doors.store.log(key);
    return log && this.doors.liveSince(log.connectionId);
  }

  private tell(nowMs: number): void {
    const news = new Set([
      ...[...this.current.silent.keys()].map((key) => `silent ${key}`),
      ...[...this.current.batteries.keys()].map((key) => `battery ${key}`),
    ]);
    // What is over can be told again when it comes back.
    this.told = new Set([...this.told].filter((each) => news.has(each)));
    const isNews = [...news].some((each) => !this.told.has(each));
    if (!isNews || nowMs - this.toldAtMs < digestMs) return;
    this.told = news;
    this.toldAtMs = nowMs;
    this.digests.fire(this.current);
  }
}

function batteryIn({ fields }: DecodedMessage): string | undefined {
  return fields.find(({ name, value }) => isBatteryField(name) && plottedValue(value) !== undefined)
    ?.name;
}

function areSameKeys(a: WatchReport, b: WatchReport): boolean {
  const keys = ({ silent, batteries }: WatchReport) =>
    JSON.stringify([[...silent.keys()], [...batteries.keys()]]);
  return keys(a) === keys(b);
}
