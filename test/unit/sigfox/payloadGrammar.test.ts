import assert from 'node:assert/strict';
import { formatFieldBytes, formatFieldType } from '../../../src/sigfox/payloadField';
import { parsePayloadConfig } from '../../../src/sigfox/payloadGrammar';

describe('parsePayloadConfig', () => {
  // Where, what and what to write instead, word for word; "E" an error, "W" a warning.
  const cases: readonly [reason: string, config: string, problems: readonly string[]][] = [
    ['a config without a fault', 'temp::float:32 humidity::uint:8', []],
    [
      'nothing',
      '',
      ['E 0-0 The config is empty. Write at least one field, for example "temp::float:32".'],
    ],
    [
      'arithmetic of another grammar',
      't::int:16:/100',
      [
        'E 10-14 "/100" is arithmetic, which Sigfox does not know; it belongs to another grammar. Leave it out here and scale where the value is read.',
      ],
    ],
    [
      'arithmetic behind the byte order',
      't::int:16:little-endian:/1000',
      [
        'E 24-29 "/1000" is arithmetic, which Sigfox does not know; it belongs to another grammar. Leave it out here and scale where the value is read.',
      ],
    ],
    [
      'byte 12',
      'a:12:uint:8',
      [
        'E 2-4 There is no byte 12: a payload has 12 bytes, 0 to 11. Write an index from 0 to 11, or leave it empty.',
      ],
    ],
    [
      'a word for an index',
      'a:x1:uint:8',
      [
        'E 2-4 "a:x1:uint:8" lacks a colon: a field is its name, a byte index that may be empty, and a type. Write "a::x1:uint:8".',
      ],
    ],
    [
      'thirteen characters',
      's::char:13',
      ['E 8-10 A char has 1 to 12 bytes, not "13". Write "char:12".'],
    ],
    [
      'bit 8',
      'b::bool:8',
      ['E 8-9 A bool names its bit: 7, the most significant, to 0. Write "bool:7".'],
    ],
    [
      'a bool without a bit',
      'b::bool',
      ['E 0-7 A bool names its bit: 7, the most significant, to 0. Write "bool:7".'],
    ],
    [
      'a type of C',
      'a::uint8',
      ['E 3-8 "uint8" is not a type: bool, char, float, uint or int. Write "uint:8".'],
    ],
    [
      'another type of C',
      'a::int16_t',
      ['E 3-10 "int16_t" is not a type: bool, char, float, uint or int. Write "int:16".'],
    ],
    [
      'a type in words',
      'a::boolean:7',
      ['E 3-10 "boolean" is not a type: bool, char, float, uint or int. Write "bool:7".'],
    ],
    [
      'a type in capitals',
      'a::UINT:8',
      ['E 3-7 "UINT" is not a type: bool, char, float, uint or int. Write "uint:8".'],
    ],
    [
      'the same name twice',
      'a::uint:8 a::uint:8',
      ['E 10-11 The name "a" is used twice. Give the second field another name, for example "a2".'],
    ],
    [
      'a missing colon',
      'temp:float:32',
      [
        'E 5-10 "temp:float:32" lacks a colon: a field is its name, a byte index that may be empty, and a type. Write "temp::float:32".',
      ],
    ],
    [
      'a name alone',
      'temp',
      [
        'E 0-4 "temp" lacks a colon: a field is its name, a byte index that may be empty, and a type. Write "temp::uint:8".',
      ],
    ],
    [
      'a name with a dash',
      'soil-temp::uint:8',
      ['E 0-9 "soil-temp" is not a name: letters, digits and "_" only. Write "soil_temp".'],
    ],
    ['no name', '::uint:8', ['E 0-0 The field has no name. Write "field1".']],
    [
      'a float of 16 bits',
      'a::float:16',
      ['E 9-11 A float has 32 or 64 bits, not "16". Write "float:32".'],
    ],
    [
      'an integer of 65 bits',
      'a::uint:65',
      ['E 8-10 An integer has 1 to 64 bits, not "65". Write "uint:64".'],
    ],
    [
      'an integer without a width',
      'a::uint',
      ['E 0-7 An integer has 1 to 64 bits, not "". Write "uint:8".'],
    ],
    [
      'a start bit in little-endian order',
      'a::uint:16:little-endian:3',
      [
        'E 25-26 What a start bit means in little-endian order is not defined. Leave out one of the two.',
      ],
    ],
    [
      'little-endian order of 12 bits',
      'a::uint:12:little-endian',
      [
        'E 11-24 What little-endian order means for 12 bits is not defined: it orders whole bytes. Use a width of 16 bits, or big-endian order.',
      ],
    ],
    [
      'an unknown byte order',
      'a::uint:16:little',
      ['E 11-17 "little" is not a byte order. Write "little-endian".'],
    ],
    [
      'a byte order of text',
      'a::char:2:little-endian',
      ['E 10-23 Text has no byte order. Remove it.'],
    ],
    [
      'start bit 8',
      'a::uint:4::8',
      [
        'E 11-12 "8" is not a start bit: 7, the most significant, to 0. Write "7", or leave it out.',
      ],
    ],
    ['more than there is', 'a::bool:7:1', ['E 9-11 Nothing more may follow here. Remove ":1".']],
    [
      'a comma',
      'a::uint:8,b::uint:8',
      ['E 9-10 Fields are separated by a space, not by ",". Write one space instead.'],
    ],
    [
      'two spaces',
      'a::uint:8  b::uint:8',
      ['W 9-11 Fields are separated by exactly one space. Write one space instead.'],
    ],
    [
      'a space at the end',
      'a::uint:8 ',
      ['W 9-10 Fields are separated by exactly one space. Remove it.'],
    ],
    [
      'a field that rereads the flag byte',
      'f::bool:7 v::uint:16',
      [
        'W 10-20 "v" reads byte 0 again, which fields before it have read. Write "v:1:uint:16" to begin with the next byte.',
      ],
    ],
    [
      'a field behind the last byte',
      'a::char:12 b::uint:8',
      [
        'E 11-20 "b" ends in byte 12; a payload has 12 bytes, 0 to 11. Move it forward with a byte index, or make it narrower.',
      ],
    ],
    [
      'a field behind one that is not understood',
      'a::uint8 b::uint:8',
      [
        'E 3-8 "uint8" is not a type: bool, char, float, uint or int. Write "uint:8".',
        'E 9-18 "b" has no place: the width of a field before it is not known. Mend the field before it (at 0) first, or give this one a byte index.',
      ],
    ],
  ];
  for (const [reason, config, expected] of cases) {
    it(`judges ${reason}`, () => {
      const told = parsePayloadConfig(config).problems.map(
        ({ severity, at, message, fix }) =>
          `${severity === 'error' ? 'E' : 'W'} ${at[0]}-${at[1]} ${message} ${fix}`,
      );
      assert.deepEqual(told, expected);
    });
  }

  it('refuses an enormous config without reading it', () => {
    const { fields, problems } = parsePayloadConfig('a::uint:8 '.repeat(100_000));
    assert.deepEqual(
      [fields.length, problems.map(({ message }) => message)],
      [0, ['The config has 1000000 characters; at most 4096 are read.']],
    );
  });

  it('keeps the fields that are understood', () => {
    const { fields } = parsePayloadConfig('a::uint:8 b:1:uin:8 c:2:uint:8');
    assert.deepEqual(
      fields.map(({ name, firstByte }) => [name, firstByte]),
      [
        ['a', 0],
        ['c', 2],
      ],
    );
  });
});

describe('payloadLayout, where the sources are ambiguous', () => {
  const places = (config: string) =>
    parsePayloadConfig(config).fields.map(
      ({ name, firstBit }) => `${name}@${Math.floor(firstBit / 8)}.${7 - (firstBit % 8)}`,
    );

  it('lets a bool leave the cursor on its byte, with an index of its own too', () => {
    assert.deepEqual(places('a:3:bool:7 b::bool:6 c::bool:0'), ['a@3.7', 'b@3.6', 'c@3.0']);
  });
  it('lets a field with a start bit leave the cursor on its last byte', () => {
    assert.deepEqual(places('a::uint:12::7 b::uint:4::3'), ['a@0.7', 'b@1.3']);
  });
  it('takes a written start bit of 7 for a start bit', () => {
    assert.deepEqual(places('a::uint:8::7 b::uint:8'), ['a@0.7', 'b@0.7']);
  });
  it('moves the cursor behind the last byte of a field that does not fill it', () => {
    assert.deepEqual(places('a::uint:4 b::uint:4'), ['a@0.7', 'b@1.7']);
  });
  it('counts the start bit in', () => {
    assert.deepEqual(places('a::uint:3:2'), ['a@0.2']);
  });
  it('refuses the published example that runs past the end', () => {
    const { problems } = parsePayloadConfig('str::char:6 i1::uint:16 i2::uint:32:2');
    assert.deepEqual(
      problems.map(({ message }) => message),
      ['"i2" ends in byte 12; a payload has 12 bytes, 0 to 11.'],
    );
  });
});

describe('formatFieldType and formatFieldBytes', () => {
  it('write a field as the grammar does, and its bytes in words', () => {
    const { fields } = parsePayloadConfig(
      'b::bool:3 u:1:uint:16:little-endian n:3:uint:4:3 c:4:char:2 f:6:float:32',
    );
    assert.deepEqual(
      fields.map((field) => `${formatFieldType(field)} in ${formatFieldBytes(field)}`),
      [
        'bool:3 in byte 0',
        'uint:16:little-endian in bytes 1–2',
        'uint:4::3 in byte 3',
        'char:2 in bytes 4–5',
        'float:32 in bytes 6–9',
      ],
    );
  });
});
