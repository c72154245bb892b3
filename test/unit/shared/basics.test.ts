import assert from 'node:assert/strict';
import { every } from '../../../src/shared/clock';
import { DisposableStore, DisposableValue } from '../../../src/shared/disposable';
import { Emitter } from '../../../src/shared/event';
import { ManualClock } from '../../support/manualClock';

describe('DisposableStore', () => {
  it('disposes newest first, once, and at once what comes later', () => {
    const order: string[] = [];
    const store = new DisposableStore();
    store.add({ dispose: () => order.push('first') });
    store.add({ dispose: () => order.push('second') });
    store.dispose();
    store.dispose();
    store.add({ dispose: () => order.push('late') });
    assert.deepEqual(order, ['second', 'first', 'late']);
  });
});

describe('DisposableValue', () => {
  it('disposes the old value when a new one is set, and not when it is the same', () => {
    const disposed: string[] = [];
    const a = { dispose: () => disposed.push('a') };
    const b = { dispose: () => disposed.push('b') };
    const value = new DisposableValue();
    value.value = a;
    value.value = a;
    value.value = b;
    value.dispose();
    assert.deepEqual(disposed, ['a', 'b']);
  });
});

describe('Emitter', () => {
  it('calls listeners in order until they are disposed', () => {
    const heard: string[] = [];
    const emitter = new Emitter<number>();
    const first = emitter.event((n) => heard.push(`first ${n}`));
    emitter.event((n) => heard.push(`second ${n}`));
    emitter.fire(1);
    first.dispose();
    emitter.fire(2);
    emitter.dispose();
    emitter.fire(3);
    assert.deepEqual(heard, ['first 1', 'second 1', 'second 2']);
  });
});

describe('every', () => {
  it('runs once a period until disposed, also from its own callback', () => {
    const clock = new ManualClock(0);
    const at: number[] = [];
    const timer = every(clock, 10, () => {
      at.push(clock.now());
      if (at.length === 3) timer.dispose();
    });
    clock.advance(100);
    assert.deepEqual({ at, pending: clock.pending }, { at: [10, 20, 30], pending: 0 });
  });
});
