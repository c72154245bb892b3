import assert from 'node:assert/strict';
import { parsePlotLine, type PlotPoint } from '../../../src/serial/plotSeries';

const table: readonly [line: string, points: readonly PlotPoint[], reason: string][] = [
  ['temp:27.9', [{ series: 'temp', value: 27.9 }], 'Arduino, one value'],
  [
    'temp:27.9,hum:94',
    [
      { series: 'temp', value: 27.9 },
      { series: 'hum', value: 94 },
    ],
    'commas',
  ],
  [
    'temp:27.9\thum:94\r\n',
    [
      { series: 'temp', value: 27.9 },
      { series: 'hum', value: 94 },
    ],
    'tabs',
  ],
  [
    'temp: 27.9, hum: -4e2',
    [
      { series: 'temp', value: 27.9 },
      { series: 'hum', value: -400 },
    ],
    'a blank behind the colon',
  ],
  [
    '1 2.5\t-3',
    [
      { series: '1', value: 1 },
      { series: '2', value: 2.5 },
      { series: '3', value: -3 },
    ],
    'bare values',
  ],
  ['Message sent: OK', [], 'text'],
  ['temp:nan', [], 'not a number'],
  ['temp:1e999', [], 'not finite'],
  ['AT$SF=41df41e3', [], 'a command'],
  ['', [], 'nothing'],
  ['>temp:27.9', [{ series: 'temp', value: 27.9 }], 'Teleplot'],
  [
    '>temp:1627551892437:27.9§°C',
    [{ series: 'temp', value: 27.9, timeMs: 1627551892437 }],
    'Teleplot with time and unit',
  ],
  ['>a:1;2;3', [1, 2, 3].map((value) => ({ series: 'a', value })), 'Teleplot, several values'],
  [
    '>a:10:1;20:2|g',
    [
      { series: 'a', value: 1, timeMs: 10 },
      { series: 'a', value: 2, timeMs: 20 },
    ],
    'Teleplot, several with times and flags',
  ],
  ['>a:on|t', [], 'Teleplot text'],
  ['>', [], 'a prompt'],
  ['>:5', [], 'Teleplot without a name'],
];

describe('parsePlotLine', () => {
  for (const [line, points, reason] of table) {
    it(`reads ${JSON.stringify(line)}: ${reason}`, () => {
      assert.deepEqual(parsePlotLine(line), points);
    });
  }

  it('takes no line of a thousand values for a plot', () => {
    assert.deepEqual(parsePlotLine('1 '.repeat(1_000)), []);
  });
});
