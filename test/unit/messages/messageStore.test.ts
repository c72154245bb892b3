import assert from 'node:assert/strict';
import { MessageStore, type StoreChange } from '../../../src/messages/messageStore';

const budget = { messagesPerDevice: 3, messages: 5, bodyBytes: 10_000 };

function received(body: object | string, receivedAtMs = 0) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { topic: 'sigfox', body: new TextEncoder().encode(text), receivedAtMs, isRepeated: false };
}

describe('MessageStore', () => {
  it('keeps messages by device, and what cannot be read beside them', () => {
    const store = new MessageStore(budget);
    store.add('c', received({ device: '1d743', time: 1, seqNumber: 1 }));
    store.add('c', received({ device: '0001D743', time: 2, seqNumber: 2 }));
    store.add('c', received('hello'));
    assert.deepEqual(
      [...store.logs].map(({ key, device, messages }) => [key, device, messages.length]),
      [
        ['c/1D743', '1D743', 2],
        ['c/', undefined, 1],
      ],
    );
    assert.deepEqual([store.total, store.keptCount, store.deviceCount], [3, 3, 1]);
  });

  it('recognises the second copy of a message, not a second message', () => {
    const store = new MessageStore(budget);
    const body = { device: 'BEF', time: 7, seqNumber: 1 };
    const results = [body, body, { ...body, time: 8 }, { device: 'BEF' }, { device: 'BEF' }].map(
      (each) => store.add('c', received(each)) !== undefined,
    );
    assert.deepEqual(
      [results, store.log('c/BEF')?.duplicates],
      [[true, false, true, true, true], 1],
    );
  });

  it('announces the device, and whether the set of devices changed', () => {
    const store = new MessageStore(budget);
    const changes: StoreChange[] = [];
    store.onDidChange((change) => changes.push(change));
    store.add('c', received({ device: 'BEF', time: 1 }));
    store.add('c', received({ device: 'BEF', time: 2 }));
    assert.deepEqual(changes, [
      { key: 'c/BEF', isDeviceSetChanged: true },
      { key: 'c/BEF', isDeviceSetChanged: false },
    ]);
  });

  it('lets the oldest of a device go, and counts it', () => {
    const store = new MessageStore(budget);
    for (let time = 1; time <= 5; time++) store.add('c', received({ device: 'BEF', time }));
    const log = store.log('c/BEF');
    assert.deepEqual([log?.messages.map(({ number }) => number), log?.evicted], [[3, 4, 5], 2]);
  });

  it('lets the oldest of all go, and a device with its last message', () => {
    const store = new MessageStore(budget);
    for (let device = 1; device <= 7; device++)
      store.add('c', received({ device: `A${device}`, time: 1 }));
    assert.deepEqual(
      [...store.logs].map(({ device }) => device),
      ['A3', 'A4', 'A5', 'A6', 'A7'],
    );
  });

  it('keeps within its bytes', () => {
    const store = new MessageStore({ ...budget, messages: 1_000, messagesPerDevice: 1_000 });
    for (let time = 1; time <= 50; time++)
      store.add('c', received({ device: 'BEF', time, x: 'y'.repeat(1_000) }));
    assert.equal(store.keptCount, 9);
  });

  it('stores or counts every one of 20,000 messages of a burst (F23)', function () {
    this.timeout(120_000);
    const store = new MessageStore();
    const bodies = Array.from({ length: 20_000 }, (_, at) =>
      received({
        device: (at % 300).toString(16),
        time: at,
        data: '41df41e3',
        seqNumber: Math.floor(at / 300),
      }),
    );
    for (const body of bodies) store.add('c', body);
    const evicted = [...store.logs].reduce((sum, log) => sum + log.evicted, 0);
    assert.deepEqual([store.total, store.keptCount + evicted], [20_000, 20_000]);
  });

  it('forgets everything', () => {
    const store = new MessageStore(budget);
    store.add('c', received({ device: 'BEF', time: 1 }));
    store.clear();
    assert.deepEqual([store.keptCount, [...store.logs].length], [0, 0]);
  });
});
