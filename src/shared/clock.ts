import type { Disposable } from './disposable';

/** Time as a value, so that tests and the simulator own it. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Runs the callback once after `delayMs`; disposing the timer cancels it. */
  after(delayMs: number, callback: () => void): Disposable;
}

/** Runs the callback every `periodMs` until disposed. */
export function every(clock: Clock, periodMs: number, callback: () => void): Disposable {
  let timer: Disposable;
  const arm = () => {
    timer = clock.after(periodMs, () => {
      arm();
      callback();
    });
  };
  arm();
  return { dispose: () => timer.dispose() };
}

/** A number in [0, 1), as `Math.random` gives, handed in so that tests can repeat it. */
export type Random = () => number;
