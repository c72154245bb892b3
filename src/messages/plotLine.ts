import * as l10n from '@vscode/l10n';
import type { FieldValue } from '../sigfox/payloadCodec';
import { followSequence, formatNotSeen, type SequenceState } from '../sigfox/sequence';
import { messageTimeMs, type StoredMessage } from './messageStore';

/** A time without values: numbers that did not come, or a message that has no value for the field. */
export interface PlotGap {
  readonly fromMs: number;
  readonly toMs: number;
  /** `3 not seen (#74–#76)` */
  readonly label: string;
}

export interface PlotPoint {
  readonly timeMs: number;
  /** Null breaks the line. */
  readonly value: number | null;
}

/** A screen shows far fewer; the oldest go first. */
const maxPoints = 100_000;

/** The values of one field of one device, taken in as messages come and given in the order of time. */
export class PlotLine {
  private readonly taken: PlotPoint[] = [];
  private readonly gapsSeen: PlotGap[] = [];
  private sequence: SequenceState | undefined;
  private isSorted = true;
  private wasCut = false;

  get points(): readonly PlotPoint[] {
    if (!this.isSorted) this.taken.sort((a, b) => a.timeMs - b.timeMs);
    this.isSorted = true;
    return this.taken;
  }

  /** Older values were left out. */
  get isCut(): boolean {
    return this.wasCut;
  }

  get gaps(): readonly PlotGap[] {
    return this.gapsSeen;
  }

  /** In the order of arrival; `value` is undefined where the message has none for the field. */
  add(message: Pick<StoredMessage, 'content' | 'received'>, value: number | undefined): void {
    const timeMs = messageTimeMs(message);
    this.follow(message, timeMs);
    const last = this.taken.at(-1);
    if (last && timeMs < last.timeMs) this.isSorted = false;
    this.taken.push({ timeMs, value: value ?? null });
    if (value === undefined) {
      this.gapsSeen.push({ fromMs: timeMs, toMs: timeMs, label: l10n.t('no value') });
    }
    if (this.taken.length > maxPoints * 1.1) this.forget();
  }

  private forget(): void {
    this.taken.splice(0, this.taken.length - maxPoints);
    const firstMs = this.taken[0]?.timeMs ?? 0;
    const first = this.gapsSeen.findIndex(({ toMs }) => toMs >= firstMs);
    this.gapsSeen.splice(0, first < 0 ? this.gapsSeen.length : first);
    this.wasCut = true;
  }

  /** Numbers that did not come break the line half way. */
  private follow({ content }: Pick<StoredMessage, 'content'>, timeMs: number): void {
    const seqNumber = content.kind === 'message' ? content.message.seqNumber : undefined;
    if (seqNumber === undefined) return;
    const before = this.sequence;
    const { state, event } = followSequence(before, seqNumber, timeMs);
    this.sequence = state;
    if (event.kind !== 'notSeen' || !before) return;
    const label = l10n.t('{0} not seen ({1})', event.count, formatNotSeen(event));
    this.gapsSeen.push({ fromMs: before.timeMs, toMs: timeMs, label });
    this.taken.push({ timeMs: (before.timeMs + timeMs) / 2, value: null });
  }
}

/** A value as a point; undefined for what is no number. Bodies write numbers as text now and then. */
export function plottedValue(value: FieldValue | undefined): number | undefined {
  if (typeof value === 'boolean') return value ? 1 : 0;
  const isNumeric = typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value.trim());
  if (typeof value === 'string' && !isNumeric) return undefined;
  const number = value === undefined ? Number.NaN : Number(value);
  return Number.isFinite(number) ? number : undefined;
}
