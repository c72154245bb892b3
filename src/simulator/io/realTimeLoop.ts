import type { Disposable } from '../../shared/disposable';

/** The pause between two rounds; a serial port that is looked after so often feels immediate. */
const pauseMs = 2;
/** A round runs for at most so much of the board's time, so that other work of the thread gets its turn. */
const roundMs = 20;
/** Further behind than this, the lost time is given up: a slow machine gets a slow board, not one that never rests. */
const mostBehindMs = 100;

/** Runs the board in step with real time: calls with the milliseconds that have passed since the last call. */
export function realTimeLoop(run: (ms: number) => void): Disposable {
  let behindMs = 0;
  let lastMs = performance.now();
  let timer = setTimeout(round, 0);
  return { dispose: () => clearTimeout(timer) };

  function round(): void {
    const nowMs = performance.now();
    behindMs = Math.min(behindMs + nowMs - lastMs, mostBehindMs);
    lastMs = nowMs;
    const ms = Math.min(behindMs, roundMs);
    behindMs -= ms;
    timer = setTimeout(round, behindMs > pauseMs ? 0 : pauseMs);
    run(ms);
  }
}
