import assert from 'node:assert/strict';
import { CycleClock } from '../../../../src/simulator/board/cycleClock';

describe('CycleClock', () => {
  it('runs timers in the order they fall due, and those set on the way', () => {
    const clock = new CycleClock(1_000);
    const seen: string[] = [];
    const note = (what: string) => seen.push(`${what} at ${clock.now()}`);
    clock.after(3, () => note('third'));
    clock.after(1, () => {
      note('first');
      clock.after(1, () => note('second'));
    });
    clock.after(9, () => note('too late'));
    clock.advance(5_000);
    assert.deepEqual(seen, ['first at 1', 'second at 2', 'third at 3']);
    assert.deepEqual([clock.now(), clock.nextDue], [5, 9_000]);
  });

  it('runs timers of the same cycle in the order they were set', () => {
    const clock = new CycleClock(1_000);
    const seen: number[] = [];
    for (const each of [1, 2, 3]) clock.after(1, () => seen.push(each));
    clock.advance(1_000);
    assert.deepEqual(seen, [1, 2, 3]);
  });

  it('forgets a timer that is disposed', () => {
    const clock = new CycleClock(1_000);
    clock.after(1, () => assert.fail()).dispose();
    clock.advance(2_000);
    assert.equal(clock.nextDue, Infinity);
  });

  it('counts from where the processor is, and says when it must stop sooner', () => {
    let ahead = 0;
    const clock = new CycleClock(1_000, () => ahead);
    const sooner: number[] = [];
    clock.onSooner = () => sooner.push(clock.nextDue);
    ahead = 500;
    clock.after(1, () => {});
    clock.after(2, () => {});
    clock.after(0.5, () => {});
    assert.deepEqual(sooner, [1_500, 1_000]);
  });
});
