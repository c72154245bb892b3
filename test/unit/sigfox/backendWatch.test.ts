import assert from 'node:assert/strict';
import type { BackendApi } from '../../../src/sigfox/backendApi';
import { BackendBook } from '../../../src/sigfox/backendBook';
import { BackendWatch } from '../../../src/sigfox/backendWatch';
import { ManualClock } from '../../support/manualClock';

function start(isSimulated: boolean) {
  const clock = new ManualClock();
  const asked: string[] = [];
  const answer = <T>(what: string, value: T) => {
    asked.push(what);
    return Promise.resolve(value);
  };
  const api: BackendApi = {
    clockAheadMs: undefined,
    deviceTypes: () => answer('types', []),
    devices: () => answer('devices', []),
    device: () => Promise.reject(new Error('not asked here')),
    messages: (id) => answer(`messages ${id}`, []),
    callbacks: () => answer('callbacks', []),
    disengage: () => Promise.resolve(),
  };
  const book = new BackendBook(clock);
  const watch = new BackendWatch(book, clock);
  book.use({ api, name: 'user', isSimulated });
  return { clock, asked, book, watch };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('BackendWatch', () => {
  it('asks a real backend once a minute, for the devices that were heard', async () => {
    const { clock, asked, watch } = start(false);
    watch.note('1D743');
    watch.note('no id');
    await watch.askNow();
    assert.deepEqual(asked, ['types', 'devices', 'messages 1D743']);
    clock.advance(56_000);
    await settled();
    assert.equal(asked.length, 3);
    clock.advance(8_000);
    await settled();
    assert.deepEqual(asked.slice(3), ['types', 'devices', 'messages 1D743']);
    watch.dispose();
    assert.equal(clock.pending, 0);
  });

  it('watches thirty devices at most, those heard of last', async () => {
    const { asked, watch } = start(false);
    for (let at = 1; at <= 40; at++) watch.note(at.toString(16));
    await watch.askNow();
    const messages = asked.filter((what) => what.startsWith('messages'));
    assert.deepEqual([messages.length, messages[0]], [30, 'messages B']);
    watch.dispose();
  });

  it('asks for nobody after the account is gone', async () => {
    const { clock, asked, book, watch } = start(true);
    book.use(undefined);
    clock.advance(60_000);
    await settled();
    assert.deepEqual(asked, []);
    watch.dispose();
  });
});
