import { parseHex } from '../../sigfox/hex';
import { maxPayloadBytes } from '../../sigfox/payloadField';

/** Why a modem does not do what it was told. */
export type Refusal =
  'oddDigits' | 'tooLong' | 'empty' | 'notHex' | 'badFlag' | 'badValue' | 'busy' | 'unknownCommand';

/** What a command makes a modem do. */
export type ModemAction =
  | { readonly kind: 'answered'; readonly lines: readonly string[] }
  | { readonly kind: 'sending'; readonly payload: Uint8Array; readonly wantsDownlink: boolean }
  /** A frame without a message: it takes a number and nothing arrives. */
  | { readonly kind: 'keepAlive' }
  | { readonly kind: 'refused'; readonly reason: Refusal };

/** The digits behind `AT$SF=`. */
export function readFrame(digits: string, wantsDownlink: boolean): ModemAction {
  if (digits === '') return refused('empty');
  if (!/^[0-9a-f]+$/i.test(digits)) return refused('notHex');
  if (digits.length % 2 !== 0) return refused('oddDigits');
  if (digits.length > 2 * maxPayloadBytes) return refused('tooLong');
  const read = parseHex(digits);
  if (read.kind === 'invalid') return refused('notHex');
  return { kind: 'sending', payload: read.payload, wantsDownlink };
}

/** The digit behind `AT$SB=`: a frame of one bit, which the backend shows as the byte 00 or 01. */
export function readBit(digit: string, wantsDownlink: boolean): ModemAction {
  if (!/^[01]$/.test(digit)) return refused(digit === '' ? 'empty' : 'badValue');
  return { kind: 'sending', payload: Uint8Array.of(Number(digit)), wantsDownlink };
}

function refused(reason: Refusal): ModemAction {
  return { kind: 'refused', reason };
}
