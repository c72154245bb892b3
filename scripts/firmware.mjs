// Builds the firmware that ships with the extension. The results are committed: a demo needs no toolchain, and the test
// that builds them again holds them to their sources.
import path from 'node:path';
import fs from 'node:fs';
import os from 'node:os';
import { ensurePrograms, root, run, say } from './bootstrap.mjs';

const home = path.join(root, 'media/firmware/thermometer');
const boards = {
  uno: { mcu: 'atmega328p', wires: 'wiresUno.c' },
  mega: { mcu: 'atmega2560', wires: 'wiresMega.c' },
};
const flags = [
  ...['-std=gnu99', '-Os', '-Wall', '-Wextra', '-Werror', '-DF_CPU=16000000UL'],
  ...['-ffunction-sections', '-fdata-sections', '-Wl,--gc-sections', '-mrelax'],
];

export const firmwareFile = (board) => path.join(root, `media/firmware/thermometer-${board}.hex`);

/** Gives the text of the `.hex` file for `uno` or `mega`. */
export async function buildFirmware(board) {
  await ensurePrograms({
    'avr-gcc': 'gcc-avr',
    'avr-objcopy': 'binutils-avr',
    '/usr/lib/avr/include/avr/io.h': 'avr-libc',
  });
  const { mcu, wires } = boards[board];
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'firmware-'));
  const at = (name) => path.join(folder, name);
  const sources = ['thermometer.c', 'clock.c', 'console.c', 'modem.c', wires];
  await run('avr-gcc', [`-mmcu=${mcu}`, ...flags, ...sources, '-o', at('out.elf')], home);
  await run('avr-objcopy', ['-O', 'ihex', '-R', '.eeprom', at('out.elf'), at('out.hex')], home);
  const text = fs.readFileSync(at('out.hex'), 'utf8').replaceAll('\r\n', '\n');
  fs.rmSync(folder, { recursive: true });
  return text;
}

if (process.argv[1] === import.meta.filename) {
  for (const board of Object.keys(boards)) {
    fs.writeFileSync(firmwareFile(board), await buildFirmware(board));
    say(`${path.relative(root, firmwareFile(board))}: built`);
  }
}
