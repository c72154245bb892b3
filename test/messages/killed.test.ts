import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { build } from 'esbuild';
import { noticeRow } from '../../src/messages/historyRows';
import { openWindow, temporaryFolder, workerFile } from './keptFixture';

const rounds = 20;
const perSecond = 1_000;

describe('a window that is killed while it keeps 1,000 messages a second (F18)', function () {
  this.timeout(180_000);
  const { folder, remove } = temporaryFolder();
  const file = path.join(folder, 'messages.db');
  const host = path.join(folder, 'host.mjs');

  before(async () => {
    await build({
      entryPoints: [path.join(import.meta.dirname, 'killedHost.ts')],
      outfile: host,
      bundle: true,
      platform: 'node',
      format: 'esm',
      banner: {
        js: "import{createRequire as makeRequire}from'node:module';const require=makeRequire(import.meta.url);",
      },
      logLevel: 'warning',
    });
  });
  after(remove);

  it(`misses nothing but the last batch, ${rounds} times, and says so`, async () => {
    let kept = 0;
    for (let round = 1; round <= rounds; round++) {
      const child = start(host, file, round);
      // Each time at another moment between two batches.
      await reaches(child, 400 + round * 37);
      const killedAtMs = Date.now();
      child.process.kill('SIGKILL');
      await once(child.process, 'close');
      const device = round.toString(16).toUpperCase().padStart(4, 'A');
      const numbers = keptNumbers(file, device);
      assert.deepEqual(
        numbers,
        Array.from({ length: numbers.length }, (_, at) => at),
        `round ${round}: no hole before the end`,
      );
      // How long a batch takes depends on the machine; that a confirmed one is there does not.
      assert.ok(
        numbers.length >= child.confirmed(),
        `round ${round}: ${numbers.length} there, ${child.confirmed()} were confirmed`,
      );
      kept += numbers.length;
      await saysGap(file, killedAtMs);
    }
    const db = new DatabaseSync(file, { readOnly: true });
    const [check] = db.prepare('PRAGMA integrity_check').all();
    const [count] = db.prepare('SELECT count(*) AS n FROM message').all();
    db.close();
    assert.deepEqual([check?.['integrity_check'], count?.['n']], ['ok', kept]);
  });
});

/** The next window tells the gap, and tells it once. */
async function saysGap(file: string, killedAtMs: number): Promise<void> {
  const window = openWindow(file);
  await window.history.open();
  const notices = window.history.notices;
  window.close();
  assert.equal(notices.length, 1);
  const [gap] = notices;
  assert.ok(gap?.kind === 'gap');
  assert.ok(gap.fromMs <= killedAtMs + 50 && gap.toMs >= killedAtMs, JSON.stringify(gap));
  const format = { time: (atMs: number) => String(atMs), dateTime: String };
  assert.match(
    noticeRow(gap, killedAtMs, format).description,
    /^Messages from \d+ to \d+ may be missing: the editor ended without a word\.$/,
  );
  const again = openWindow(file);
  await again.history.open();
  assert.deepEqual(again.history.notices, []);
  again.close();
}

function start(host: string, file: string, round: number) {
  const child = spawn(
    process.execPath,
    [host, file, workerFile, String(round), String(perSecond)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let last = [0, 0];
  let rest = '';
  child.stdout.on('data', (data: Buffer) => {
    const lines = (rest + String(data)).split('\n');
    rest = lines.pop() ?? '';
    last = lines.at(-1)?.split(' ').map(Number) ?? last;
  });
  return { process: child, received: () => last[0] ?? 0, confirmed: () => last[1] ?? 0 };
}

/** Enough was received, and something of it confirmed. */
async function reaches(child: ReturnType<typeof start>, wanted: number): Promise<void> {
  while (child.received() < wanted || child.confirmed() === 0) {
    if (child.process.exitCode !== null) throw new Error('the host ended by itself');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function keptNumbers(file: string, device: string): number[] {
  const db = new DatabaseSync(file, { readOnly: true });
  const rows = db
    .prepare(
      'SELECT body FROM message WHERE device = (SELECT id FROM device WHERE name = ?) ORDER BY id',
    )
    .all(device);
  db.close();
  return rows.map(({ body }) => {
    const text = new TextDecoder().decode(body instanceof Uint8Array ? body : new Uint8Array());
    return (JSON.parse(text) as { seqNumber: number }).seqNumber;
  });
}
