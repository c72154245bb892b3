/** How often a device sends, and after what time without a message it is silent. */
export interface LearnedInterval {
  readonly expectedMs: number;
  readonly silentAfterMs: number;
}

/** From so many intervals on a rhythm is believed. */
const fewestIntervals = 4;

/** Sigfox repeats a callback after 1, 2 and 4 minutes: what is later than that did not come. */
const graceMs = 7 * 60_000;

/**
 * The usual interval is the middle one, which a gap or a burst does not move. A device that also keeps longer pauses, at
 * night for instance, is silent only when it is silent for longer than these.
 */
export function learnInterval(timesMs: readonly number[]): LearnedInterval | undefined {
  const sorted = timesMs.toSorted((a, b) => a - b);
  const intervals = sorted
    .slice(1)
    .map((time, at) => time - (sorted[at] ?? time))
    .filter((interval) => interval > 0)
    .sort((a, b) => a - b);
  if (intervals.length < fewestIntervals) return undefined;
  const expectedMs = share(intervals, 0.5);
  const silentAfterMs = Math.max(2.5 * expectedMs, 1.25 * share(intervals, 0.9)) + graceMs;
  return { expectedMs, silentAfterMs };
}

/** Which field tells of a battery: by the names people give it. */
export function isBatteryField(name: string): boolean {
  return /^(v_?)?bat(t(ery)?)?([_ -]?(v|mv|volts?|voltage|level|percent|pct))?$|^vcc$|^supply([_ -]?voltage)?$/i.test(
    name.trim(),
  );
}

export interface BatteryTrend {
  /** On the line through all values, not the values themselves: these jump with the temperature. */
  readonly from: number;
  readonly to: number;
  readonly spanMs: number;
}

const fewestValues = 8;
const shortestSpanMs = 24 * 3_600_000;

/** A fall by so much is worth a word. */
const leastFall = 0.05;

/** So much of the scatter has to be explained by a straight fall. */
const leastCertainty = 0.5;

/** A battery that falls, or undefined: too few values, too short a time, level, rising or without a clear direction. */
export function fallingBattery(
  points: readonly { readonly timeMs: number; readonly value: number }[],
): BatteryTrend | undefined {
  const first = Math.min(...points.map(({ timeMs }) => timeMs));
  const spanMs = Math.max(...points.map(({ timeMs }) => timeMs)) - first;
  if (points.length < fewestValues || spanMs < shortestSpanMs) return undefined;
  const times = points.map(({ timeMs }) => (timeMs - first) / spanMs);
  const values = points.map(({ value }) => value);
  const [middleTime, middleValue] = [mean(times), mean(values)];
  const timeScatter = sum(times.map((time) => (time - middleTime) ** 2));
  const valueScatter = sum(values.map((value) => (value - middleValue) ** 2));
  const common = sum(
    times.map((time, at) => (time - middleTime) * ((values[at] ?? 0) - middleValue)),
  );
  if (timeScatter === 0 || valueScatter === 0) return undefined;
  const slope = common / timeScatter;
  const certainty = common ** 2 / (timeScatter * valueScatter);
  const from = middleValue - slope * middleTime;
  const isFalling = from > 0 && -slope / from >= leastFall && certainty >= leastCertainty;
  return isFalling ? { from, to: from + slope, spanMs } : undefined;
}

function share(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function mean(numbers: readonly number[]): number {
  return sum(numbers) / numbers.length;
}
