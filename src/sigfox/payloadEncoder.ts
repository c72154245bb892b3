import * as l10n from '@vscode/l10n';
import type { Field } from './payloadField';
import type { FieldProblem, FieldValue } from './payloadCodec';
import type { PayloadConfig } from './payloadGrammar';

export type EncodedPayload =
  | { readonly kind: 'payload'; readonly payload: Uint8Array }
  | { readonly kind: 'invalid'; readonly problems: readonly FieldProblem[] };

/** Writes the values as the device does: the reverse of decoding. Bits that no field uses are 0. */
export function encodePayload(
  config: PayloadConfig,
  values: ReadonlyMap<string, FieldValue>,
): EncodedPayload {
  const length = Math.max(0, ...config.fields.map((field) => field.lastByte + 1));
  const bits = new Array<number | undefined>(length * 8);
  const problems: FieldProblem[] = [];
  for (const field of config.fields) {
    const value = values.get(field.name);
    const message = value === undefined ? missing(field) : writeField(field, value, bits);
    if (message !== undefined) problems.push({ field: field.name, message });
  }
  if (problems.length > 0) return { kind: 'invalid', problems };
  const payload = new Uint8Array(length);
  bits.forEach((bit, at) => {
    const byte = at >> 3;
    payload[byte] = (payload[byte] ?? 0) | ((bit ?? 0) << (7 - (at & 7)));
  });
  return { kind: 'payload', payload };
}

function missing(field: Field): string {
  return l10n.t('"{0}" has no value.', field.name);
}

/** Gives what is wrong, or undefined when the bits are written. */
function writeField(
  field: Field,
  value: FieldValue,
  bits: (number | undefined)[],
): string | undefined {
  const number = fieldBits(field, value);
  if (typeof number === 'string') return number;
  for (let at = 0; at < field.bits; at++) {
    const place = bitPlace(field, at);
    const bit = Number((number >> BigInt(field.bits - 1 - at)) & 1n);
    const other = bits[place];
    if (other !== undefined && other !== bit) {
      return l10n.t(
        '"{0}" shares a bit with a field before it that has another value there.',
        field.name,
      );
    }
    bits[place] = bit;
  }
  return undefined;
}

/** Where the bit lies that is `at` bits behind the most significant bit of the value. */
function bitPlace(field: Field, at: number): number {
  if (field.endian === 'big') return field.firstBit + at;
  return (field.lastByte - (at >> 3)) * 8 + (at & 7);
}

/** The value as an unsigned number as wide as the field, or what is wrong with it. */
function fieldBits(field: Field, value: FieldValue): bigint | string {
  switch (field.type) {
    case 'bool':
      return typeof value === 'boolean'
        ? value
          ? 1n
          : 0n
        : l10n.t('"{0}" is true or false.', field.name);
    case 'char':
      return typeof value === 'string'
        ? charBits(field, value)
        : l10n.t('"{0}" is a text.', field.name);
    case 'float':
      return typeof value === 'number'
        ? floatBits(field, value)
        : l10n.t('"{0}" is a number.', field.name);
    case 'uint':
    case 'int':
      return integerBits(field, value);
  }
}

function charBits(field: Field, text: string): bigint | string {
  const length = field.bits / 8;
  if (!/^[\u0000-\u007f]*$/.test(text)) return l10n.t('"{0}" takes 7-bit ASCII only.', field.name);
  if (text.length > length) {
    return l10n.t('"{0}" has room for {1} characters, not {2}.', field.name, length, text.length);
  }
  let number = 0n;
  for (let at = 0; at < length; at++) {
    number = (number << 8n) | BigInt(at < text.length ? text.charCodeAt(at) : 0);
  }
  return number;
}

function floatBits(field: Field, value: number): bigint | string {
  const view = new DataView(new ArrayBuffer(8));
  if (field.bits === 64) {
    view.setFloat64(0, value);
    return view.getBigUint64(0);
  }
  if (Number.isFinite(value) && !Number.isFinite(Math.fround(value))) {
    return l10n.t('"{0}" is too large for a float of 32 bits.', field.name);
  }
  view.setFloat32(0, value);
  return BigInt(view.getUint32(0));
}

function integerBits(field: Field, value: FieldValue): bigint | string {
  if (typeof value !== 'bigint' && !(typeof value === 'number' && Number.isInteger(value))) {
    return l10n.t('"{0}" is a whole number.', field.name);
  }
  const number = BigInt(value);
  const isSigned = field.type === 'int';
  const min = isSigned ? -(1n << BigInt(field.bits - 1)) : 0n;
  const max = (1n << BigInt(isSigned ? field.bits - 1 : field.bits)) - 1n;
  if (number < min || number > max) {
    return l10n.t(
      '"{0}" is {1} to {2}, not {3}.',
      field.name,
      String(min),
      String(max),
      String(number),
    );
  }
  return BigInt.asUintN(field.bits, number);
}
