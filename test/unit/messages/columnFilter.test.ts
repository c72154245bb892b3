import assert from 'node:assert/strict';
import { createColumnFilter } from '../../../src/messages/columnFilter';
import { forEachRow, packBatch } from '../../../src/messages/messageBatch';
import { MessageColumns } from '../../../src/messages/messageColumns';
import { parseMessageQuery } from '../../../src/messages/messageQuery';
import { MessageStore, type StoredMessage } from '../../../src/messages/messageStore';
import { matchesQuery } from '../../../src/messages/queryMatch';
import { SearchBook } from '../../../src/messages/searchBook';
import { createRandom } from '../../fuzz/random';

const nowMs = 1_800_000_000_000;

const book = new SearchBook({
  settings: [
    {
      config: 'temp::float:32 humidity::uint:8',
      display: { temp: { unit: '°C', label: 'Temperature' } },
    },
    { config: 'open::bool:7 name::char:3', display: {} },
    { config: 'not a config', display: {} },
  ],
  devices: [
    { connectionId: 'a', device: 'AA01', name: 'Greenhouse 3', settings: 0 },
    { connectionId: 'a', device: 'AA02', settings: 1 },
    { connectionId: 'a', device: 'AA03', settings: 2 },
  ],
  connections: [
    { id: 'a', name: 'Shed', rules: [] },
    {
      id: 'b',
      name: 'Field',
      rules: [
        { topic: 'x/thermo', settings: { config: 'temp::int:8', display: {} } },
        { deviceType: 'T1', settings: { config: 'temp::uint:8', display: {} } },
      ],
    },
  ],
});

const queries = [
  ...[
    'greenhouse',
    'temp',
    'temperature',
    '27',
    '27.9',
    '°c',
    'true',
    'abc',
    '#7',
    'x/thermo',
    'e',
  ],
  ...[
    'hex:41df',
    'hex:1d',
    'hex:f',
    '41df',
    'undecodable',
    'not undecodable',
    'device:aa',
    'device:green',
  ],
  ...['temp > 20', 'temp < 0', 'temperature = 42', 'humidity != 94', 'open = true', 'name = abc'],
  ...[
    'last:24h',
    'after:2020-01-01',
    'topic:thermo',
    'connection:shed',
    'field:temp',
    'field:humidity',
  ],
  ...[
    'temp > 20 or undecodable',
    'not (temp > 20) device:aa',
    'greenhouse -hex:41',
    'hello',
    'speed > 3',
  ],
  'not #7',
];

function randomMessages(count: number): StoredMessage[] {
  const random = createRandom(11);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] ?? assert.fail();
  const store = new MessageStore({ messages: count, messagesPerDevice: count, bodyBytes: 1e9 });
  for (let made = 0; made < count; made++) {
    const data = Array.from({ length: Math.floor(random() * 15) }, () =>
      Math.floor(random() * 256),
    );
    const known = pick(['41df41e35e', '80616263', '2a', '', Buffer.from(data).toString('hex')]);
    const body = pick([
      { device: pick(['AA01', 'AA02', 'AA03', 'BB01']), data: known, seqNumber: made % 9 },
      { device: 'BB01', data: known, deviceTypeId: pick(['T1', 'T2']) },
      { device: 'AA01', temperature: made % 60, data: '' },
      { device: 'BB02', speed: made % 7, open: true, word: 'hello' },
      { device: 'AA01', time: 1_800_000_000 - made * 10_000, data: known },
    ]);
    const text = pick([JSON.stringify(body), JSON.stringify(body), JSON.stringify(body), 'hello']);
    store.add(pick(['a', 'b']), {
      topic: pick(['x', 'x/thermo']),
      body: new TextEncoder().encode(text),
      receivedAtMs: nowMs - made * 3_600_000,
      isRepeated: false,
    });
  }
  return [...store.logs].flatMap(({ messages }) => messages);
}

describe('createColumnFilter', () => {
  const messages = randomMessages(4_000);
  const columns = new MessageColumns();
  const batch = packBatch(messages);
  let id = 0;
  forEachRow(batch, ({ place, receivedAtMs, sentAtMs, flags, payload }) => {
    const [connectionId, device, topic] = batch.places[place] ?? assert.fail();
    const at = columns.placeOf({ connectionId, device, topic });
    const head = Buffer.from(payload ?? []).toString('hex');
    const size = payload?.length ?? 0;
    columns.add({ id: id++, timeMs: sentAtMs ?? receivedAtMs, place: at, flags, size, head });
  });

  for (const text of queries) {
    it(`never contradicts the whole look at a message: ${text}`, () => {
      const result = parseMessageQuery(text);
      assert.ok(result.kind === 'query');
      const { query } = result;
      const verdicts = new Map<number, number>();
      const filter = createColumnFilter(query, { columns, book, nowMs });
      columns.scan(columns.end, messages.length, filter, (row, verdict) => {
        verdicts.set(row, verdict);
        return true;
      });
      messages.forEach((message, at) => {
        const device = message.content.kind === 'message' ? message.content.message.device : '';
        const isMeant = matchesQuery(query, {
          message,
          decoded: book.decode(message),
          deviceName: book.deviceName(message.connectionId, device),
          connectionName: book.connectionName(message.connectionId),
          nowMs,
        });
        const verdict = verdicts.get(at) ?? 0;
        if (verdict === 1) return;
        const body = new TextDecoder().decode(message.received.body);
        assert.equal(
          verdict === 2,
          isMeant,
          `${message.connectionId} ${message.received.topic} ${body}`,
        );
      });
    });
  }

  it('needs no body for what a fleet is asked most', () => {
    const undecided = ['device:aa', 'hex:41df', 'last:24h', 'connection:shed'].map((text) => {
      const result = parseMessageQuery(text);
      const filter = createColumnFilter(result.kind === 'query' ? result.query : assert.fail(), {
        columns,
        book,
        nowMs,
      });
      let count = 0;
      columns.scan(columns.end, messages.length, filter, (_row, verdict) => {
        if (verdict === 1) count += 1;
        return true;
      });
      return count;
    });
    // Payloads that are longer than any of Sigfox's have to be looked up.
    assert.deepEqual([undecided[0], undecided[2], undecided[3]], [0, 0, 0]);
  });
});

describe('MessageColumns', () => {
  it('scans in pieces what it scans whole, newest first, after old rows were dropped', () => {
    const columns = new MessageColumns();
    const place = columns.placeOf({ connectionId: 'a', device: 'B', topic: 't' });
    for (let id = 1; id <= 200_000; id++) {
      columns.add({ id, timeMs: id, place, flags: 0, size: 0, head: '' });
    }
    columns.dropBefore(70_000);
    const seen: number[] = [];
    let at = columns.end;
    while (at > columns.begin) {
      at = columns.scan(
        at,
        777,
        () => 2,
        (id) => seen.push(id) > 0,
      );
    }
    assert.deepEqual([seen[0], seen.at(-1), seen.length], [200_000, 65_537, 200_000 - 65_536]);
    assert.ok(seen.every((id, index) => index === 0 || id === (seen[index - 1] ?? 0) - 1));
  });
});
