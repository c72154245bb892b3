// A second, slow reading of the payload grammar: bit strings and whole-text patterns, no code shared with src/. Where
// it and the product differ, one of the two is wrong.

export interface OracleField {
  readonly name: string;
  readonly type: 'bool' | 'char' | 'float' | 'uint' | 'int';
  readonly bits: number;
  readonly isLittle: boolean;
  /** Position of the first bit in the payload written as a string of 0 and 1. */
  readonly from: number;
}

export type OracleValue = boolean | bigint | number | string;

const token =
  /^([A-Za-z0-9_]+):(\d{0,4}):(?:(bool):([0-7])|(char):(\d{1,3})(?:::([0-7]?)|:([0-7]?))?|(float|uint|int):(\d{1,3})(?::(little-endian|big-endian)(?::([0-7]?))?|::([0-7]?)|:([0-7]?))?)$/;

/** The fields, or undefined when the text has an error anywhere. */
export function readConfig(text: string): OracleField[] | undefined {
  if (text.trim() === '' || /[,;]/.test(text) || text.length > 4096) return undefined;
  const fields: OracleField[] = [];
  let next = 0;
  for (const word of text.trim().split(/\s+/)) {
    const m = token.exec(word);
    if (!m) return undefined;
    const [
      ,
      name = '',
      index = '',
      isBool,
      bit,
      isChar,
      length,
      charOffsetA,
      charOffsetB,
      number,
      width,
      order,
    ] = m;
    const offsetText = isChar
      ? (charOffsetA ?? charOffsetB ?? '')
      : (m[12] ?? m[13] ?? m[14] ?? '');
    if (index !== '' && Number(index) > 11) return undefined;
    if (fields.some((field) => field.name === name)) return undefined;
    const start = index === '' ? next : Number(index);
    if (isBool) {
      if (start > 11) return undefined;
      fields.push({
        name,
        type: 'bool',
        bits: 1,
        isLittle: false,
        from: start * 8 + (7 - Number(bit)),
      });
      next = start;
      continue;
    }
    const bits = isChar ? Number(length) * 8 : Number(width);
    if (bits < 1 || (isChar ? bits > 96 : bits > 64)) return undefined;
    if (number === 'float' && bits !== 32 && bits !== 64) return undefined;
    const isLittle = order === 'little-endian';
    if (isLittle && (bits % 8 !== 0 || offsetText !== '')) return undefined;
    const from = start * 8 + (offsetText === '' ? 0 : 7 - Number(offsetText));
    const last = Math.ceil((from + bits) / 8) - 1;
    if (last > 11) return undefined;
    const type = isChar ? 'char' : (number as 'float' | 'uint' | 'int');
    fields.push({ name, type, bits, isLittle, from });
    next = offsetText === '' ? last + 1 : last;
  }
  return fields;
}

export function bitsOf(payload: Uint8Array): string {
  return [...payload].map((byte) => byte.toString(2).padStart(8, '0')).join('');
}

/** The value, or undefined where the payload is too short or a text is not ASCII. */
export function readField(field: OracleField, payloadBits: string): OracleValue | undefined {
  const end = Math.ceil((field.from + field.bits) / 8) * 8;
  if (payloadBits.length < end) return undefined;
  let bits = payloadBits.slice(field.from, field.from + field.bits);
  if (field.isLittle) bits = (bits.match(/.{8}/g) ?? []).reverse().join('');
  const unsigned = BigInt(`0b${bits}`);
  switch (field.type) {
    case 'bool':
      return bits === '1';
    case 'uint':
      return unsigned;
    case 'int':
      return bits.startsWith('1') ? unsigned - 2n ** BigInt(field.bits) : unsigned;
    case 'float':
      return field.bits === 32
        ? new Float32Array(new Uint32Array([Number(unsigned)]).buffer)[0]
        : new Float64Array(new BigUint64Array([unsigned]).buffer)[0];
    case 'char': {
      const codes = (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2));
      if (codes.some((code) => code > 127)) return undefined;
      return String.fromCharCode(...codes).replace(/\0+$/, '');
    }
  }
}

/** The payload with only the bits that fields use, as encoding its own values has to give it. */
export function usedBits(fields: readonly OracleField[], payloadBits: string): string {
  const length = Math.max(...fields.map((field) => Math.ceil((field.from + field.bits) / 8) * 8));
  const used = new Set(
    fields.flatMap((field) => Array.from({ length: field.bits }, (_, at) => field.from + at)),
  );
  return Array.from(payloadBits.slice(0, length))
    .map((bit, at) => (used.has(at) ? bit : '0'))
    .join('');
}
