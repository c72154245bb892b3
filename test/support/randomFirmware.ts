import type { Field, FieldType } from '../../src/sigfox/payloadField';
import type { FieldValue } from '../../src/sigfox/payloadCodec';
import { hasErrors, parsePayloadConfig } from '../../src/sigfox/payloadGrammar';

/** A number from 0 up to, not including, `below`; always the same numbers for a seed. */
export type Draw = (below: number) => number;

/** Mulberry32: small, and good enough to mix corners. */
export function seeded(seed: number): Draw {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** A config that can be decoded: fields one after the other or at an index, with gaps, offsets and overlaps. */
export function randomConfig(draw: Draw): string {
  for (;;) {
    const count = 1 + draw(6);
    const fields = Array.from({ length: count }, (_, at) => randomField(draw, names[at] ?? 'z'));
    const text = fields.join(' ');
    if (!hasErrors(parsePayloadConfig(text))) return text;
  }
}

const names = ['temp', 'b1', 'DATA', 'int8', 'a_b', '_x', 'long'];

function randomField(draw: Draw, name: string): string {
  const type = (['bool', 'char', 'float', 'uint', 'int'] as const)[draw(5)] ?? 'bool';
  const index = draw(4) === 0 ? String(draw(12)) : '';
  return `${name}:${index}:${randomType(draw, type)}`;
}

function randomType(draw: Draw, type: FieldType): string {
  const offset = draw(4) === 0 ? `::${draw(8)}` : '';
  if (type === 'bool') return `bool:${draw(8)}`;
  if (type === 'char') return `char:${1 + draw(6)}`;
  const isLittle = offset === '' && draw(3) === 0;
  const bits = type === 'float' ? 32 + 32 * draw(2) : isLittle ? 8 + 8 * draw(8) : 1 + draw(64);
  return `${type}:${bits}${isLittle ? ':little-endian' : offset}`;
}

/** A value that the field can hold, and how C++ writes it. */
export function randomValue(
  field: Field,
  draw: Draw,
): { readonly value: FieldValue; readonly cpp: string } {
  switch (field.type) {
    case 'bool': {
      const value = draw(2) === 1;
      return { value, cpp: String(value) };
    }
    case 'char': {
      const length = draw(field.bits / 8 + 1);
      const value = Array.from({ length }, () => letters[draw(letters.length)]).join('');
      return { value, cpp: JSON.stringify(value) };
    }
    case 'float':
      return randomFloat(draw);
    case 'uint':
    case 'int':
      return randomInteger(field, draw);
  }
}

const letters = 'abcXYZ019 _~!$}';

/** On AVR a double is a float, so that is what can be sent; given by its bits, since decimals are rounded. */
function randomFloat(draw: Draw): { readonly value: number; readonly cpp: string } {
  const special = [0x00000000, 0x80000000, 0x00000001, 0x007fffff, 0x7f7fffff, 0x7f800000];
  const bits = draw(4) === 0 ? special[draw(special.length)] : finite(draw);
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, bits ?? 0);
  const hex = `0x${(bits ?? 0).toString(16)}UL`;
  const cpp = `[] { const uint32_t bits = ${hex}; float value; memcpy(&value, &bits, 4); return value; }()`;
  return { value: view.getFloat32(0), cpp };
}

function finite(draw: Draw): number {
  const [sign, exponent, fraction] = [draw(2), 1 + draw(253), draw(2 ** 23)];
  return sign * 2 ** 31 + exponent * 2 ** 23 + fraction;
}

function randomInteger(
  { type, bits }: Field,
  draw: Draw,
): { readonly value: number | bigint; readonly cpp: string } {
  let raw = 0n;
  for (let at = 0; at < 4; at++) raw = (raw << 16n) | BigInt(draw(2 ** 16));
  const corner = draw(5);
  const [low, high] = [0n, (1n << BigInt(bits)) - 1n];
  const unsigned = corner === 0 ? high : corner === 1 ? low : BigInt.asUintN(bits, raw);
  const value = type === 'int' ? BigInt.asIntN(bits, unsigned) : unsigned;
  const number = Number(value);
  const cppBits = BigInt.asUintN(64, value);
  return {
    value: Number.isSafeInteger(number) ? number : value,
    cpp: `(${type === 'int' ? 'int64_t' : 'uint64_t'})0x${cppBits.toString(16)}ULL`,
  };
}
