import assert from 'node:assert/strict';
import { TreeUpdates } from '../../../src/messages/treeUpdates';
import { ManualClock } from '../../support/manualClock';

function start() {
  const clock = new ManualClock(0);
  const fired: string[] = [];
  const updates = new TreeUpdates(
    {
      fireRoot: () => fired.push(`${clock.now()} root`),
      fireRows: (ids) => fired.push(`${clock.now()} ${ids.join('+')}`),
    },
    clock,
  );
  return { clock, fired, updates };
}

describe('TreeUpdates', () => {
  it('fires the first change at once and gathers what follows within 250 ms', () => {
    const { clock, fired, updates } = start();
    updates.rowChanged('a');
    clock.advance(0);
    for (let ms = 0; ms < 500; ms += 10) {
      updates.rowChanged(ms % 20 === 0 ? 'a' : 'b');
      clock.advance(10);
    }
    assert.deepEqual(fired, ['0 a', '250 a+b', '500 b+a']);
  });

  it('never comes closer than 250 ms and the root than 2 s, at 1,000 changes a second', () => {
    const { clock, fired, updates } = start();
    for (let ms = 0; ms < 10_000; ms++) {
      updates.rowChanged(`r${ms % 50}`);
      if (ms % 100 === 0) updates.rootChanged();
      clock.advance(1);
    }
    const times = fired.map((line) => Number(line.split(' ')[0]));
    const roots = fired
      .filter((line) => line.endsWith('root'))
      .map((line) => Number(line.split(' ')[0]));
    const gaps = (all: readonly number[]) => all.slice(1).map((time, at) => time - (all[at] ?? 0));
    assert.ok(Math.min(...gaps(times)) >= 250, `${Math.min(...gaps(times))} ms`);
    assert.ok(Math.min(...gaps(roots)) >= 2_000, `${Math.min(...gaps(roots))} ms`);
    assert.ok(Math.max(...gaps(times)) <= 300 && roots.length >= 5);
  });

  it('fires the root alone', () => {
    const { clock, fired, updates } = start();
    updates.rowChanged('a');
    updates.rootChanged();
    clock.advance(3_000);
    assert.deepEqual(fired, ['0 root', '250 a']);
  });

  it('does not let rows wait for the root', () => {
    const { clock, fired, updates } = start();
    updates.rootChanged();
    clock.advance(10);
    updates.rootChanged();
    clock.advance(300);
    updates.rowChanged('a');
    clock.advance(5_000);
    assert.deepEqual(fired, ['0 root', '310 a', '2000 root']);
  });

  it('leaves no timer when it is disposed', () => {
    const { clock, updates } = start();
    updates.rowChanged('a');
    updates.dispose();
    assert.equal(clock.pending, 0);
  });
});
