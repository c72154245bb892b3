import assert from 'node:assert/strict';
import { byteView } from '../../../src/messages/byteView';
import { compileDecoder } from '../../../src/sigfox/payloadCodec';
import { parsePayloadConfig } from '../../../src/sigfox/payloadGrammar';

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));

function view(hex: string, config?: string, before?: string) {
  return byteView({
    payload: bytes(hex),
    before: before === undefined ? undefined : bytes(before),
    settings: config === undefined ? undefined : { config, display: { t: { unit: '°C' } } },
    decoderOf: ({ config: text }) => compileDecoder(parsePayloadConfig(text)),
  });
}

/** One line a byte: its bits, and below each the field that owns it. */
const drawn = ({ bytes: cells }: ReturnType<typeof view>) =>
  cells.map(({ bits, hex }) => {
    const texts = bits.map(({ text }) => text || '.').join('');
    const owners = bits.map(({ fields }) => fields.join('+') || '-').join('');
    const changed = bits.map(({ isChanged }) => (isChanged ? '^' : ' ')).join('');
    return [hex, texts, owners, changed.trimEnd()].join(' ').trimEnd();
  });

describe('byteView', () => {
  it('gives every bit to the field of the config that lies there', () => {
    assert.deepEqual(drawn(view('81a5', 'on:0:bool:7 mode:0:uint:3::6 t:1:int:8')), [
      '81 10000001 0111----',
      'a5 10100101 22222222',
    ]);
  });

  it('gives a bit to each field that lies over it', () => {
    assert.deepEqual(drawn(view('ff', 'all:0:uint:8 top:0:uint:4')), [
      'ff 11111111 0+10+10+10+10000',
    ]);
  });

  it('marks the bits that changed, and says what the byte was', () => {
    const changed = view('42ff', 't::uint:8 h::uint:8', '40ff');
    assert.deepEqual(drawn(changed), ['42 01000010 00000000       ^', 'ff 11111111 11111111']);
    assert.deepEqual(
      changed.bytes.map(({ before }) => before),
      ['40', undefined],
    );
    assert.deepEqual(
      changed.fields.map(({ text, before, change, isChanged }) => [
        text,
        before,
        change,
        isChanged,
      ]),
      [
        ['66 °C', '64', '+2', true],
        ['255', '255', '', false],
      ],
    );
  });

  it('draws the bytes that a field needs and that did not come', () => {
    const short = view('42', 't::uint:8 h::uint:16');
    assert.deepEqual(drawn(short), [
      '42 01000010 00000000',
      ' ........ 11111111',
      ' ........ 11111111',
    ]);
    assert.equal(short.problem, 'The config needs 3 bytes; the payload has 1.');
    assert.equal(short.bytes[1]?.bits[0]?.spoken, 'Byte 1 did not come; needed by h.');
    assert.deepEqual(
      short.fields.map(({ text, isProblem }) => [text, isProblem]),
      [
        ['66 °C', false],
        ['"h" needs bytes 1–2; the payload has 1 bytes.', true],
      ],
    );
  });

  it('says a bit in words, with the field it belongs to', () => {
    const [byte] = view('81', 'on::bool:7').bytes;
    const said = byte?.bits.map(({ spoken }) => spoken) ?? [];
    assert.equal(said[0], 'Bit 7 of byte 0 is 1: on.');
    assert.equal(said[7], 'Bit 0 of byte 0 is 1; it belongs to no field.');
  });

  it('cuts the config where a field begins and ends, and loses none of its text', () => {
    const config = 't::uint:8,  h::uint:8 nonsense ';
    const { config: pieces } = view('4242', config);
    assert.equal(pieces.map(({ text }) => text).join(''), config);
    assert.deepEqual(
      pieces.filter(({ field }) => field !== undefined),
      [
        { text: 't::uint:8', field: 0 },
        { text: 'h::uint:8', field: 1 },
      ],
    );
  });

  const problems: [string, string | undefined, string | undefined, string][] = [
    ['', 't::uint:8', 'The message has no bytes.', 'empty payload'],
    [
      '42',
      undefined,
      'No payload config is set for this device: its bits have no names.',
      'no config',
    ],
    ['42', 't::uint:8', undefined, 'all is well'],
    [
      '00'.repeat(65),
      't::uint:8',
      'The payload has 65 bytes; the first 64 are shown.',
      'no Sigfox payload',
    ],
  ];
  for (const [hex, config, problem, why] of problems) {
    it(`says what is wrong with the whole: ${why}`, () => {
      assert.equal(view(hex, config).problem, problem);
    });
  }

  it('gives differences of large integers exactly, and none of texts', () => {
    const { fields } = view(
      'ffffffffffffffff61626364',
      'big::uint:64 name::char:4',
      'fffffffffffffff061626365',
    );
    assert.deepEqual(
      fields.map(({ change, before }) => [change, before]),
      [
        ['+15', '18446744073709551600'],
        ['', 'abce'],
      ],
    );
  });
});
