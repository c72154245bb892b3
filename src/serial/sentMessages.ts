import type { Clock } from '../shared/clock';
import type { Disposable } from '../shared/disposable';
import { Emitter } from '../shared/event';
import type { DeviceId } from '../sigfox/device';
import { formatHex } from '../sigfox/hex';

/** A send command seen in a serial log, and what became of it. */
export interface SentMessage {
  /** Counts up over all ports of the window. */
  readonly number: number;
  /** What the port is called. */
  readonly port: string;
  /** The log and the row in it that hold the command. */
  readonly logId: string;
  readonly row: number;
  readonly sentAtMs: number;
  readonly payload: Uint8Array;
  /** Known when the modem was asked for its id before, or from the message that arrived. */
  readonly device: DeviceId | undefined;
  readonly answer: { readonly kind: 'ok' | 'error'; readonly atMs: number } | undefined;
  readonly arrival: Arrival | undefined;
  /** The time is up; a message that arrives later is still joined. */
  readonly isOverdue: boolean;
}

/** A message that came in on the topic. */
export interface Arrival {
  /** What the message is called in the room it came from. */
  readonly messageNumber: number;
  readonly device: DeviceId;
  readonly payload: Uint8Array;
  readonly receivedAtMs: number;
}

/** Where a row stands in its log. */
export interface RowPlace {
  readonly index: number;
  readonly timeMs: number;
}

/** Callbacks are repeated after 1, 2 and 4 minutes: what is not there after five is worth a look at the chain. */
export const overdueAfterMs = 5 * 60_000;
/** A message later than this belongs to no sending that is remembered. */
const joinedWithinMs = 60 * 60_000;
/** Clocks of one machine, but two ways: a message may look a little earlier than its command. */
const clockSlackMs = 2_000;
const maxRemembered = 1_000;
/** Messages that wait for their command: a sketch may write what it sent after the modem has sent it. */
const maxEarly = 100;

/** Joins what boards were seen to send with what arrives on the topic: by payload, and by device where it is known. */
export class SentMessages implements Disposable {
  private sent: SentMessage[] = [];
  private early: readonly Arrival[] = [];
  private count = 0;
  private readonly timers = new Map<number, Disposable>();
  private readonly changed = new Emitter<SentMessage>();

  /** A sending is new, was answered, arrived, or is overdue. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly clock: Clock) {}

  add(
    sending: Pick<SentMessage, 'port' | 'logId' | 'row' | 'sentAtMs' | 'payload' | 'device'>,
  ): SentMessage {
    this.count += 1;
    const message: SentMessage = {
      ...sending,
      payload: sending.payload.slice(),
      number: this.count,
      answer: undefined,
      arrival: undefined,
      isOverdue: false,
    };
    this.sent.push(message);
    if (this.sent.length > maxRemembered) this.stopTimer(this.sent.shift());
    const timer = this.clock.after(overdueAfterMs, () => this.timeIsUp(message.number));
    this.timers.set(message.number, timer);
    return this.joinEarly(message) ?? this.announce(message);
  }

  /** The modem answered the newest command of the log, if that has no answer yet. */
  answered(logId: string, kind: 'ok' | 'error', atMs: number): SentMessage | undefined {
    const open = this.sent.findLast((message) => message.logId === logId);
    if (!open || open.answer) return undefined;
    return this.update({ ...open, answer: { kind, atMs } });
  }

  /** A message came in: the oldest sending it can be is joined with it. */
  arrived(arrival: Arrival): SentMessage | undefined {
    const candidates = this.sent.filter((message) => canBe(message, arrival));
    // One whose device is known for sure comes first.
    const match = candidates.find(({ device }) => device !== undefined) ?? candidates[0];
    if (match) return this.update({ ...match, device: arrival.device, arrival });
    this.early = [...this.early, arrival].slice(-maxEarly);
    return undefined;
  }

  /** A log that is played again has another name; its rows have the numbers and the times that they had. */
  ofRow(logId: string, { index, timeMs }: RowPlace): SentMessage | undefined {
    const ofRow = this.sent.filter((message) => message.row === index);
    return (
      ofRow.findLast((message) => message.logId === logId) ??
      ofRow.find((message) => message.sentAtMs === timeMs)
    );
  }

  ofMessage(messageNumber: number): SentMessage | undefined {
    return this.sent.find(({ arrival }) => arrival?.messageNumber === messageNumber);
  }

  dispose(): void {
    for (const timer of this.timers.values()) timer.dispose();
    this.timers.clear();
    this.changed.dispose();
  }

  private timeIsUp(number: number): void {
    this.timers.delete(number);
    const message = this.sent.find((other) => other.number === number);
    // What the modem refused was never on its way.
    if (!message || message.arrival || message.answer?.kind === 'error') return;
    this.update({ ...message, isOverdue: true });
  }

  /** A message that came in just before its command was read. */
  private joinEarly(message: SentMessage): SentMessage | undefined {
    const arrival = this.early.find((each) => canBe(message, each));
    if (!arrival) return undefined;
    this.early = this.early.filter((each) => each !== arrival);
    return this.update({ ...message, device: arrival.device, arrival });
  }

  private stopTimer(message: SentMessage | undefined): void {
    if (!message) return;
    this.timers.get(message.number)?.dispose();
    this.timers.delete(message.number);
  }

  private announce(message: SentMessage): SentMessage {
    this.changed.fire(message);
    return message;
  }

  private update(message: SentMessage): SentMessage {
    this.sent = this.sent.map((other) => (other.number === message.number ? message : other));
    if (message.arrival) this.stopTimer(message);
    return this.announce(message);
  }
}

function canBe(message: SentMessage, arrival: Arrival): boolean {
  const delayMs = arrival.receivedAtMs - message.sentAtMs;
  return (
    message.arrival === undefined &&
    message.answer?.kind !== 'error' &&
    delayMs >= -clockSlackMs &&
    delayMs <= joinedWithinMs &&
    (message.device === undefined || message.device === arrival.device) &&
    formatHex(message.payload) === formatHex(arrival.payload)
  );
}
