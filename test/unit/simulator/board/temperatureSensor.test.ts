import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sensorRange, sensorVolts } from '../../../../src/simulator/board/temperatureSensor';

/** What the board's converter makes of a voltage, and what a sketch makes of that. */
const read = (celsius: number) => (Math.floor((sensorVolts(celsius) / 5) * 1024) - 256) / 4;

describe('sensorVolts', () => {
  it('tells quarters of a degree apart, over its whole range', () => {
    for (let celsius = sensorRange.lowest; celsius <= sensorRange.highest; celsius += 0.25) {
      assert.equal(read(celsius), celsius);
    }
  });

  it('stays at its ends beyond them, and is never off by more than an eighth of a degree between', () => {
    assert.deepEqual([read(-1_000), read(1_000)], [sensorRange.lowest, sensorRange.highest]);
    const within = fc.double({ min: sensorRange.lowest, max: sensorRange.highest, noNaN: true });
    fc.assert(fc.property(within, (celsius) => Math.abs(read(celsius) - celsius) <= 0.125));
  });
});
