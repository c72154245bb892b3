/** One line of `npm run bench`. */
export interface Measure {
  readonly measure: string;
  readonly value: number;
  readonly unit: string;
  /** What the value is compared with. */
  readonly against: string;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** Runs two ways of doing the same in turn, so that a machine whose speed drifts treats both alike; gives the median of a/b. */
export function medianRatio(runs: number, a: () => number, b: () => number): number {
  return median(Array.from({ length: runs }, () => a() / b()));
}

/** Milliseconds the job takes. */
export function timed(job: () => void): number {
  const started = performance.now();
  job();
  return performance.now() - started;
}
