import * as l10n from '@vscode/l10n';
import { type Field, formatFieldType, maxPayloadBytes, type Problem } from './payloadField';
import type { FieldToken } from './payloadToken';

/**
 * Gives every field its place, from left to right. The one place that decides what the sources leave open; the tests
 * "payloadLayout, where the sources are ambiguous" pin each decision:
 *
 * - A bool leaves the cursor on its byte, also when it has an index of its own.
 * - A field with a start bit leaves the cursor on its last byte, also when the start bit written is 7, the default.
 * - Any other field moves the cursor behind its last byte, also when it does not fill it.
 * - The start bit is included: `uint:32:2` begins with bit 2 of its first byte. (One published example counts one bit
 *   less, against its own rule; there is no parity with the backend there.)
 * - A field that runs past byte 11 can never be read and is an error.
 */
export class PayloadLayout {
  private cursor = 0;
  /** Bits that fields before have read, from the most significant bit of byte 0. */
  private readonly used = new Set<number>();
  /** Set while the width of a field is not known: what follows without an index has no place. */
  private unknownBefore: FieldToken | undefined;

  place(token: FieldToken): { readonly field?: Field; readonly problems: readonly Problem[] } {
    if (!token.shape) {
      this.unknownBefore = token;
      return { problems: [] };
    }
    if (token.index !== undefined) this.unknownBefore = undefined;
    else if (this.unknownBefore) {
      return { problems: token.isFaulty ? [] : [notPlaced(token, this.unknownBefore)] };
    }
    const { type, bits, endian, startBit } = token.shape;
    const firstByte = token.index ?? this.cursor;
    const firstBit = firstByte * 8 + 7 - (startBit ?? 7);
    const lastByte = Math.floor((firstBit + bits - 1) / 8);
    const field = {
      name: token.name ?? '',
      type,
      bits,
      endian,
      firstBit,
      firstByte,
      lastByte,
      at: token.at,
    };
    const problems = [...this.judge(token, field)];
    this.cursor = type === 'bool' ? firstByte : startBit === undefined ? lastByte + 1 : lastByte;
    for (let bit = firstBit; bit < firstBit + bits; bit++) this.used.add(bit);
    const isReadable = !token.isFaulty && lastByte < maxPayloadBytes;
    return isReadable ? { field, problems } : { problems };
  }

  private *judge(token: FieldToken, field: Field): Iterable<Problem> {
    if (field.lastByte >= maxPayloadBytes) {
      yield {
        severity: 'error',
        at: token.at,
        message: l10n.t(
          '"{0}" ends in byte {1}; a payload has 12 bytes, 0 to 11.',
          field.name,
          field.lastByte,
        ),
        fix: l10n.t('Move it forward with a byte index, or make it narrower.'),
      };
      return;
    }
    if (token.index !== undefined || !this.overlaps(field)) return;
    const next = field.firstByte + 1;
    yield {
      severity: 'warning',
      at: token.at,
      message: l10n.t(
        '"{0}" reads byte {1} again, which fields before it have read.',
        field.name,
        field.firstByte,
      ),
      fix:
        next + field.lastByte - field.firstByte < maxPayloadBytes
          ? l10n.t(
              'Write "{0}" to begin with the next byte.',
              `${field.name}:${next}:${formatFieldType(field)}`,
            )
          : l10n.t('Give it a byte index of its own.'),
    };
  }

  private overlaps(field: Field): boolean {
    for (let bit = field.firstBit; bit < field.firstBit + field.bits; bit++) {
      if (this.used.has(bit)) return true;
    }
    return false;
  }
}

function notPlaced(token: FieldToken, before: FieldToken): Problem {
  return {
    severity: 'error',
    at: token.at,
    message: l10n.t(
      '"{0}" has no place: the width of a field before it is not known.',
      token.name ?? '',
    ),
    fix: l10n.t(
      'Mend the field before it (at {0}) first, or give this one a byte index.',
      before.at[0],
    ),
  };
}
