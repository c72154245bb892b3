// Measures the store of kept messages with a million in it. Runs in a process of its own under a Node that has SQLite:
// `fill <folder>` first, then `look <folder>` in another, whose memory is that of the store alone.
import { rmSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { WorkerKeptMessages } from '../../src/messages/io/workerKeptMessages';
import { schema } from '../../src/messages/io/messageSchema';
import { packBatch } from '../../src/messages/messageBatch';
import { MessageHistory } from '../../src/messages/messageHistory';
import { parseMessageQuery } from '../../src/messages/messageQuery';
import { MessageStore, type StoredMessage } from '../../src/messages/messageStore';
import { systemClock } from '../../src/shared/io/systemClock';
import { readUplinkMessage } from '../../src/sigfox/uplinkMessage';
import { type Measure, median } from './measure';

const messages = 1_000_000;
const devices = 2_000;
const batchRows = 5_000;
const beganAtMs = Date.parse('2026-01-01T00:00:00Z');
const budget = { megabytes: 2_000, days: 36_500 };
const [mode = '', folder = '', worker = ''] = process.argv.slice(2);
const file = path.join(folder, 'messages.db');

/** The same rows go into our store and into a bare table, batch by batch in turn. */
async function fill(): Promise<Measure[]> {
  const kept = new WorkerKeptMessages(worker, file, budget);
  await kept.open();
  const bare = new BareStore(path.join(folder, 'bare.db'));
  const ratios: number[] = [];
  for (let first = 0; first < messages; first += batchRows) {
    const batch = Array.from({ length: batchRows }, (_, at) => messageOf(first + at));
    const started = performance.now();
    const outcome = await kept.append(packBatch(batch));
    const oursMs = performance.now() - started;
    if (outcome.kind !== 'kept') throw new Error(outcome.detail);
    const bareMs = bare.append(batch);
    ratios.push(oursMs / bareMs);
  }
  kept.closeNow(undefined);
  bare.close();
  rmSync(path.join(folder, 'bare.db'), { force: true });
  return [
    {
      measure: 'store.insertVsBareSqlite',
      value: median(ratios),
      unit: 'ratio',
      against: `node:sqlite with the same table, ${messages.toLocaleString('en')} rows`,
    },
  ];
}

async function look(): Promise<Measure[]> {
  const before = process.memoryUsage().rss;
  const kept = new WorkerKeptMessages(worker, file, budget);
  const store = new MessageStore();
  const history = new MessageHistory({
    ...{ store, clock: systemClock },
    open: () => Promise.resolve(kept),
  });
  const opening = performance.now();
  await history.open();
  const openMs = performance.now() - opening;
  const against = `nothing, with ${(await history.count()).toLocaleString('en')} messages kept`;
  const preparing = performance.now();
  await kept.prepareSearch();
  const prepareMs = performance.now() - preparing;
  const times: number[] = [];
  for (let round = 0; round < 5; round++) {
    for (const text of queries) times.push(await timeOf(history, text));
  }
  times.sort((a, b) => a - b);
  const memoryMb = (process.memoryUsage().rss - before) / 1024 / 1024;
  history.dispose();
  const of = (measure: string, value: number, unit: string): Measure => ({
    ...{ measure, value, unit, against },
  });
  return [
    of('store.openMs', openMs, 'ms'),
    of('store.searchPrepareMs', prepareMs, 'ms'),
    of('store.searchP95Ms', times[Math.floor(times.length * 0.95)] ?? Number.NaN, 'ms'),
    of('store.hostMemoryMb', memoryMb, 'MB'),
  ];
}

/** From what is found at once to what nothing matches. */
const queries = [
  'temp > 39.9',
  'temp > 1000',
  'device:2A0',
  'undecodable',
  'hex:deadbeef',
  'after:2026-01-10 before:2026-01-11',
  'humidity = 100 temp < 0',
  'not topic:sigfox',
  'greenhouse',
  'device:20 or device:21 temp > 30',
];

async function timeOf(history: MessageHistory, text: string): Promise<number> {
  const parsed = parseMessageQuery(text);
  if (parsed.kind === 'problem') throw new Error(parsed.problem.message);
  const config = 'temp::int:16 humidity::uint:8';
  const book = {
    settings: [],
    devices: [],
    connections: [
      { id: 'c', name: 'Shed', rules: [{ topic: 'sigfox', settings: { config, display: {} } }] },
    ],
  };
  const request = { query: parsed.query, book, limit: 1_000, nowMs: beganAtMs };
  const started = performance.now();
  await history.search(request, () => undefined, new AbortController().signal);
  return performance.now() - started;
}

function messageOf(at: number): StoredMessage {
  const device = (0x2a0000 + (at % devices)).toString(16).toUpperCase();
  const payload = Buffer.alloc(at % 1_000 === 7 ? 2 : 3);
  payload.writeInt16BE((at * 7) % 40, 0);
  if (payload.length > 2) payload.writeUInt8((at * 13) % 100, 2);
  const timeMs = beganAtMs + at * 1_000;
  const body = JSON.stringify({
    device,
    time: timeMs / 1_000,
    data: payload.toString('hex'),
    seqNumber: Math.floor(at / devices) % 4_096,
  });
  const received = {
    topic: 'sigfox',
    body: new TextEncoder().encode(body),
    receivedAtMs: timeMs + 200,
    isRepeated: false,
  };
  const content = readUplinkMessage(received.body);
  return { number: at, connectionId: 'c', received, content, sequence: undefined };
}

/** What anybody would write: the same table and index, one transaction a batch. */
class BareStore {
  private readonly db: DatabaseSync;
  private readonly insert: ReturnType<DatabaseSync['prepare']>;

  constructor(name: string) {
    this.db = new DatabaseSync(name);
    this.db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    this.db.exec(schema);
    this.insert = this.db.prepare(
      'INSERT INTO message (device, topic, received, sent, flags, session, payload, body) VALUES (?, 1, ?, ?, 0, 1, ?, ?)',
    );
  }

  append(batch: readonly StoredMessage[]): number {
    const started = performance.now();
    this.db.exec('BEGIN');
    for (const { content, received } of batch) {
      const read = content.kind === 'message' ? content.message : undefined;
      this.insert.run(
        ...[Number.parseInt(read?.device ?? '0', 16), received.receivedAtMs, read?.timeMs ?? null],
        ...[read?.payload ?? null, received.body],
      );
    }
    this.db.exec('COMMIT');
    return performance.now() - started;
  }

  close(): void {
    this.db.close();
  }
}

// The store's worker alone keeps no process alive, and ends before it.
setInterval(() => undefined, 1_000);
const measures = mode === 'fill' ? await fill() : await look();
console.log(JSON.stringify(measures));
process.exit(0);
