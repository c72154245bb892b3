import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { SigfoxBoard } from '../../src/firmware/sigfoxBoard';
import { fromSuite } from './fromSuite';

const standIns = path.resolve(import.meta.dirname, 'standIns');
const library = (name: string) => ['--library', path.join(standIns, name)];

/** Boards that cannot be built for here are built for as a Mega, with stand-ins for what only they have. */
const ways: Readonly<Record<SigfoxBoard, readonly string[]>> = {
  uno: ['-b', 'arduino:avr:uno'],
  mega: ['-b', 'arduino:avr:mega'],
  smartEverything: [
    ...['-b', 'arduino:avr:mega', ...library('HTS221')],
    ...['--build-property', 'build.extra_flags=-DSerialUSB=Serial -DSigFox=Serial1'],
  ],
  mkrFox: ['-b', 'arduino:avr:mega', ...library('SigFox'), ...library('ArduinoLowPower')],
};

/** Compiles a sketch with the real arduino-cli; gives its Intel hex, or throws what the compiler said. */
export function compileSketch(
  folder: string,
  name: string,
  text: string,
  board: SigfoxBoard,
): Promise<string> {
  const sketch = path.join(folder, board, name);
  const out = path.join(sketch, 'out');
  mkdirSync(sketch, { recursive: true });
  writeFileSync(path.join(sketch, `${name}.ino`), text);
  const args = ['compile', ...ways[board], '--output-dir', out, '--build-path', `${sketch}-build`];
  return new Promise((resolve, reject) => {
    execFile(fromSuite('FIRMWARE_CLI'), [...args, sketch], (error, stdout, stderr) => {
      if (error) reject(new Error(`${name} on ${board}: ${stderr}${stdout}`));
      else resolve(readFileSync(path.join(out, `${name}.ino.hex`), 'utf8'));
    });
  });
}

/** Runs the jobs two at a time, as many as a small machine has cores. */
export async function inPairs<T>(jobs: readonly (() => Promise<T>)[]): Promise<readonly T[]> {
  const results: T[] = [];
  let next = 0;
  const work = async () => {
    for (let at = next++; at < jobs.length; at = next++) {
      const job = jobs[at];
      if (job) results[at] = await job();
    }
  };
  await Promise.all([work(), work()]);
  return results;
}
