import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { DaemonArduinoCli } from '../../src/firmware/io/daemonArduinoCli';
import { NodeProcessRunner } from '../../src/shared/io/nodeProcessRunner';
import { systemClock } from '../../src/shared/io/systemClock';
import { notesFolderOf } from '../firmware/door';
import { fromSuite } from '../firmware/fromSuite';
import { createVirtualBoard, plugIn } from '../support/runningBoard';
import { tsxGuard } from '../support/tsxGuard';
import { type Measure, median } from './measure';

const runFile = promisify(execFile);
const fqbn = 'arduino:avr:uno';
const rounds = 5;
const silent = { onOutput: () => undefined, onProgress: () => undefined };
const never = new AbortController().signal;

/**
 * Wall time of the extension's way over that of the bare program, both in turn. The daemon is up, as it is from the second
 * action on; what starting it costs is measured apart.
 */
export async function firmwareMeasures(): Promise<Measure[]> {
  const home = mkdtempSync(path.join(os.tmpdir(), 'bench-'));
  const folder = path.join(home, 'blink');
  mkdirSync(folder);
  writeFileSync(
    path.join(folder, 'blink.ino'),
    'void setup() { Serial.begin(9600); }\nvoid loop() {}\n',
  );
  const door = createDoor();
  const board = createVirtualBoard();
  const address = await plugIn(board, { model: 'uno', modem: 'wisol' });
  list(address);
  try {
    const bareCompile = () => bare('compile', '--warnings', 'default', '-b', fqbn, folder);
    const ourCompile = () => succeed(door.compile({ folder, fqbn }, silent, never));
    const ourUpload = () => succeedUpload(door, folder, address);
    const bareUpload = () => bare('upload', '-v', '-t', '-p', address, '-b', fqbn, folder);
    await ourCompile();
    const compile = await ratio(ourCompile, bareCompile, forgetBuilds);
    const recompile = await ratio(ourCompile, bareCompile);
    const upload = await ratio(ourUpload, bareUpload);
    const first = await ratio(() => withFreshDoor(folder), bareCompile, forgetBuilds);
    return [
      { measure: 'firmware.compileVsBare', value: compile },
      { measure: 'firmware.recompileVsBare', value: recompile },
      { measure: 'firmware.uploadVsBare', value: upload },
      { measure: 'firmware.firstCompileVsBare', value: first },
    ].map((one) => ({
      ...one,
      unit: 'ratio',
      against: 'arduino-cli of the same version, same flags',
    }));
  } finally {
    door.dispose();
    board.dispose();
    rmSync(home, { recursive: true, force: true });
  }
}

function createDoor(): DaemonArduinoCli {
  return new DaemonArduinoCli({
    runner: new NodeProcessRunner(tsxGuard),
    clock: systemClock,
    locate: () => Promise.resolve({ kind: 'done', value: fromSuite('FIRMWARE_CLI') }),
    environment: () => ({ proxy: undefined, additionalUrls: [] }),
    onWarning: () => undefined,
    notesFolder: notesFolderOf(process.env),
  });
}

async function withFreshDoor(folder: string): Promise<void> {
  const door = createDoor();
  await succeed(door.compile({ folder, fqbn }, silent, never));
  door.dispose();
}

async function succeed(work: ReturnType<DaemonArduinoCli['compile']>): Promise<void> {
  const { outcome } = await work;
  if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
}

async function succeedUpload(door: DaemonArduinoCli, folder: string, address: string) {
  const port = { address, protocol: 'serial' };
  const outcome = await door.upload({ folder, fqbn, port }, silent, never);
  if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
}

/** The bare program is as far from the network as ours: its indexes are there. */
async function bare(...args: string[]): Promise<void> {
  await runFile(fromSuite('FIRMWARE_CLI'), args, {
    env: { ...process.env, ARDUINO_LOCALE: 'en', LC_ALL: 'C' },
  });
}

/** arduino-cli waits a second for a port that no discovery lists. */
function list(address: string): void {
  const properties = { vid: '0x2341', pid: '0x0043', serialNumber: 'bench' };
  const port = { address, label: address, protocol: 'serial', protocolLabel: 'Serial', properties };
  writeFileSync(
    path.join(fromSuite('VIRTUAL_BOARDS'), 'bench.json'),
    JSON.stringify({ ...port, hardwareId: 'bench' }),
  );
}

function forgetBuilds(): void {
  const cache = fromSuite('ARDUINO_BUILD_CACHE_PATH');
  rmSync(cache, { recursive: true, force: true });
  mkdirSync(cache);
}

async function ratio(
  ours: () => Promise<unknown>,
  theirs: () => Promise<unknown>,
  before: () => void = () => undefined,
): Promise<number> {
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round++) {
    before();
    const our = await timed(ours);
    before();
    const their = await timed(theirs);
    ratios.push(our / their);
  }
  return median(ratios);
}

async function timed(job: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await job();
  return performance.now() - started;
}
