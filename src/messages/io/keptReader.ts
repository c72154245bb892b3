import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { KeptDevice, KeptMessage, OlderRequest, ReadRequest } from '../keptMessages';
import type { Place } from '../messageColumns';
import {
  deviceByName,
  readKept,
  readPlace,
  readStored,
  selectColumns,
  selectKept,
  selectPlace,
  type StoredRow,
} from './keptRows';

/** How many messages and devices are shown at once after opening. */
const openedMessages = 2_000;
const openedDevices = 20_000;

/** All that is asked of the store without changing it. */
export class KeptReader {
  private single: StatementSync | undefined;
  private columns: StatementSync | undefined;

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

  /** The message of an id, if it is still there. */
  byId(id: number): KeptMessage | undefined {
    this.single ??= this.db.prepare(`${selectKept} WHERE message.id = ?`);
    const row = this.single.get(id);
    return row && readKept(row);
  }

  /** Hands on rows behind an id, for the columns of the search, one by one; gives how many there were. */
  columnsAfter(id: number, limit: number, use: (row: StoredRow) => void): number {
    this.columns ??= this.db.prepare(`${selectColumns} WHERE id > ? ORDER BY id LIMIT ?`);
    let count = 0;
    for (const row of this.columns.iterate(id, limit)) {
      use(readStored(row));
      count += 1;
    }
    return count;
  }

  place(device: number, topic: number): Place {
    return readPlace(this.db.prepare(selectPlace).get(device, topic));
  }

  /** Another one after everything was forgotten: numbers of devices and topics begin anew. */
  generation(): number {
    return Number(this.db.prepare('SELECT number FROM generation').get()?.['number']);
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
