import assert from 'node:assert/strict';
import { uploadPercents } from '../../../src/firmware/uploadPercents';

const bar = (label: string, seconds: string) =>
  `${label} | ${'#'.repeat(50)} | 100% ${seconds}s\n\n`;
// As avrdude 7.1 prints it for an Uno, shortened.
const avrdude =
  'avrdude: AVR device initialized and ready to accept instructions\n\n' +
  bar('Reading', '0.00') +
  'avrdude: device signature = 0x1e950f (probably m328p)\navrdude: writing 444 bytes flash ...\n\n' +
  bar('Writing', '0.08') +
  'avrdude: 444 bytes of flash written\navrdude: verifying flash memory ...\n\n' +
  bar('Reading', '0.05') +
  'avrdude: 444 bytes of flash verified\n';
// As bossac 1.9 draws it: one line over the other.
const bossac =
  'Write 12345 bytes to flash (193 pages)\n' +
  '\r[=               ] 25% (48/193 pages)\r[===============] 100% (193/193 pages)\n' +
  'Done in 0.9 seconds\nVerify 12345 bytes of flash\n' +
  '\r[=======        ] 50% (96/193 pages)\r[===============] 100% (193/193 pages)\nVerify successful\n';

function read(text: string, size = text.length): string[] {
  const told: string[] = [];
  const feed = uploadPercents(({ percent, message }) => told.push(`${message} ${percent ?? '?'}`));
  for (let at = 0; at < text.length; at += size) feed(text.slice(at, at + size));
  return told;
}

describe('uploadPercents', () => {
  it("reads avrdude's bars: writing, then reading back; the signature counts for nothing", () => {
    const told = read(avrdude);
    assert.deepEqual(
      [told[0], told.filter((word) => word.startsWith('writing')).at(-1), told.at(-1)],
      ['writing 1', 'writing 60', 'checking 100'],
    );
  });

  it("reads bossac's lines", () => {
    assert.deepEqual(read(bossac), ['writing 15', 'writing 60', 'checking 80', 'checking 100']);
  });

  it('reads the same in pieces of every size', () => {
    for (const text of [avrdude, bossac]) {
      for (let size = 1; size < 80; size++)
        assert.deepEqual(read(text, size), read(text), `${size}`);
    }
  });

  it('tells nothing of an uploader that draws nothing', () => {
    assert.deepEqual(read('avrdude: stk500_recv(): programmer is not responding\n| 100%'), []);
  });
});
