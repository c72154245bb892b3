import type { DatabaseSync } from 'node:sqlite';
import type { KeptDevice, KeptMessage, OlderRequest, ReadRequest } from '../keptMessages';
import {
  deviceByName,
  readKept,
  readStored,
  selectColumns,
  selectKept,
  type StoredRow,
} from './keptRows';

/** How many messages and devices are shown at once after opening. */
const openedMessages = 2_000;
const openedDevices = 20_000;

/** All that is asked of the store without changing it. */
export class KeptReader {
  constructor(private readonly db: DatabaseSync) {}

  /** The newest messages, and the newest of every device that is not among them; oldest first. */
  newest(): KeptMessage[] {
    const rows = this.db
      .prepare(`${selectKept} ORDER BY message.id DESC LIMIT ${openedMessages}`)
      .all();
    const messages = rows.map(readKept).reverse();
    const seen = new Set(messages.map(({ connectionId, device }) => `${connectionId}/${device}`));
    const newestOf = this.db.prepare(
      `${selectKept} WHERE message.device = ? ORDER BY message.received DESC, message.id DESC LIMIT 1`,
    );
    const others = this.db
      .prepare(`SELECT id, connection, name FROM device WHERE count > 0 LIMIT ${openedDevices}`)
      .all()
      .filter(({ connection, name }) => !seen.has(`${String(connection)}/${String(name)}`))
      .flatMap(({ id }) => newestOf.all(Number(id)).map(readKept));
    return [...others.sort((a, b) => a.id - b.id), ...messages];
  }

  countByDevice(): KeptDevice[] {
    return this.db
      .prepare(`SELECT connection, name, count FROM device WHERE count > 0 LIMIT ${openedDevices}`)
      .all()
      .map(({ connection, name, count }) => ({
        connectionId: String(connection),
        device: String(name),
        count: Number(count),
      }));
  }

  older({ connectionId, device, beforeMs, limit }: OlderRequest): KeptMessage[] {
    return this.db
      .prepare(
        `${selectKept} WHERE message.device = ${deviceByName} AND message.received <= ?
         ORDER BY message.received DESC, message.id DESC LIMIT ?`,
      )
      .all(connectionId, device, beforeMs, limit)
      .map(readKept)
      .reverse();
  }

  count(): number {
    return Number(this.db.prepare('SELECT total(count) AS n FROM device').get()?.['n'] ?? 0);
  }

  /** Messages of these ids that are still there, in the order of their ids. */
  byIds(ids: readonly number[]): KeptMessage[] {
    const get = this.db.prepare(`${selectKept} WHERE message.id = ?`);
    return ids.flatMap((id) => get.all(id).map(readKept));
  }

  /** Rows behind an id without their bodies, for the columns of the search. */
  rowsAfter(id: number, limit: number): StoredRow[] {
    return this.db
      .prepare(`${selectColumns} WHERE message.id > ? ORDER BY message.id LIMIT ?`)
      .all(id, limit)
      .map(readStored);
  }

  /** Whole messages behind an id, oldest first. */
  messagesAfter(id: number, { fromMs, of }: ReadRequest, limit: number): KeptMessage[] {
    const device = of ? `message.device = ${deviceByName} AND` : '';
    const where = `WHERE ${device} message.id > ? AND message.received >= ?`;
    return this.db
      .prepare(`${selectKept} ${where} ORDER BY message.id LIMIT ?`)
      .all(...(of ? [of.connectionId, of.device] : []), id, fromMs, limit)
      .map(readKept);
  }

  oldestId(): number {
    return Number(this.db.prepare('SELECT min(id) AS id FROM message').get()?.['id'] ?? 0);
  }
}
