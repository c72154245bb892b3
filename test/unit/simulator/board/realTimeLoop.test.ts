import assert from 'node:assert/strict';
import { realTimeLoop } from '../../../../src/simulator/io/realTimeLoop';

/** Keeps the thread busy, as a board does that is slower than real time. */
function burn(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

/** Runs for a while with a board that needs `slowness` times as long as real time. */
async function runFor(wallMs: number, slowness: number) {
  const rounds: number[] = [];
  const started = performance.now();
  const loop = realTimeLoop((ms) => {
    rounds.push(ms);
    burn(ms * slowness);
  });
  let otherTurns = 0;
  while (performance.now() - started < wallMs) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    otherTurns++;
  }
  loop.dispose();
  const elapsedMs = performance.now() - started;
  return { rounds, otherTurns, elapsedMs, ranMs: rounds.reduce((sum, ms) => sum + ms, 0) };
}

describe('realTimeLoop', function () {
  this.timeout(120_000);

  it('asks for as much time as passes, never for more', async () => {
    const { ranMs, elapsedMs } = await runFor(300, 0);
    assert.ok(ranMs <= elapsedMs, `${ranMs} of ${elapsedMs} ms`);
    // Only a pause that is longer than what may be caught up with would take time away.
    assert.ok(ranMs > 0);
  });

  it('falls behind with a board that is too slow, and leaves the thread to others as well', async () => {
    const { rounds, otherTurns, ranMs, elapsedMs } = await runFor(600, 3);
    assert.ok(Math.max(...rounds) <= 20, `rounds of ${Math.max(...rounds)} ms`);
    assert.ok(ranMs < elapsedMs / 2, `${ranMs} of ${elapsedMs} ms`);
    assert.ok(otherTurns > 3, `${otherTurns} turns`);
  });

  it('asks for nothing any more when it is disposed', async () => {
    let calls = 0;
    const loop = realTimeLoop(() => calls++);
    loop.dispose();
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(calls, 0);
  });
});
