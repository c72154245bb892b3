import * as l10n from '@vscode/l10n';

/** What the sequence numbers of one device told so far. */
export interface SequenceState {
  readonly last: number;
  readonly timeMs: number;
  /** Where the counter wraps, once a wrap was seen. */
  readonly modulo: number | undefined;
}

/** What one sequence number says about the messages between. "Lost" is never claimed: that needs Sigfox's own word. */
export type SequenceEvent =
  | { readonly kind: 'first' | 'next' | 'duplicate' | 'late' | 'restarted' }
  /** Numbers `from` to `to` did not come to the topic; `count` of them. */
  | {
      readonly kind: 'notSeen';
      readonly from: number;
      readonly to: number;
      readonly count: number;
    };

// The counter has 7 to 12 bits, by device.
const modulos = [128, 256, 512, 1024, 2048, 4096] as const;

/** Every message is kept with its event: those that say no more than their kind are shared. */
const plain = {
  first: { kind: 'first' },
  next: { kind: 'next' },
  duplicate: { kind: 'duplicate' },
  late: { kind: 'late' },
  restarted: { kind: 'restarted' },
} as const;

/** A jump over more than this many numbers at a wrap is taken for a restart. */
const maxGapAtWrap = 32;

/** Judges the next sequence number of a device. `timeMs` is when Sigfox received the message. */
export function followSequence(
  previous: SequenceState | undefined,
  seqNumber: number,
  timeMs: number,
): { readonly state: SequenceState; readonly event: SequenceEvent } {
  if (!previous) return moved(undefined, seqNumber, timeMs, plain.first);
  if (seqNumber === previous.last) {
    // The backend repeats a callback with the same time; a device that was reset sends its first number again.
    if (timeMs === previous.timeMs) return { state: previous, event: plain.duplicate };
    return moved(previous.modulo, seqNumber, timeMs, plain.restarted);
  }
  if (timeMs < previous.timeMs) return { state: previous, event: plain.late };
  if (seqNumber > previous.last) {
    return moved(previous.modulo, seqNumber, timeMs, between(previous.last, seqNumber, undefined));
  }
  const modulo = previous.modulo ?? wrapModulo(previous.last, seqNumber);
  if (modulo === undefined || modulo - previous.last + seqNumber > maxGapAtWrap) {
    return moved(previous.modulo, seqNumber, timeMs, plain.restarted);
  }
  return moved(modulo, seqNumber, timeMs, between(previous.last, seqNumber, modulo));
}

/** `#74–#75`, or `#74` when it is one. */
export function formatNotSeen(event: { readonly from: number; readonly to: number }): string {
  return event.from === event.to ? `#${event.from}` : `#${event.from}–#${event.to}`;
}

/** Why numbers can be absent without any message being lost. */
export function notSeenCause(count: number): string {
  return count === 1
    ? l10n.t(
        'Most likely the confirmation of a downlink or the daily keep-alive: each takes one number and never reaches the topic.',
      )
    : l10n.t(
        'Confirmations of downlinks and the daily keep-alive each take one number and never reach the topic; a callback that failed, or a time without connection, leaves a gap too.',
      );
}

function moved(
  modulo: number | undefined,
  last: number,
  timeMs: number,
  event: SequenceEvent,
): { readonly state: SequenceState; readonly event: SequenceEvent } {
  return { state: { last, timeMs, modulo }, event };
}

function between(last: number, next: number, modulo: number | undefined): SequenceEvent {
  const count = (modulo === undefined ? next - last : modulo - last + next) - 1;
  if (count === 0) return plain.next;
  const wrap = (number: number) => (modulo === undefined ? number : (number + modulo) % modulo);
  return { kind: 'notSeen', from: wrap(last + 1), to: wrap(next - 1), count };
}

/** The smallest modulo at which going from `last` to `next` is a short step over the end. */
function wrapModulo(last: number, next: number): number | undefined {
  return modulos.find((modulo) => last < modulo && modulo - last + next <= maxGapAtWrap);
}
