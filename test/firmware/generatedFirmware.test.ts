import assert from 'node:assert/strict';
import { generateFirmware } from '../../src/firmware/firmwareText';
import { layOutFirmware, type FirmwareField } from '../../src/firmware/firmwareFields';
import { readFirmware } from '../../src/firmware/firmwareReader';
import { formatPayloadConfig } from '../../src/firmware/payloadConfigText';
import { isSameLayout } from '../../src/firmware/sketchChecksLayout';
import { readSketch } from '../../src/firmware/sketchSource';
import { parseHex } from '../../src/sigfox/hex';
import { compileDecoder, type FieldValue } from '../../src/sigfox/payloadCodec';
import { hasErrors, type PayloadConfig, parsePayloadConfig } from '../../src/sigfox/payloadGrammar';
import { BoardOnBench, imageOf } from '../support/equippedBoard';
import { randomConfig, randomValue, seeded } from '../support/randomFirmware';
import { compileSketch } from './compiler';
import { sketchbook } from './door';

const seed = 20_261_125;
const corners = [
  'a::uint:1 b::int:1::6 c::uint:64',
  'lat::int:32:little-endian lng::int:32:little-endian f::float:32:little-endian',
  'd::float:64 x::uint:24:little-endian class::bool:7 PI::bool:0',
  'd::float:64:little-endian n::int:32',
  's::char:5 t::char:3::3 u::uint:3::2',
  'a::uint:5 b:0:uint:6::2 c:1:uint:7::4 d:2:uint:1::5',
  's1::uint:24 s2::uint:24 s3::uint:16 s4::uint:16 reboot::bool:7 b1::bool:0 sum::uint:8 bat::uint:8',
  'all::uint:8 high:0:bool:7 low:0:bool:0',
  'wide::int:48 narrow:2:uint:16 tail:6:int:7::6',
];

interface Drawn {
  readonly config: PayloadConfig;
  readonly values: ReadonlyMap<string, { readonly value: FieldValue; readonly cpp: string }>;
}

describe('generateFirmware, on the board', function () {
  this.timeout(300_000);
  const { folder } = sketchbook();
  const random = seeded(seed);
  const texts = [...corners, ...Array.from({ length: 56 }, () => randomConfig(random))];
  const drawn: readonly Drawn[] = texts.map((text) => {
    const config = parsePayloadConfig(text);
    assert.ok(!hasErrors(config), text);
    const { members } = layOutFirmware(config.fields);
    const values = new Map(members.map(({ field }) => [field.name, randomValue(field, random)]));
    return { config, values };
  });
  let lines: readonly string[] = [];

  before(async () => {
    const hex = await compileSketch(folder, 'generated', batch(drawn), 'mega');
    const onBench = new BoardOnBench({ model: 'mega', modem: 'wisol' });
    onBench.equipped.flash(imageOf(hex, 'mega'));
    onBench.runUntil(() => onBench.console.includes('done'), 30_000);
    lines = onBench.console.split('\r\n');
  });

  it(`sends what the config decodes, for ${texts.length} configs (seed ${seed})`, () => {
    drawn.forEach(({ config, values }, at) => {
      const read = parseHex(lines[at] ?? '');
      assert.ok(read.kind === 'payload', `${config.text}: ${lines[at]}`);
      const { payload } = read;
      const { members, payloadSize } = layOutFirmware(config.fields);
      assert.equal(payload.length, payloadSize, config.text);
      const decoded = compileDecoder(config).decode(payload).values;
      // What shares bits with fields before it says what those say there.
      const own = members.filter(({ sharesWith }) => sharesWith.length === 0);
      const seen = own.map(({ field }) => [field.name, decoded[config.fields.indexOf(field)]]);
      const meant = own.map(({ field }) => [field.name, values.get(field.name)?.value]);
      assert.deepEqual(seen, meant, `${config.text}: ${lines[at]}`);
    });
  });

  it('writes flags first come, first kept, when another field reads their byte', () => {
    const at = corners.findIndex((text) => text.includes('reboot'));
    const [flags, values] = [drawn[at]?.config, drawn[at]?.values];
    const byte = Number.parseInt((lines[at] ?? '').slice(20, 22), 16);
    assert.ok(flags);
    assert.equal((byte & 0x80) !== 0, values?.get('reboot')?.value);
    assert.equal((byte & 0x01) !== 0, values?.get('b1')?.value);
  });

  it('gives the same config back from the code it wrote', () => {
    for (const { config } of drawn) {
      const read = readFirmware(readSketch(generateFirmware(config)));
      assert.ok(read.kind === 'config', config.text);
      const back = parsePayloadConfig(read.config);
      assert.ok(isSameLayout(back.fields, config.fields), config.text);
      assert.ok(
        isSameLayout(parsePayloadConfig(formatPayloadConfig(config.fields)).fields, config.fields),
      );
    }
  });
});

/** One sketch for all configs: each struct in a namespace of its own, each payload a line on the console. */
function batch(drawn: readonly Drawn[]): string {
  const parts = drawn.map(({ config, values }, at) => {
    const { members } = layOutFirmware(config.fields);
    const lines = members.map((member) => assignment(member, values.get(member.field.name)?.cpp));
    return `namespace config${at} {\n${generateFirmware(config)}\n__attribute__((noinline)) void print() {\n  SigfoxPayload payload = {};\n${lines.join('\n')}\n  payload.printHex(Serial);\n  Serial.println();\n}\n}\n`;
  });
  const calls = drawn.map((_, at) => `  config${at}::print();`);
  return `${parts.join('\n')}\nvoid setup() {\n  Serial.begin(115200);\n${calls.join('\n')}\n  Serial.println("done");\n}\n\nvoid loop() {}\n`;
}

function assignment({ field, member }: FirmwareField, cpp = ''): string {
  return field.type === 'char'
    ? `  strncpy(payload.${member}, ${cpp}, ${field.bits / 8});`
    : `  payload.${member} = ${cpp};`;
}
