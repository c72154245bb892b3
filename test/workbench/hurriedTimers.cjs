// Loaded into every Node program of a workbench: five minutes pass in two seconds, for pictures of what is said then.
'use strict';
const { setTimeout } = globalThis;
const fiveMinutesMs = 5 * 60_000;
globalThis.setTimeout = Object.assign(
  (callback, delayMs, ...rest) =>
    setTimeout(callback, delayMs === fiveMinutesMs ? 2_000 : delayMs, ...rest),
  setTimeout,
);
