import assert from 'node:assert/strict';
import { parseHex } from '../../../src/sigfox/hex';
import {
  compileDecoder,
  type FieldValue,
  formatFieldValue,
} from '../../../src/sigfox/payloadCodec';
import { encodePayload } from '../../../src/sigfox/payloadEncoder';
import { parsePayloadConfig } from '../../../src/sigfox/payloadGrammar';

function decode(config: string, hex: string) {
  const read = parseHex(hex);
  const parsed = parsePayloadConfig(config);
  return {
    parsed,
    ...compileDecoder(parsed).decode(read.kind === 'payload' ? read.payload : new Uint8Array()),
  };
}

const shorts =
  's1::uint:24 s2::uint:24 s3::uint:16 s4::uint:16 reboot::bool:7 b2::bool:6 b1::bool:0 sum::uint:8 bat::uint:8';

describe('compileDecoder', () => {
  const cases: readonly [
    reason: string,
    hex: string,
    config: string,
    values: readonly unknown[],
  ][] = [
    ['two bytes', '1234', 'int1::uint:8 int2::uint:8', [18, 52]],
    ['flags, then an index', 'C01234', 'b1::bool:7 b2::bool:6 i1:1:uint:16', [true, true, 4660]],
    [
      'little-endian',
      '801234',
      'b1::bool:7 b2::bool:6 i1:1:uint:16:little-endian',
      [true, false, 13330],
    ],
    [
      'a field behind little-endian',
      '80123456',
      'b1::bool:7 b2::bool:6 i1:1:uint:16:little-endian i2::uint:8',
      [true, false, 13330, 86],
    ],
    [
      'text and integers',
      '41424344454601234567890A',
      'str::char:6 i1::uint:16 i2::uint:32',
      ['ABCDEF', 291, 1164413194],
    ],
    ['three flags', 'B1', 'b1::bool:7 b2::bool:6 b3::bool:5', [true, false, true]],
    ['twelve characters', '48656c6c6f20776f726c6421', 's::char:12', ['Hello world!']],
    [
      'a nibble by its start bit',
      '507C',
      'Speed::uint:8 Direction::uint:4 Status:1:uint:4::3',
      [80, 7, 12],
    ],
    [
      'the classic mistake: nibbles take whole bytes',
      '507C',
      'Speed::uint:8 Direction::uint:4 Status::uint:4',
      [80, 7, undefined],
    ],
    [
      'fields over byte borders',
      'BD9F60',
      'a::uint:5 b:0:uint:6::2 c:1:uint:7::4 d:2:uint:1::5',
      [23, 44, 125, 1],
    ],
    [
      'an integer that rereads the flags',
      '0003e80007d0006400c881ff',
      shorts,
      [1000, 2000, 100, 200, true, false, true, 129, 255],
    ],
    ['text behind a byte', '0c414243444546', 'i::uint:8 str::char:6', [12, 'ABCDEF']],
    ['a payload that is too short', '41AC00', 'temp::float:32', [undefined]],
    ['a double', '4035800000000000', 'temp::float:64', [21.5]],
    ['a negative integer', 'FFF6', 't::int:16', [-10]],
    ['a negative integer of twelve bits', 'FF6F', 't::int:12', [-10]],
    ['a single signed bit', '80', 't::int:1', [-1]],
    ['the largest of 64 bits', 'ffffffffffffffff', 't::uint:64', [18446744073709551615n]],
    ['the smallest of 64 bits', '8000000000000000', 't::int:64', [-9223372036854775808n]],
    ['2^53 - 1 as a number', '001fffffffffffff', 't::uint:64', [9007199254740991]],
    ['2^53 as a bigint', '0020000000000000', 't::uint:64', [9007199254740992n]],
    [
      '48 bits that begin in the middle of a byte',
      'ffffffffffffffff',
      't::uint:48::5',
      [281474976710655],
    ],
    ['a float in the middle of a byte', '041df41e30', 't::float:32::3', [27.90717124938965]],
    ['text that is filled up with NUL', '41420000', 's::char:4', ['AB']],
    ['text that is not ASCII', '41c3', 's::char:2', [undefined]],
    ['no bytes at all', '', 'a::uint:8', [undefined]],
    ['bytes behind the last field', '01ffff', 'a::uint:8', [1]],
    ['a field called __proto__', '07', '__proto__::uint:8', [7]],
  ];
  for (const [reason, hex, config, values] of cases) {
    it(`reads ${reason}`, () => assert.deepEqual([...decode(config, hex).values], values));
  }

  it('says why a field has no value', () => {
    assert.deepEqual(decode('temp::float:32 h::uint:8 s:0:char:1', 'e9AC00').problems, [
      { field: 'temp', message: '"temp" needs bytes 0–3; the payload has 3 bytes.' },
      { field: 'h', message: '"h" needs byte 4; the payload has 3 bytes.' },
      { field: 's', message: '"s" holds a byte that is not 7-bit ASCII.' },
    ]);
  });
});

describe('formatFieldValue', () => {
  const floats: readonly [hex: string, text: string][] = [
    ['41df41e3', '27.907171'],
    ['41df6852', '27.925938'],
    ['41b80000', '23.0'],
    ['00000000', '0.0'],
    ['80000000', '-0.0'],
    ['c1200000', '-10.0'],
    ['3dcccccd', '0.1'],
    ['3a83126f', '0.001'],
    ['3a03126f', '5.0E-4'],
    ['4b18967f', '9999999.0'],
    ['4b189680', '1.0E7'],
    ['501502f9', '1.0E10'],
    ['7f7fffff', '3.4028235E38'],
    ['00000001', '1.0E-45'],
    ['7fc00000', 'NaN'],
    ['7f800000', 'Infinity'],
    ['ff800000', '-Infinity'],
    ['47f12008', '123456.06'],
  ];
  for (const [hex, text] of floats) {
    it(`prints float:32 ${hex} as the backend does: ${text}`, () => {
      const { parsed, values } = decode('t::float:32', hex);
      const [field] = parsed.fields;
      assert.ok(field);
      assert.equal(formatFieldValue(field, values[0] ?? ''), text);
    });
  }

  it('prints a double in full and an integer exactly', () => {
    const { parsed, values } = decode('d::float:64 i::uint:32', '3fb999999999999a0000000c');
    assert.deepEqual(
      parsed.fields.map((field, at) => formatFieldValue(field, values[at] ?? '')),
      ['0.1', '12'],
    );
  });
});

describe('encodePayload', () => {
  const encode = (config: string, values: Record<string, FieldValue>) => {
    const encoded = encodePayload(parsePayloadConfig(config), new Map(Object.entries(values)));
    return encoded.kind === 'payload'
      ? Buffer.from(encoded.payload).toString('hex')
      : encoded.problems.map(({ message }) => message);
  };
  const cases: readonly [
    reason: string,
    config: string,
    values: Record<string, FieldValue>,
    result: string | string[],
  ][] = [
    ['the message of the how-to', 'temp::float:32', { temp: 27.907171 }, '41df41e3'],
    [
      'nibbles',
      'Speed::uint:8 Direction::uint:4 Status:1:uint:4::3',
      { Speed: 80, Direction: 7, Status: 12 },
      '507c',
    ],
    ['unused bits as 0', 'a::bool:6 b:2:uint:8', { a: true, b: 255 }, '4000ff'],
    ['little-endian', 'a::int:24:little-endian', { a: -2 }, 'feffff'],
    ['a bigint', 'a::uint:64', { a: 18446744073709551615n }, 'ffffffffffffffff'],
    ['short text', 'a::char:3', { a: 'AB' }, '414200'],
    ['NaN', 'a::float:32', { a: Number.NaN }, '7fc00000'],
    ['no value', 'a::uint:8 b::uint:8', { b: 1 }, ['"a" has no value.']],
    ['a value out of range', 'a::uint:4', { a: 16 }, ['"a" is 0 to 15, not 16.']],
    ['a negative value out of range', 'a::int:8', { a: -129 }, ['"a" is -128 to 127, not -129.']],
    ['a fraction', 'a::uint:8', { a: 1.5 }, ['"a" is a whole number.']],
    ['a number for a flag', 'a::bool:0', { a: 1 }, ['"a" is true or false.']],
    ['text that is too long', 'a::char:2', { a: 'ABC' }, ['"a" has room for 2 characters, not 3.']],
    ['text that is not ASCII', 'a::char:2', { a: 'é' }, ['"a" takes 7-bit ASCII only.']],
    [
      'a float that is too large',
      'a::float:32',
      { a: 1e39 },
      ['"a" is too large for a float of 32 bits.'],
    ],
    [
      'values that disagree on a bit',
      'a::bool:7 b:0:uint:8',
      { a: true, b: 1 },
      ['"b" shares a bit with a field before it that has another value there.'],
    ],
    ['values that agree on a bit', 'a::bool:7 b:0:uint:8', { a: true, b: 129 }, '81'],
  ];
  for (const [reason, config, values, result] of cases) {
    it(`writes, or refuses, ${reason}`, () => assert.deepEqual(encode(config, values), result));
  }
});
