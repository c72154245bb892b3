import assert from 'node:assert/strict';
import { commentText, memberName } from '../../../src/firmware/cppText';
import { firmwareBlock } from '../../../src/firmware/firmwareBlock';
import { readFirmware } from '../../../src/firmware/firmwareReader';
import { generateFirmware } from '../../../src/firmware/firmwareText';
import { formatPayloadConfig } from '../../../src/firmware/payloadConfigText';
import { isSameLayout } from '../../../src/firmware/sketchChecksLayout';
import { readSketch } from '../../../src/firmware/sketchSource';
import { hasErrors, parsePayloadConfig } from '../../../src/sigfox/payloadGrammar';
import { randomConfig, seeded } from '../../support/randomFirmware';

const generate = (config: string) => generateFirmware(parsePayloadConfig(config));
const members = (config: string) =>
  generate(config)
    .split('\n')
    .filter((line) => /^ {2}\w+ \w+(\[\d+\])?; /.test(line))
    .map((line) => line.trim());

describe('generateFirmware', () => {
  const rows: readonly [config: string, members: readonly string[], reason: string][] = [
    ['temp::float:32', ['float temp;  // float:32, bytes 0 to 3'], "the how-to's own"],
    [
      'a::uint:5 b:0:int:6::2',
      [
        'uint8_t a;  // uint:5, byte 0, 0 to 31',
        'int8_t b;   // int:6::2, bytes 0 to 1, -32 to 31',
      ],
      'odd widths say their range',
    ],
    ['n::uint:64', ['uint64_t n;  // uint:64, bytes 0 to 7'], 'the widest integer'],
    ['s::char:6', ['char s[6];  // char:6, bytes 0 to 5'], 'text'],
    [
      'class::bool:7 PI::bool:6 9::bool:5 stdout::bool:4',
      [
        'bool class_2;   // bool:7, byte 0',
        'bool field_PI;  // bool:6, byte 0',
        'bool field_9;   // bool:5, byte 0',
        'bool stdout_2;  // bool:4, byte 0',
      ],
      'names that C++ or a core has for itself',
    ],
    [
      'flag::bool:7 sum::uint:8',
      [
        'bool flag;    // bool:7, byte 0',
        'uint8_t sum;  // uint:8, byte 0, but for the bits of flag',
      ],
      'a byte that flags have written',
    ],
  ];
  for (const [config, expected, reason] of rows) {
    it(`declares ${config}: ${reason}`, () => assert.deepEqual(members(config), expected));
  }

  it('says that a double is a float on AVR boards', () => {
    assert.match(generate('d::float:64'), /^\/\/ On AVR boards a double has 32 bits/m);
  });

  it('leaves to the cloud what other fields write in full', () => {
    const text = generate('all::uint:8 high:0:bool:7');
    assert.match(text, /^\/\/ Also read there: high:0:bool:7$/m);
    assert.doesNotMatch(text, /bool high/);
  });

  it('uses numbers no wider than the fields need', () => {
    assert.doesNotMatch(generate('a::uint:32'), /uint64_t/);
    assert.match(generate('a::uint:33'), /uint64_t value/);
  });

  it('ends in code whose config is the one it was made from, for 2,000 random configs', () => {
    const random = seeded(7);
    for (let count = 0; count < 2_000; count++) {
      const config = parsePayloadConfig(randomConfig(random));
      const read = readFirmware(readSketch(generateFirmware(config)));
      assert.ok(read.kind === 'config', config.text);
      assert.ok(isSameLayout(parsePayloadConfig(read.config).fields, config.fields), config.text);
    }
  }).timeout(60_000);
});

describe('readFirmware', () => {
  const change = (from: string, to: string) =>
    readFirmware(readSketch(generate('temp::int:16 on::bool:7').replace(from, to)));

  it('believes the code, not the comment', () => {
    assert.deepEqual(change('putBits(bytes, 0, 16, temp)', 'putBits(bytes, 0, 12, temp)'), {
      kind: 'config',
      config: 'temp::int:12 on::bool:7',
      payloadSize: 3,
    });
    assert.deepEqual(change('int16_t temp', 'uint16_t temp'), {
      kind: 'config',
      config: 'temp::uint:16 on::bool:7',
      payloadSize: 3,
    });
  });

  it('gives a reason and a place for code it cannot read', () => {
    const read = change('putBits(bytes, 0, 16, temp)', 'putBits(bytes, place, 16, temp)');
    assert.ok(read.kind === 'faulty');
    assert.equal(read.reason, 'What "putBits" writes cannot be read.');
  });

  it('sees nothing in a sketch without such a struct', () => {
    assert.deepEqual(readFirmware(readSketch('void pack() {} void loop() {}')), { kind: 'none' });
  });
});

describe('firmwareBlock', () => {
  it('is the struct with the comment above it, and nothing else', () => {
    const text = generate('temp::float:32').trimEnd();
    const source = `int a;\n\n// Mine.\n\n${text}\n\nvoid loop() {}\n`;
    const block = firmwareBlock(readSketch(source));
    assert.equal(source.slice(...(block ?? [0, 0])), text);
    assert.equal(firmwareBlock(readSketch('struct SigfoxPayload {')), undefined);
  });
});

describe('formatPayloadConfig', () => {
  it('writes an index only where one is needed', () => {
    const texts = [
      'temp::float:32 humidity::uint:8',
      'b1::bool:7 b2::bool:6 i1:1:uint:16',
      'Speed::uint:8 Direction::uint:4 Status:1:uint:4::3',
    ];
    assert.deepEqual(
      texts.map((text) => formatPayloadConfig(parsePayloadConfig(text).fields)),
      texts,
    );
  });

  it('lays random configs out as they were', () => {
    const random = seeded(3);
    for (let count = 0; count < 1_000; count++) {
      const config = parsePayloadConfig(randomConfig(random));
      const again = parsePayloadConfig(formatPayloadConfig(config.fields));
      assert.ok(!hasErrors(again) && isSameLayout(again.fields, config.fields), config.text);
    }
  }).timeout(60_000);
});

describe('commentText', () => {
  const rows: readonly [text: string, comment: string][] = [
    ['Greenhouse 3', 'Greenhouse 3'],
    ['ends in a backslash \\', 'ends in a backslash /'],
    ['a\nvoid steal();', 'a void steal();'],
    ['what??/', 'what? ?/'],
    ['*/ int x; ${TM_FILENAME} }', '*/ int x; ${TM_FILENAME} }'],
    ['a\u202eb\u2028c', 'a b c'],
    ['x'.repeat(300), `${'x'.repeat(199)}…`],
  ];
  for (const [text, comment] of rows) {
    it(`keeps ${JSON.stringify(text.slice(0, 40))} on one line`, () =>
      assert.equal(commentText(text), comment));
  }
});

describe('memberName', () => {
  it('never gives the same name twice', () => {
    const taken = new Set<string>();
    const names = ['int', 'int_2', 'int'].map((name) => {
      const member = memberName(name, taken);
      taken.add(member);
      return member;
    });
    assert.deepEqual(names, ['int_2', 'int_2_2', 'int_3']);
  });
});
