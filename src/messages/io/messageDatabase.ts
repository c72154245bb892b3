import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import type { Batch, KeepingBudget, KeptGap } from '../keptMessages';
import { batchFlags, forEachRow, rowCount } from '../messageBatch';
import { CopyGuard } from './copyGuard';
import { KeptReader } from './keptReader';
import { isBusy } from './sqliteFailure';
import { schema, schemaVersion } from './messageSchema';
import { RowWriter } from './rowWriter';
import { Sessions } from './sessions';

/** Pruning goes in steps, so that another window never waits long for its turn. */
const pruneRows = 2_000;

/** The store was written by a version of the extension that is newer than this one. */
export class NewerStore extends Error {}

/** Kept messages in one SQLite file, which several windows may have open at once. */
export class MessageDatabase {
  private readonly db: DatabaseSync;
  readonly reader: KeptReader;
  private readonly sessions: Sessions;
  private readonly copies: CopyGuard;
  private readonly messages: RowWriter;
  private readonly counts: RowWriter;
  private readonly devices = new Map<string, number>();
  private readonly topics = new Map<string, number>();
  private generation = -1;
  private known: StatementSync | undefined;

  /** Throws NewerStore, or what SQLite says of a file it cannot use. */
  constructor(file: string, processId: number, nowMs: number) {
    mkdirSync(path.dirname(file), { recursive: true });
    this.db = new DatabaseSync(file);
    try {
      this.prepareFile();
      this.sessions = new Sessions(this.db, processId, nowMs);
      this.copies = new CopyGuard(this.db, this.sessions.own);
      this.reader = new KeptReader(this.db);
      this.messages = new RowWriter(this.db, 8, insertMessages);
      this.counts = new RowWriter(this.db, 2, addToCounts);
    } catch (error) {
      this.db.close();
      throw error;
    }
  }

  /** Times from which messages may be missing; each is told once. */
  takeGaps(nowMs: number): KeptGap[] {
    return this.sessions.takeGaps(nowMs);
  }

  /** Keeps a batch whole or not at all. */
  append(batch: Batch, nowMs: number): void {
    this.transaction(() => {
      this.forgetIfCleared();
      this.sessions.beat(nowMs, rowCount(batch));
      const guard = this.sessions.hasOthers(nowMs) ? this.copies : undefined;
      guard?.refresh(nowMs);
      const places = batch.places.map(([connectionId, device, topic]) => ({
        device: this.deviceId(connectionId, device),
        topic: this.topicId(topic),
      }));
      const rows: SQLInputValue[] = [];
      const added = new Map<number, number>();
      forEachRow(batch, ({ place, receivedAtMs, sentAtMs, flags, payload, body }) => {
        const at = places[place];
        if (!at) return;
        const isDated = (flags & batchFlags.dated) !== 0;
        if (guard?.isCopy({ ...at, body, isDated, receivedAtMs }) === true) return;
        const isArchived = (flags & batchFlags.fromArchive) !== 0;
        if (isArchived && this.hasRow(at.device, receivedAtMs, body)) return;
        const { device, topic } = at;
        rows.push(device, topic, receivedAtMs, sentAtMs ?? null, flags);
        rows.push(this.sessions.own, payload ?? null, body);
        added.set(device, (added.get(device) ?? 0) + 1);
      });
      this.messages.write(rows);
      this.counts.write([...added].flat());
    });
  }

  /** Two windows may read the same archive; what it gives is the same for both, to the time and the byte. */
  private hasRow(device: number, receivedAtMs: number, body: Uint8Array): boolean {
    this.known ??= this.db.prepare(
      'SELECT 1 AS n FROM message WHERE device = ? AND received = ? AND body = ? LIMIT 1',
    );
    return this.known.get(device, receivedAtMs, body) !== undefined;
  }

  /** One step towards the budget; gives whether there is more to do. */
  prune({ megabytes, days }: KeepingBudget, nowMs: number): boolean {
    const tooOld = this.db
      .prepare(
        'SELECT max(id) AS id FROM (SELECT id, received FROM message ORDER BY id LIMIT ?) WHERE received < ?',
      )
      .get(pruneRows, nowMs - days * 86_400_000);
    const isTooLarge = this.sizeBytes() > megabytes * 1024 * 1024;
    const tooMany = isTooLarge
      ? this.db
          .prepare('SELECT max(id) AS id FROM (SELECT id FROM message ORDER BY id LIMIT ?)')
          .get(pruneRows)
      : undefined;
    const until = Math.max(Number(tooOld?.['id'] ?? 0), Number(tooMany?.['id'] ?? 0));
    if (until === 0) return false;
    this.transaction(() => {
      this.db
        .prepare(
          `UPDATE device SET count = count - gone.n FROM
           (SELECT device, count(*) AS n FROM message WHERE id <= ? GROUP BY device) AS gone
           WHERE device.id = gone.device`,
        )
        .run(until);
      this.db.prepare('DELETE FROM message WHERE id <= ?').run(until);
    });
    return true;
  }

  clear(): number {
    const count = this.reader.count();
    this.transaction(() => {
      this.db.exec('DELETE FROM message; DELETE FROM device; DELETE FROM topic;');
      this.db.exec('UPDATE generation SET number = number + 1');
    });
    this.devices.clear();
    this.topics.clear();
    this.shrink();
    return count;
  }

  noteLive(isLive: boolean): void {
    this.sessions.noteLive(isLive);
  }

  beat(nowMs: number): void {
    this.sessions.beat(nowMs, 0);
  }

  close(): void {
    this.sessions.end();
    this.db.close();
  }

  /** What was forgotten is overwritten already; giving its room back waits while another window reads. */
  private shrink(): void {
    try {
      this.db.exec('VACUUM; PRAGMA wal_checkpoint(TRUNCATE);');
    } catch (error) {
      if (!isBusy(error)) throw error;
    }
  }

  private prepareFile(): void {
    // Another window may hold the lock for the length of a batch. A full sync is left to the operating system: what is
    // committed survives the end of this process, and the loss of power costs the last seconds.
    this.db.exec(
      'PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;',
    );
    // The pages of the index are written again by every batch: the fewer the checkpoints, the less of that.
    this.db.exec('PRAGMA secure_delete = ON; PRAGMA wal_autocheckpoint = 4000;');
    const version = () => Number(this.db.prepare('PRAGMA user_version').get()?.['user_version']);
    if (version() > schemaVersion) throw new NewerStore();
    if (version() === schemaVersion) return;
    // Two windows may begin at the same time; the second finds it done.
    this.transaction(() => {
      if (version() === 0) this.db.exec(schema);
    });
  }

  private transaction<T>(job: () => T): T {
    this.db.exec('BEGIN IMMEDIATE');
    try {
      const result = job();
      this.db.exec('COMMIT');
      return result;
    } catch (error) {
      // A full disk has rolled back already.
      if (this.db.isTransaction) this.db.exec('ROLLBACK');
      this.devices.clear();
      this.topics.clear();
      throw error;
    }
  }

  /** Another window may have forgotten everything, and with it the numbers of devices and topics. */
  private forgetIfCleared(): void {
    const generation = this.reader.generation();
    if (generation === this.generation) return;
    this.generation = generation;
    this.devices.clear();
    this.topics.clear();
  }

  private deviceId(connectionId: string, device: string): number {
    const key = `${connectionId}\0${device}`;
    return remembered(this.devices, key, () => {
      this.db
        .prepare('INSERT OR IGNORE INTO device (connection, name, count) VALUES (?, ?, 0)')
        .run(connectionId, device);
      const found = this.db
        .prepare('SELECT id FROM device WHERE connection = ? AND name = ?')
        .get(connectionId, device);
      return Number(found?.['id']);
    });
  }

  private topicId(topic: string): number {
    return remembered(this.topics, topic, () => {
      this.db.prepare('INSERT OR IGNORE INTO topic (name) VALUES (?)').run(topic);
      return Number(this.db.prepare('SELECT id FROM topic WHERE name = ?').get(topic)?.['id']);
    });
  }

  private sizeBytes(): number {
    const read = (name: string) => Number(this.db.prepare(`PRAGMA ${name}`).get()?.[name]);
    return (read('page_count') - read('freelist_count')) * read('page_size');
  }
}

const insertMessages = (rows: string) =>
  `INSERT INTO message (device, topic, received, sent, flags, session, payload, body) VALUES ${rows}`;

const addToCounts = (rows: string) =>
  `WITH added (device, n) AS (VALUES ${rows})
   UPDATE device SET count = count + n FROM added WHERE device.id = added.device`;

function remembered(known: Map<string, number>, key: string, find: () => number): number {
  const there = known.get(key);
  if (there !== undefined) return there;
  const id = find();
  known.set(key, id);
  return id;
}
