import * as l10n from '@vscode/l10n';

/** A Sigfox uplink carries at most this many bytes. */
export const maxPayloadBytes = 12;

/** What is wrong with a payload config or a callback body, where, and what to write instead. */
export interface Problem {
  readonly severity: 'error' | 'warning';
  /** Offsets in the text, the end not included. */
  readonly at: readonly [start: number, end: number];
  readonly message: string;
  readonly fix: string;
}

export type FieldType = 'bool' | 'char' | 'float' | 'uint' | 'int';

/** One field of a payload config with its place in the payload worked out. */
export interface Field {
  readonly name: string;
  readonly type: FieldType;
  /** Width in bits; a `bool` has one, a `char:6` has 48. */
  readonly bits: number;
  readonly endian: 'big' | 'little';
  /** First bit, counted from the most significant bit of byte 0. */
  readonly firstBit: number;
  readonly firstByte: number;
  /** Last byte the field touches. */
  readonly lastByte: number;
  /** Offsets of the field in the config's text, the end not included. */
  readonly at: readonly [start: number, end: number];
}

/** The type as the grammar writes it: `float:32`, `uint:16:little-endian`, `uint:4::3`. */
export function formatFieldType(field: Field): string {
  const startBit = 7 - (field.firstBit % 8);
  switch (field.type) {
    case 'bool':
      return `bool:${startBit}`;
    case 'char':
      return `char:${field.bits / 8}${startBit === 7 ? '' : `:${startBit}`}`;
    case 'float':
    case 'uint':
    case 'int': {
      const endian = field.endian === 'little' ? ':little-endian' : '';
      return `${field.type}:${field.bits}${endian}${startBit === 7 ? '' : `::${startBit}`}`;
    }
  }
}

/** The bytes a field lies in, in words: `byte 4`, `bytes 0–3`. */
export function formatFieldBytes(field: Field): string {
  return field.firstByte === field.lastByte
    ? l10n.t('byte {0}', field.firstByte)
    : l10n.t('bytes {0}–{1}', field.firstByte, field.lastByte);
}
