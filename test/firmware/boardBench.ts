import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { BoardModelName } from '../../src/simulator/board/boardModel';
import { PtyDoor } from '../../src/simulator/io/ptyDoor';
import { realTimeLoop } from '../../src/simulator/io/realTimeLoop';
import type { SerialDoor } from '../../src/simulator/io/serialDoor';
import { BoardOnBench, imageOf } from '../support/equippedBoard';
import { fromSuite } from './fromSuite';

const run = promisify(execFile);

/** How the uploader of each board is called, as its platform does. */
const programmers: Readonly<Record<BoardModelName, readonly string[]>> = {
  uno: ['-p', 'atmega328p', '-c', 'arduino', '-b', '115200'],
  mega: ['-p', 'atmega2560', '-c', 'wiring', '-b', '115200'],
};

/** The real avrdude; gives its exit code and everything it said. `part` is a chip that is not the board's. */
export async function upload(
  model: BoardModelName,
  address: string,
  hexText: string,
  part?: string,
): Promise<{ readonly exitCode: number; readonly said: string }> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'upload-'));
  const file = path.join(folder, 'sketch.hex');
  writeFileSync(file, hexText);
  const named = part === undefined ? [] : ['-p', part];
  const args = [...programmers[model], ...named, '-P', address, '-D', '-U', `flash:w:${file}:i`];
  try {
    const { stderr } = await run(fromSuite('FIRMWARE_AVRDUDE'), args);
    return { exitCode: 0, said: stderr };
  } catch (error) {
    const { code = -1, stderr = '' } = error as { code?: number; stderr?: string };
    return { exitCode: code, said: stderr };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Compiles a sketch with the real arduino-cli, core and compiler; gives its firmware as Intel HEX. */
export async function compileSketch(
  name: string,
  text: string,
  model: BoardModelName,
): Promise<string> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'compile-'));
  const sketch = path.join(folder, name);
  try {
    await run('mkdir', [sketch]);
    writeFileSync(path.join(sketch, `${name}.ino`), text);
    const out = path.join(folder, 'out');
    const args = ['compile', '-b', `arduino:avr:${model}`, '--output-dir', out, sketch];
    await run(fromSuite('FIRMWARE_CLI'), args);
    const hex = readdirSync(out).find((file) => file === `${name}.ino.hex`);
    if (hex === undefined) throw new Error(`no firmware among ${readdirSync(out).join(', ')}`);
    return readFileSync(path.join(out, hex), 'utf8');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A board in real time behind a door, in this thread, so that a test can look into it; with a real bootloader if given. */
export class BoardBehindDoor {
  readonly bench: BoardOnBench;
  private readonly loop;
  private text = '';

  constructor(
    model: BoardModelName,
    private readonly door: SerialDoor = new PtyDoor(),
    bootloader?: string,
  ) {
    hurry(os.constants.priority.PRIORITY_HIGH);
    this.bench = new BoardOnBench(
      { model, modem: 'telit' },
      { hasBootloader: bootloader !== undefined },
    );
    const { equipped } = this.bench;
    if (bootloader !== undefined) {
      equipped.board.load(imageOf(readFileSync(fromSuite(bootloader), 'utf8'), model));
      equipped.board.reset('powerOn');
    }
    door.onDidOpen(() => equipped.open());
    door.onDidReceive((bytes) => equipped.type(bytes));
    this.loop = realTimeLoop((ms) => {
      door.pump();
      equipped.board.runMs(ms);
      const printed = equipped.takePrinted();
      this.text += Buffer.from(printed).toString('latin1');
      door.write(printed);
      door.pump();
    });
  }

  get address(): string {
    return this.door.address;
  }

  get printed(): string {
    return this.text;
  }

  /** Flash from its start on, as long as the firmware is. */
  flashed(length: number): Buffer {
    return Buffer.from(this.bench.equipped.board.flash.subarray(0, length));
  }

  dispose(): void {
    hurry(os.constants.priority.PRIORITY_NORMAL);
    this.loop.dispose();
    this.door.dispose();
  }
}

/**
 * A board has a processor of its own: what else this machine does must not make it slower than its uploader allows. Linux
 * shares out its time among sessions first, and then within them.
 */
function hurry(priority: number): void {
  try {
    os.setPriority(priority);
    if (process.platform === 'linux') writeFileSync('/proc/self/autogroup', String(priority));
  } catch {
    // Only root may, and not every Linux has sessions.
  }
}
