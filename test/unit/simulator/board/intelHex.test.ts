import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readIntelHex } from '../../../../src/simulator/board/intelHex';

const end = ':00000001FF';
const flashBytes = 0x8000;
const read = (...lines: string[]) => readIntelHex(lines.join('\n'), flashBytes);

describe('readIntelHex', () => {
  it('puts records where their addresses say, and fills gaps as erased flash is', () => {
    const image = read(':02000400AABB95', ':0100080011E6', end);
    assert.deepEqual(image, {
      kind: 'image',
      start: 4,
      bytes: Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xaa, 0xbb, 0xff, 0xff, 0x11),
    });
  });

  const addressed: readonly [reason: string, lines: string[], start: number][] = [
    ['a segment, in steps of 16 bytes', [':020000021000EC', ':0100000011EE'], 0x10000],
    ['an upper half', [':020000040001F9', ':0100020011EC'], 0x10002],
  ];
  for (const [reason, lines, start] of addressed) {
    it(`follows ${reason}`, () => {
      const image = readIntelHex([...lines, end].join('\r\n'), 0x40000);
      assert.deepEqual([image.kind, image.kind === 'image' && image.start], ['image', start]);
    });
  }

  it('passes over where a program would start: these chips start at their reset vector', () => {
    assert.equal(read(':0400000300003800C1', ':0100000011EE', end).kind, 'image');
  });

  const refused: readonly [text: string, reason: string][] = [
    ['', 'The firmware is cut off: no end record.'],
    [end, 'The firmware is empty.'],
    [':0100000011EE', 'The firmware is cut off: no end record.'],
    ['hello', 'The firmware is no use, line 1: "hello" is no record of Intel HEX.'],
    [':01000000', 'The firmware is no use, line 1: the record is not whole.'],
    [':0100000011E', 'The firmware is no use, line 1: the record is not whole.'],
    [':0200000011ED', 'The firmware is no use, line 1: the record is not as long as it says.'],
    [':0100000011EF', 'The firmware is no use, line 1: the checksum is wrong.'],
    [':0100000911E5', 'The firmware is no use, line 1: record type 9 is not known.'],
    [`${end}\n:0100000011EE`, 'The firmware is no use, line 2: something follows the end record.'],
    [
      `:017FFF001170\n:01800000116E\n${end}`,
      'The firmware is no use, line 2: it reaches to 0x8001, past the end of the flash at 0x8000.',
    ],
  ];
  for (const [text, reason] of refused) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      assert.deepEqual(readIntelHex(text, flashBytes), { kind: 'invalid', reason });
    });
  }

  it('reads back any bytes that fit, in records of any length', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 600 }),
        fc.integer({ min: 1, max: 255 }),
        fc.integer({ min: 0, max: flashBytes - 600 }),
        (bytes, recordBytes, start) => {
          const image = readIntelHex(writeIntelHex(bytes, start, recordBytes), flashBytes);
          assert.deepEqual(image.kind === 'image' && image.bytes.subarray(start), bytes);
        },
      ),
    );
  });

  it('never throws, whatever it is given', () => {
    fc.assert(fc.property(fc.string(), (text) => void readIntelHex(text, flashBytes)));
  });
});

function writeIntelHex(bytes: Uint8Array, start: number, recordBytes: number): string {
  const lines = [];
  for (let at = 0; at < bytes.length; at += recordBytes) {
    const data = bytes.subarray(at, at + recordBytes);
    const address = start + at;
    const record = [data.length, address >> 8, address & 0xff, 0, ...data];
    const sum = record.reduce((total, byte) => total + byte, 0);
    const all = Buffer.from([...record, -sum & 0xff]);
    lines.push(`:${all.toString('hex')}`);
  }
  return [...lines, end].join('\n');
}
