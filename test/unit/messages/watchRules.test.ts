import assert from 'node:assert/strict';
import { fallingBattery, isBatteryField, learnInterval } from '../../../src/messages/watchRules';

const minute = 60_000;
const day = 24 * 60 * minute;

describe('learnInterval', () => {
  const cases: [string, number[], number | undefined, number | undefined][] = [
    ['nothing from too few messages', [0, 10, 20, 30], undefined, undefined],
    ['a steady rhythm', [0, 10, 20, 30, 40, 50], 10, 32],
    ['a rhythm in any order', [50, 0, 30, 10, 40, 20], 10, 32],
    [
      'the middle one, whatever one gap does',
      [0, 10, 20, 30, 40, 400, 410, 420, 430, 440, 450, 460, 470],
      10,
      32,
    ],
    ['no more than one interval from copies', [0, 0, 0, 0, 0, 10], undefined, undefined],
    ['longer pauses that are usual', [0, 10, 20, 600, 610, 620, 1200, 1210, 1220, 1800], 10, 732],
    ['nothing from nothing', [], undefined, undefined],
  ];
  for (const [what, minutes, expected, silentAfter] of cases) {
    it(`learns ${what}`, () => {
      const learned = learnInterval(minutes.map((each) => each * minute));
      assert.deepEqual(
        learned && [learned.expectedMs / minute, Math.round(learned.silentAfterMs / minute)],
        expected === undefined ? undefined : [expected, silentAfter],
      );
    });
  }
});

describe('fallingBattery', () => {
  const points = (days: number, count: number, value: (share: number) => number) =>
    Array.from({ length: count }, (_, at) => {
      const share = at / (count - 1);
      return { timeMs: share * days * day, value: value(share) };
    });

  it('gives the fall along the line through all values', () => {
    const trend = fallingBattery(points(14, 40, (share) => 3.6 - 0.4 * share));
    assert.deepEqual(trend && [trend.from.toFixed(3), trend.to.toFixed(3), trend.spanMs / day], [
      '3.600',
      '3.200',
      14,
    ]);
  });

  it('sees the fall through the swing of day and night', () => {
    const swinging = points(14, 200, (share) => 3.6 - 0.4 * share + 0.05 * Math.sin(share * 88));
    assert.notEqual(fallingBattery(swinging), undefined);
  });

  const quiet: [string, Parameters<typeof fallingBattery>[0]][] = [
    ['a level battery', points(14, 40, () => 3.6)],
    ['a rising battery', points(14, 40, (share) => 3.2 + 0.4 * share)],
    ['a fall too small for a word', points(14, 40, (share) => 3.6 - 0.1 * share)],
    ['an afternoon', points(0.5, 40, (share) => 3.6 - 0.4 * share)],
    ['seven values', points(14, 7, (share) => 3.6 - 0.4 * share)],
    ['a swing without direction', points(14, 200, (share) => 3.6 + Math.sin(share * 300))],
    ['nothing at all', []],
    ['values around zero', points(14, 40, (share) => -share)],
  ];
  for (const [what, values] of quiet) {
    it(`says nothing of ${what}`, () => {
      assert.equal(fallingBattery(values), undefined);
    });
  }
});

describe('isBatteryField', () => {
  for (const name of ['battery', 'Batt', 'vbat', 'v_bat', 'bat_mv', 'battery voltage', 'vcc']) {
    it(`takes "${name}" for a battery`, () => assert.equal(isBatteryField(name), true));
  }
  for (const name of ['bath', 'batch', 'temp', 'batteryType', '', 'combat']) {
    it(`does not take "${name}" for a battery`, () => assert.equal(isBatteryField(name), false));
  }
});
