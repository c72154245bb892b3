import assert from 'node:assert/strict';
import { readHistoryItem } from '../../../src/cloud/historyItem';
import { type HistoryPage, readHistory } from '../../../src/cloud/stackHistory';

const item = (device: string, received: number) => ({
  device: { S: device },
  received: { N: String(received) },
  topic: { S: 'sigfox' },
  expires: { N: '1' },
});

describe('readHistoryItem', () => {
  it('writes the body anew, without what the rule added, numbers to the digit', () => {
    const read = readHistoryItem({
      ...item('1D743', 1_479_817_071_000),
      time: { S: '1479817071' },
      seqNumber: { N: '12345678901234567890' },
      link: { M: { rssi: { N: '-120.50' }, ok: { BOOL: true }, none: { NULL: true } } },
      list: { L: [{ N: '1' }, { S: 'a"b' }] },
    });
    assert.deepEqual(read, {
      device: '1D743',
      topic: 'sigfox',
      receivedAtMs: 1_479_817_071_000,
      body: '{"device":"1D743","time":"1479817071","seqNumber":12345678901234567890,"link":{"rssi":-120.50,"ok":true,"none":null},"list":[1,"a\\"b"]}',
    });
  });

  for (const [name, value] of [
    ['no record', 'x'],
    ['no device', { received: { N: '1' } }],
    ['no time', { device: { S: '1D743' } }],
    ['a time that is none', { ...item('1D743', 1), received: { N: '1e400' } }],
    ['a device that is no text', { ...item('1D743', 1), device: { N: '7' } }],
  ] as const) {
    it(`takes ${name} for no message`, () => {
      assert.equal(readHistoryItem(value), undefined);
    });
  }

  it('lets no depth and no false number through', () => {
    let deep: unknown = { N: '1' };
    for (let level = 0; level < 1_000; level++) deep = { L: [deep] };
    const body = readHistoryItem({ ...item('A', 1), deep, odd: { N: '1],"x":[1' } })?.body ?? '';
    assert.deepEqual(Object.keys(JSON.parse(body) as object), ['device', 'deep', 'odd']);
  });
});

describe('readHistory', () => {
  const bounds = { messagesPerDevice: 3, messages: 100 };
  const asked: { action: string; parameters: Readonly<Record<string, unknown>> }[] = [];
  /** A table whose pages have two items. */
  const table = (items: readonly unknown[]) => ({
    page: (action: 'Query' | 'Scan', parameters: Readonly<Record<string, unknown>>) => {
      asked.push({ action, parameters });
      const start = (parameters['ExclusiveStartKey'] as { at?: number } | undefined)?.at ?? 0;
      const values = parameters['ExpressionAttributeValues'] as Record<string, { S?: string }>;
      const wanted =
        action === 'Scan'
          ? items
          : items.filter(
              (each) => (each as ReturnType<typeof item>).device.S === values[':device']?.S,
            );
      const next = start + 2 < wanted.length ? { at: start + 2 } : undefined;
      return Promise.resolve({ items: wanted.slice(start, start + 2), next });
    },
  });
  const read = async (
    items: readonly unknown[],
    cursors: ReadonlyMap<string, number>,
    limits = bounds,
  ) => {
    asked.length = 0;
    const found: HistoryPage[] = [];
    const request = { cursors, sinceMs: 5, bounds: limits };
    for await (const page of readHistory(table(items), request, new AbortController().signal)) {
      found.push(page);
    }
    return {
      ids: found.flatMap((page) =>
        page.items.map(({ device, receivedAtMs }) => `${device}@${receivedAtMs}`),
      ),
      isCut: found.some((page) => page.isCut),
    };
  };

  it('asks known devices by their key and the rest by one look, each message once', async () => {
    const items = [item('A', 11), item('A', 12), item('A', 13), item('B', 14), item('C', 15)];
    assert.deepEqual(await read(items, new Map([['A', 10]])), {
      ids: ['A@11', 'A@12', 'A@13', 'B@14', 'C@15'],
      isCut: false,
    });
    assert.deepEqual(asked[0]?.parameters['ExpressionAttributeValues'], {
      ':device': { S: 'A' },
      ':after': { N: '10' },
    });
    assert.deepEqual(
      asked.map(({ action }) => action),
      ['Query', 'Query', 'Scan', 'Scan', 'Scan'],
    );
  });

  it('stops at the bounds, and says that there is more', async () => {
    const many = Array.from({ length: 9 }, (_, at) => item('A', at + 1));
    assert.deepEqual(await read(many, new Map([['A', 0]])), {
      ids: ['A@1', 'A@2', 'A@3'],
      isCut: true,
    });
    const cut = await read(many, new Map(), { messagesPerDevice: 3, messages: 4 });
    assert.deepEqual(cut, { ids: ['A@1', 'A@2', 'A@3', 'A@4'], isCut: true });
  });

  it('looks through no more than twenty pages for new devices', async () => {
    const known = Array.from({ length: 100 }, (_, at) => item('A', at + 1));
    const seen = await read(known, new Map([['A', 1_000]]), { messagesPerDevice: 0, messages: 50 });
    assert.equal(asked.filter(({ action }) => action === 'Scan').length, 20);
    assert.equal(seen.isCut, true);
  });
});
