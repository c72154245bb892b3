import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { eventually, inWindow, textsOf } from '../../support/window';

const devices = 10_000;
const rate = 200;
const seconds = 10;

/** A row that showed a number, when. */
interface Shown {
  readonly text: string;
  readonly atMs: number;
}

/** Shows ten thousand devices, unfolds a group, and measures while messages come: in the host and in the window. */
export async function run(): Promise<void> {
  const port = process.env['BENCH_PORT'] ?? '';
  const load = (...args: string[]) =>
    promisify(execFile)(
      process.env['BENCH_NODE'] ?? 'node',
      [path.join(__dirname, 'load.cjs'), port, ...args],
      {
        maxBuffer: 64 * 1024 * 1024,
      },
    );
  await vscode.commands.executeCommand('sigfox.messages.focus');
  await vscode.commands.executeCommand('sigfox.messages.connect', 'broker:Fleet');
  await eventually(
    () => textsOf('.part.statusbar .statusbar-item'),
    (items) => items.some((item) => item.includes('Live')),
    60_000,
  );
  await load('fill', String(devices));
  const group = '.pane-body .monaco-list-row:has-text("410000…")';
  await eventually(
    () => textsOf(group),
    (rows) => rows.some((row) => row.includes('256')),
    60_000,
  );
  await inWindow({ do: 'click', selector: `${group} .monaco-tl-twistie` });
  await eventually(
    () => textsOf('.pane-body .monaco-list-row'),
    (rows) => rows.some((row) => row.startsWith('41000007')),
    60_000,
  );
  const lag = sampleLag();
  await inWindow({ do: 'evaluate', script: watching });
  const { stdout } = await load('run', String(rate), String(seconds), String(devices));
  const sent = JSON.parse(stdout) as { device: string; number: number; atMs: number }[];
  const last = sent.at(-1)?.number ?? 0;
  // The newest message of the probes has to come to the screen, however late.
  await eventually(
    () => inWindow({ do: 'evaluate', script: 'globalThis.treeBench.shown.at(-1)?.text ?? ""' }),
    (text) => numberIn(String(text)) >= last - 8 * 20,
    60_000,
  );
  const { shown, frames } = (await inWindow({
    do: 'evaluate',
    script: 'globalThis.treeBench.stop()',
  })) as { shown: Shown[]; frames: number[] };
  const result = {
    stale: sent.map((probe) => staleness(probe, shown)).filter((each) => each !== undefined),
    frames,
    lags: lag.stop(),
  };
  writeFileSync(process.env['SUITE_COUNTS'] ?? '', JSON.stringify(result));
}

/** How long until the row of the device showed this number or a later one. */
function staleness(
  { device, number, atMs }: { device: string; number: number; atMs: number },
  shown: readonly Shown[],
): number | undefined {
  const seen = shown.find(
    ({ text, atMs: shownAtMs }) =>
      shownAtMs >= atMs && text.startsWith(device) && numberIn(text) >= number,
  );
  return seen && seen.atMs - atMs;
}

/** `410000071,000,020just now` shows 1000020. */
function numberIn(text: string): number {
  return Number(/(\d,\d{3},\d{3})/.exec(text.slice(8))?.[1]?.replaceAll(',', '') ?? 0);
}

/** How late the host's timers come. */
function sampleLag() {
  const lags: number[] = [];
  const periodMs = 10;
  let due = performance.now() + periodMs;
  const timer = setInterval(() => {
    const now = performance.now();
    lags.push(Math.max(0, now - due));
    due = now + periodMs;
  }, periodMs);
  return {
    stop: () => {
      clearInterval(timer);
      return lags;
    },
  };
}

/** Runs in the window: notes every text a row takes, and the time between frames. */
const watching = `(() => {
  const shown = [];
  const frames = [];
  const known = new Map();
  let isOn = true;
  let last = performance.now();
  const look = () => {
    for (const row of document.querySelectorAll('.pane-body .monaco-list-row')) {
      const text = row.textContent.trim();
      if (!/\\d,\\d{3},\\d{3}/.test(text) || known.get(row) === text) continue;
      known.set(row, text);
      shown.push({ text, atMs: Date.now() });
    }
  };
  const frame = (now) => {
    frames.push(now - last);
    last = now;
    look();
    if (isOn) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  globalThis.treeBench = { shown, stop: () => { isOn = false; return { shown, frames: frames.slice(1) }; } };
})()`;
