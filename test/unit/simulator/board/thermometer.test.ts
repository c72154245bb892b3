import assert from 'node:assert/strict';
import type { BoardSetup } from '../../../../src/simulator/board/boardModel';
import { BoardOnBench, imageOf, thermometerHex } from '../../../support/equippedBoard';

const setups: readonly BoardSetup[] = [
  { model: 'mega', modem: 'telit' },
  { model: 'mega', modem: 'wisol' },
  { model: 'uno', modem: 'telit' },
  { model: 'uno', modem: 'wisol' },
];

// What the sketch of the how-to gets wrong: bytes that begin with a zero, and whole bytes of zero.
const temperatures: readonly [celsius: number, payload: string][] = [
  [23, '41b80000'],
  [8.5, '41080000'],
  [0, '00000000'],
  [-3.25, 'c0500000'],
];

describe('the thermometer that ships with the extension', function () {
  this.timeout(120_000);
  for (const setup of setups) {
    it(`sends what the sensor says, on the ${setup.model} with the ${setup.modem} modem`, () => {
      const sent = temperatures.map(([celsius]) => {
        const bench = new BoardOnBench(setup);
        bench.equipped.setTemperature(celsius);
        bench.equipped.flash(imageOf(thermometerHex(setup.model), setup.model));
        return bench.runUntil(() => bench.frames.length > 0, 5_000).payloads;
      });
      assert.deepEqual(
        sent,
        temperatures.map(([, payload]) => [payload]),
      );
    });
  }

  it('says on the console what it does', () => {
    const bench = new BoardOnBench({ model: 'mega', modem: 'telit' });
    bench.equipped.setTemperature(8.5);
    bench.equipped.flash(imageOf(thermometerHex('mega'), 'mega'));
    bench.runUntil(() => bench.console.includes('OK'), 5_000);
    assert.deepEqual(bench.console.split('\r\n').slice(0, 4), [
      'Sigfox thermometer',
      'modem: ready',
      'temp=8.50 AT$SF=41080000',
      'modem: OK',
    ]);
  });
});
