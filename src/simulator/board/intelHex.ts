import * as l10n from '@vscode/l10n';
import { safeLine } from '../../shared/safeText';

/** A firmware: its bytes from flash address 0, gaps filled as erased flash is. */
export type IntelHex =
  | { readonly kind: 'image'; readonly bytes: Uint8Array; readonly start: number }
  | { readonly kind: 'invalid'; readonly reason: string };

/** Types of records in use for 8-bit chips. */
const dataRecord = 0;
const endRecord = 1;
const segmentRecord = 2;
const startSegmentRecord = 3;
const linearRecord = 4;
const startLinearRecord = 5;

const erased = 0xff;

/** Reads the text of a `.hex` file for a chip with `flashBytes`; what does not fit is refused, never cut off. */
export function readIntelHex(text: string, flashBytes: number): IntelHex {
  const flash = new Uint8Array(flashBytes).fill(erased);
  let base = 0;
  let start = flashBytes;
  let end = 0;
  let hasEnded = false;
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
    if (line.trim() === '') continue;
    const record = readRecord(line.trim());
    if (typeof record === 'string') return invalid(index + 1, record);
    if (hasEnded) return invalid(index + 1, l10n.t('something follows the end record'));
    switch (record.type) {
      case dataRecord: {
        const at = base + record.address;
        if (at + record.data.length > flashBytes) {
          return invalid(index + 1, pastTheEnd(at + record.data.length, flashBytes));
        }
        flash.set(record.data, at);
        start = Math.min(start, at);
        end = Math.max(end, at + record.data.length);
        break;
      }
      case endRecord:
        hasEnded = true;
        break;
      case segmentRecord:
      case linearRecord:
        if (record.data.length !== 2) return invalid(index + 1, l10n.t('an address has two bytes'));
        base = upperAddress(record.data) * (record.type === segmentRecord ? 0x10 : 0x10000);
        break;
      // Where a program starts is no question on these chips: at the reset vector.
      case startSegmentRecord:
      case startLinearRecord:
        break;
      default:
        return invalid(index + 1, l10n.t('record type {0} is not known', record.type));
    }
  }
  if (!hasEnded)
    return { kind: 'invalid', reason: l10n.t('The firmware is cut off: no end record.') };
  if (end === 0) return { kind: 'invalid', reason: l10n.t('The firmware is empty.') };
  return { kind: 'image', bytes: flash.slice(0, end), start };
}

interface HexRecord {
  readonly type: number;
  readonly address: number;
  readonly data: Uint8Array;
}

/** `:` length, address, type, data, checksum. */
function readRecord(line: string): HexRecord | string {
  if (!line.startsWith(':')) return l10n.t('"{0}" is no record of Intel HEX', safeLine(line, 20));
  const digits = line.slice(1);
  if (!/^([0-9a-f]{2}){5,}$/i.test(digits)) return l10n.t('the record is not whole');
  const bytes = Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const [length = 0, high = 0, low = 0, type = 0] = bytes;
  if (bytes.length !== length + 5) return l10n.t('the record is not as long as it says');
  const sum = bytes.reduce((total, byte) => total + byte, 0) & 0xff;
  if (sum !== 0) return l10n.t('the checksum is wrong');
  return { type, address: high * 0x100 + low, data: bytes.subarray(4, 4 + length) };
}

function upperAddress(data: Uint8Array): number {
  return new DataView(data.buffer, data.byteOffset).getUint16(0);
}

function pastTheEnd(end: number, flashBytes: number): string {
  return l10n.t(
    'it reaches to 0x{0}, past the end of the flash at 0x{1}',
    end.toString(16).toUpperCase(),
    flashBytes.toString(16).toUpperCase(),
  );
}

function invalid(line: number, reason: string): IntelHex {
  return {
    kind: 'invalid',
    reason: l10n.t('The firmware is no use, line {0}: {1}.', line, reason),
  };
}
