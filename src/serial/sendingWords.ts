import * as l10n from '@vscode/l10n';
import { type ModemLine, readModemLine } from './modemLine';
import type { SentMessage } from './sentMessages';

/** What stands beside a line of the log. */
export interface RowNote {
  readonly text: string;
  readonly kind: 'info' | 'good' | 'bad';
  /** The message it leads to, or the chain when it did not arrive. */
  readonly leadsTo?:
    { readonly kind: 'message'; readonly messageNumber: number } | { readonly kind: 'chain' };
}

/** Decodes a payload by the config of its device; undefined where none is known. */
export type PayloadReader = (
  payload: Uint8Array,
  device: SentMessage['device'],
) => string | undefined;

/** Notes for a line: what it sends, decoded, and what became of it. */
export function rowNotes(
  text: string,
  sending: SentMessage | undefined,
  read: PayloadReader,
): RowNote[] {
  const line = readModemLine(text);
  if (!line) return [];
  switch (line.kind) {
    case 'send': {
      const values = read(line.payload, sending?.device);
      const notes: RowNote[] = values === undefined ? [] : [{ text: values, kind: 'info' }];
      return sending ? [...notes, fateOf(sending)] : notes;
    }
    case 'badSend':
      return [{ text: problemWords(line.problem), kind: 'bad' }];
    case 'downlink':
      return [{ text: l10n.t('downlink'), kind: 'info' }];
    default:
      return [];
  }
}

/** `arrived after 2.3 s` */
function fateOf({ arrival, sentAtMs, answer, isOverdue }: SentMessage): RowNote {
  if (arrival) {
    return {
      text: l10n.t('arrived after {0}', duration(arrival.receivedAtMs - sentAtMs)),
      kind: 'good',
      leadsTo: { kind: 'message', messageNumber: arrival.messageNumber },
    };
  }
  if (answer?.kind === 'error') return { text: l10n.t('refused by the modem'), kind: 'bad' };
  if (isOverdue) {
    return {
      text: l10n.t('not arrived after 5 min: check the chain'),
      kind: 'bad',
      leadsTo: { kind: 'chain' },
    };
  }
  return { text: answer ? l10n.t('sent, on its way') : l10n.t('sending'), kind: 'info' };
}

/** Said at a message: when and where its line stands in a serial log. */
export function sentWords({ arrival, sentAtMs, port }: SentMessage, sentAt: string): string {
  const delay = duration((arrival?.receivedAtMs ?? sentAtMs) - sentAtMs);
  return l10n.t('sent {0} on {1}, {2} before', sentAt, port, delay);
}

function duration(ms: number): string {
  const seconds = Math.max(0, ms) / 1_000;
  return seconds < 100
    ? l10n.t('{0} s', seconds.toFixed(1))
    : l10n.t('{0} min', (seconds / 60).toFixed(1));
}

function problemWords(problem: Extract<ModemLine, { kind: 'badSend' }>['problem']): string {
  switch (problem) {
    case 'odd':
      return l10n.t('an odd number of digits: a leading zero is missing, the modem refuses it');
    case 'tooLong':
      return l10n.t('more than 12 bytes: the modem refuses it');
    case 'empty':
      return l10n.t('nothing to send');
    case 'notHex':
      return l10n.t('not hexadecimal: the modem refuses it');
  }
}
