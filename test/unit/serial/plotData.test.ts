import assert from 'node:assert/strict';
import { keptPlot } from '../../../src/serial/page/keptPlot';
import { PlotData } from '../../../src/serial/page/plotData';
import type { PlotUpdate } from '../../../src/serial/plotFeed';

type Point = readonly [of: number, timeMs: number, value: number];

function update(series: readonly string[], points: readonly Point[]): PlotUpdate {
  return {
    ...{ kind: 'points', isFresh: false, title: 'ttyACM0', series },
    of: points.map(([of]) => of),
    timesMs: points.map(([, timeMs]) => timeMs),
    values: points.map(([, , value]) => value),
  };
}

describe('PlotData', () => {
  it('puts values of one time into one row, and a gap where a series has none', () => {
    const data = new PlotData();
    data.add(
      update(
        ['temp', 'hum'],
        [
          [0, 1_000, 27],
          [1, 1_000, 94],
          [0, 2_000, 28],
        ],
      ),
    );
    assert.deepEqual(data.table, [
      [1, 2],
      [27, 28],
      [94, null],
    ]);
    assert.deepEqual([data.newest(0), data.newest(1), data.lastTime, data.count], [28, 94, 2, 3]);
  });

  it('keeps two values that one series has at one time', () => {
    const data = new PlotData();
    data.add(
      update(
        ['temp'],
        [
          [0, 1_000, 27],
          [0, 1_000, 28],
        ],
      ),
    );
    assert.deepEqual(data.table, [
      [1, 1],
      [27, 28],
    ]);
  });

  it('takes a series that comes later, and draws a time that goes back in order', () => {
    const data = new PlotData();
    data.add(update(['temp'], [[0, 5_000, 27]]));
    data.add(
      update(
        ['temp', 'hum'],
        [
          [1, 3_000, 94],
          [0, 6_000, 28],
        ],
      ),
    );
    assert.deepEqual(data.table, [
      [5, 6],
      [27, 28],
      [94, null],
    ]);
  });

  it('forgets the oldest when there are more than can be drawn', () => {
    const data = new PlotData();
    const points = Array.from({ length: 200_001 }, (_, at): Point => [0, at, at]);
    data.add(update(['n'], points));
    const [times, values] = data.table;
    assert.deepEqual(
      [times.length, data.count, values?.[0], values?.at(-1)],
      [180_000, 180_000, 20_001, 200_000],
    );
  });

  it('writes a table in which no name from a board is a formula', () => {
    const data = new PlotData();
    data.add(
      update(
        ['=1+1', 'a"b'],
        [
          [0, 0, 1.5],
          [1, 0, -2],
          [1, 500, 3],
        ],
      ),
    );
    assert.equal(
      data.csv(),
      [
        `time,"'=1+1","a""b"`,
        '1970-01-01T00:00:00.000Z,1.5,-2',
        '1970-01-01T00:00:00.500Z,,3',
        '',
      ].join('\r\n'),
    );
  });
});

describe('keptPlot', () => {
  const fresh = { seconds: '30', lowest: '', highest: '', isFixed: false };
  const table: readonly [stored: unknown, kept: unknown, reason: string][] = [
    [undefined, fresh, 'nothing was kept'],
    ['x', fresh, 'something else was kept'],
    [
      { seconds: '5', lowest: '-10', highest: '40', isFixed: true },
      { seconds: '5', lowest: '-10', highest: '40', isFixed: true },
      'all of it',
    ],
    [{ seconds: '-5', lowest: {}, highest: 'high', isFixed: true }, fresh, 'no numbers'],
    [{ lowest: '1', isFixed: true }, { ...fresh, lowest: '1' }, 'half a scale'],
  ];
  for (const [stored, kept, reason] of table) {
    it(`reads ${JSON.stringify(stored)}: ${reason}`, () => {
      assert.deepEqual(keptPlot(stored), kept);
    });
  }
});
