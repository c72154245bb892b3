import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import * as vscode from 'vscode';
import { decodeFrames } from '../../../src/serial/logFrame';
import { ourExtension } from '../../support/ourExtension';
import { eventually, inWindow } from '../../support/window';
import type { Measure } from '../measure';

const linesPerSecond = 12_500;
const seconds = Number(process.env['BENCH_SECONDS'] ?? 60);

export async function run(): Promise<void> {
  const bare = await bareReader();
  const feeder = await startFeeder();
  await vscode.commands.executeCommand('sigfox.serial.open', feeder.address, 2_000_000);
  await inPage('texts', { selector: '.row .text' });
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  const lag = monitorEventLoopDelay({ resolution: 5 });
  const samples = inPage('evaluate', { script: behindSampler(seconds) }) as Promise<number[]>;
  lag.enable();
  const [cpu, memory] = await whileFlooding(feeder);
  lag.disable();
  const behind = (await samples).filter((ms) => Number.isFinite(ms)).sort((a, b) => a - b);
  const total = linesPerSecond * seconds;
  const inView = await eventually(
    async () =>
      Number(
        ((await inPage('texts', { selector: '.status' })) as string[])[0]
          ?.replace(/ lines.*$/s, '')
          .replace(/\D/g, '') ?? 0,
      ),
    (lines) => lines > total,
    30_000,
  ).catch(() => 0);
  const measures: Measure[] = [
    measured(
      'serial.lostLines',
      Math.max(await lostInLog(total), total + 1 - inView),
      'lines',
      'what the board said',
    ),
    measured(
      'serial.viewBehindP95Ms',
      behind[Math.floor(behind.length * 0.95)] ?? Number.NaN,
      'ms',
      'the newest line on screen and the clock',
    ),
    // The histogram counts from one tick to the next: what a tick takes by itself is no lag.
    measured('serial.hostLagP99Ms', lag.percentile(99) / 1e6 - 5, 'ms', 'an idle event loop'),
    measured('serial.memoryGrowth', memory, 'ratio', 'the resident memory a third into the run'),
    measured(
      'serial.cpuVsBareReader',
      cpu / bare,
      'ratio',
      'a bare serialport reader in the same host',
    ),
  ];
  writeFileSync(process.env['SUITE_COUNTS'] ?? '', JSON.stringify(measures));
  await feeder.stop();
}

function measured(measure: string, value: number, unit: string, against: string): Measure {
  return { measure, value, unit, against };
}

/** CPU seconds of this host while somebody reads the flood and does nothing with it. */
async function bareReader(): Promise<number> {
  const folder = path.join(ourExtension().extensionPath, 'dist');
  const file = readdirSync(folder).find((name) => /^nodeSerialDriver-.*\.js$/.test(name)) ?? '';
  const { NodeSerialDriver } = (await import(pathToFileURL(path.join(folder, file)).href)) as {
    NodeSerialDriver: { load(): Promise<{ Port: new (options: object) => NodeJS.ReadStream }> };
  };
  const { Port } = await NodeSerialDriver.load();
  const feeder = await startFeeder();
  const port = new Port({ path: feeder.address, baudRate: 2_000_000 });
  let bytes = 0;
  port.on('data', (chunk: Buffer) => (bytes += chunk.length));
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const [cpu] = await whileFlooding(feeder);
  if (bytes !== linesPerSecond * seconds * 16)
    throw new Error(`the bare reader got ${bytes} bytes`);
  await new Promise<void>((resolve) =>
    (port as unknown as { close(done: () => void): void }).close(resolve),
  );
  await feeder.stop();
  return cpu;
}

/** CPU seconds of this host while the board floods it, and how its memory grew after the first third. */
async function whileFlooding(feeder: Feeder): Promise<[cpu: number, memory: number]> {
  let early = 0;
  const timer = setTimeout(() => (early = process.memoryUsage().rss), (seconds * 1_000) / 3);
  const before = process.cpuUsage();
  await feeder.flood(linesPerSecond, seconds);
  const { user, system } = process.cpuUsage(before);
  clearTimeout(timer);
  return [(user + system) / 1e6, process.memoryUsage().rss / early];
}

/** Lines that are not in the log in their order. */
async function lostInLog(total: number): Promise<number> {
  const file = path.join(os.tmpdir(), `bench-${process.pid}.seriallog`);
  await vscode.commands.executeCommand('sigfox.serial.saveLog', file);
  const bytes = readFileSync(file);
  rmSync(file);
  const { frames } = decodeFrames(bytes.subarray(bytes.indexOf(0x0a) + 1));
  const text = Buffer.concat(
    frames.filter(({ kind }) => kind === 'received').map((frame) => frame.bytes),
  );
  const lines = text.toString('latin1').split('\n').slice(0, -1);
  const inOrder = lines.filter((line, at) => Number.parseInt(line.slice(9), 36) === at).length;
  return total - inOrder;
}

/** In the page: how old the newest line on screen is, ten times a second. */
function behindSampler(forSeconds: number): string {
  return `new Promise((resolve) => {
    const found = [];
    const timer = setInterval(() => {
      const rows = document.querySelectorAll('.row.received .text');
      const text = rows.length > 0 ? rows[rows.length - 1].textContent : '';
      const made = parseInt(text.split(' ')[0], 36);
      if (made > 1e12) found.push(Date.now() - made);
    }, 100);
    setTimeout(() => { clearInterval(timer); resolve(found); }, ${forSeconds * 1_000 - 500});
  })`;
}

interface Feeder {
  readonly address: string;
  flood(perSecond: number, forSeconds: number): Promise<void>;
  stop(): Promise<void>;
}

/** The board's end is another process: its work is not ours. */
async function startFeeder(): Promise<Feeder> {
  const root = process.env['SERIAL_ROOT'] ?? '';
  const child = spawn(
    process.env['SERIAL_NODE'] ?? 'node',
    ['--import=tsx', path.join(root, 'test/support/feeder.ts')],
    {
      cwd: root,
      stdio: ['pipe', 'pipe', 'ignore'],
    },
  );
  const lines = createInterface({ input: child.stdout });
  const hears = (start: string) =>
    new Promise<string>((resolve) => {
      const look = (line: string) => {
        if (!line.startsWith(start)) return;
        lines.off('line', look);
        resolve(line.slice(start.length));
      };
      lines.on('line', look);
    });
  const address = await hears('address ');
  return {
    address,
    flood: async (perSecond, forSeconds) => {
      child.stdin.write(`flood ${perSecond} ${forSeconds}\n`);
      await hears('flooded ');
    },
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.stdin.end('end\n');
      }),
  };
}

function inPage(act: string, argument: Readonly<Record<string, unknown>>): Promise<unknown> {
  return inWindow({ do: 'inPage', title: 'Serial Monitor', act, ...argument });
}
