import * as l10n from '@vscode/l10n';
import { formatNotSeen, notSeenCause } from '../sigfox/sequence';
import { messageTimeMs, type StoredMessage } from './messageStore';
import type { TimeFormat } from './relativeTime';

export const stripKinds = [
  'received',
  'notSeen',
  'duplicate',
  'late',
  'restarted',
  'unnumbered',
] as const;

export type StripKind = (typeof stripKinds)[number];

/** One cell of the strip: a message, or the numbers that did not come before it. */
export interface StripCell {
  readonly kind: StripKind;
  /** How many numbers the cell stands for. */
  readonly count: number;
  /** Number of the message in the store, which picking the cell shows. */
  readonly message: number;
  /** `#77, 14:02:11: received` */
  readonly spoken: string;
}

export interface SequenceStrip {
  readonly cells: readonly StripCell[];
  /** `118 received, 3 not seen, 1 late` */
  readonly summary: string;
  /** What the kinds that occur mean, each in a sentence. */
  readonly legend: readonly {
    readonly kind: StripKind;
    readonly label: string;
    readonly meaning: string;
  }[];
}

/** The newest so many messages are drawn: a screen is about that wide. */
export const stripLength = 200;

/** What the sequence numbers of a device tell, oldest first. A number that did not come is "not seen", never "lost". */
export function sequenceStrip(
  messages: readonly StoredMessage[],
  copies: number,
  format: TimeFormat,
): SequenceStrip {
  const cells = messages.slice(-stripLength).flatMap((message) => cellsOf(message, format));
  const counts = new Map<StripKind, number>();
  for (const { kind, count } of cells) counts.set(kind, (counts.get(kind) ?? 0) + count);
  return {
    cells,
    summary: summaryOf(counts, copies),
    legend: stripKinds
      .filter((kind) => counts.has(kind))
      .map((kind) => ({ kind, ...legendOf(kind, counts.get(kind) ?? 0) })),
  };
}

function cellsOf(message: StoredMessage, format: TimeFormat): StripCell[] {
  const { sequence, content, number } = message;
  const seqNumber = content.kind === 'message' ? content.message.seqNumber : undefined;
  const time = format.dateTime(messageTimeMs(message));
  const kind = kindOf(sequence?.kind);
  const what = legendOf(kind, 1).label;
  const cell: StripCell = {
    kind,
    count: 1,
    message: number,
    spoken: seqNumber === undefined ? `${time}: ${what}` : `#${seqNumber}, ${time}: ${what}`,
  };
  if (sequence?.kind !== 'notSeen') return [cell];
  const label = legendOf('notSeen', sequence.count).label;
  const gap: StripCell = {
    kind: 'notSeen',
    count: sequence.count,
    message: number,
    spoken: `${formatNotSeen(sequence)}: ${label}`,
  };
  return [gap, cell];
}

function kindOf(kind: NonNullable<StoredMessage['sequence']>['kind'] | undefined): StripKind {
  switch (kind) {
    case undefined:
      return 'unnumbered';
    case 'first':
    case 'next':
    case 'notSeen':
      return 'received';
    case 'duplicate':
    case 'late':
    case 'restarted':
      return kind;
  }
}

function summaryOf(counts: ReadonlyMap<StripKind, number>, copies: number): string {
  const words = stripKinds.flatMap((kind) => {
    const count = counts.get(kind) ?? 0;
    return count === 0 ? [] : [`${count.toLocaleString('en')} ${legendOf(kind, count).label}`];
  });
  if (copies > 0) words.push(l10n.t('{0} exact copies left out', copies.toLocaleString('en')));
  return words.length === 0 ? l10n.t('No message yet') : words.join(', ');
}

function legendOf(
  kind: StripKind,
  count: number,
): { readonly label: string; readonly meaning: string } {
  switch (kind) {
    case 'received':
      return { label: l10n.t('received'), meaning: l10n.t('The number came to the topic.') };
    case 'notSeen':
      return { label: l10n.t('not seen'), meaning: notSeenCause(count) };
    case 'duplicate':
      return {
        label: l10n.t('again'),
        meaning: l10n.t('The same number with the same time: the backend repeated the callback.'),
      };
    case 'late':
      return {
        label: l10n.t('late'),
        meaning: l10n.t('Sigfox received it before one that came earlier.'),
      };
    case 'restarted':
      return {
        label: l10n.t('restarted'),
        meaning: l10n.t('The counter went back: the modem was replaced or reset.'),
      };
    case 'unnumbered':
      return {
        label: l10n.t('without number'),
        meaning: l10n.t('The body has no "seqNumber", so nothing can be said of gaps.'),
      };
  }
}
