import { readUplinkMessage } from '../../sigfox/uplinkMessage';
import { createColumnFilter } from '../columnFilter';
import type { KeptMessage, SearchProgress, SearchRequest } from '../keptMessages';
import { MessageColumns } from '../messageColumns';
import { matchesQuery } from '../queryMatch';
import { SearchBook } from '../searchBook';
import type { KeptReader } from './keptReader';
import type { StoredRow } from './keptRows';

/** After so many rows others get their turn: what arrives is kept while a search runs. */
const rowsPerTurn = 100_000;
const rowsPerRead = 10_000;

/** Numbers of topics stay below this: a pair of numbers fits into one. */
const maxTopics = 2 ** 24;

/** A message whose body has to be read counts as so many rows. */
const rowsPerBody = 20;

interface SearchTurn {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: SearchProgress) => void;
}

/** Looks through all kept messages, newest first: columns in memory say no to most, the bodies of the rest are read. */
export class MessageSearch {
  private readonly columns = new MessageColumns();
  /** Numbers of places, by those of device and topic. */
  private readonly places = new Map<number, number>();
  private generation = -1;

  constructor(private readonly reader: KeptReader) {}

  /** Brings the columns up to the newest row. */
  async prepare(signal: AbortSignal): Promise<void> {
    const { columns, reader } = this;
    const generation = reader.generation();
    // Another window may have forgotten everything.
    if (generation !== this.generation) this.forget();
    this.generation = generation;
    columns.dropBefore(reader.oldestId());
    while (!signal.aborted) {
      const count = reader.columnsAfter(columns.lastId, rowsPerRead, (row) => this.addRow(row));
      if (count < rowsPerRead) return;
      await othersTurn();
    }
  }

  private addRow({ id, sentAtMs: timeMs, device, topic, flags, size, head }: StoredRow): void {
    const key = device * maxTopics + topic;
    let place = this.places.get(key);
    if (place === undefined) {
      place = this.columns.placeOf(this.reader.place(device, topic));
      this.places.set(key, place);
    }
    this.columns.add({ id, timeMs, place, flags, size, head });
  }

  forget(): void {
    this.columns.clear();
    this.places.clear();
  }

  async run(
    { query, book: data, limit, nowMs }: SearchRequest,
    { signal, onProgress }: SearchTurn,
  ): Promise<{ readonly messages: KeptMessage[]; readonly isCut: boolean }> {
    await this.prepare(signal);
    const { columns } = this;
    const book = new SearchBook(data);
    const filter = createColumnFilter(query, { columns, book, nowMs });
    const found: KeptMessage[] = [];
    const end = columns.end;
    let at = end;
    let isCut = false;
    const goesOn = () => at > columns.begin && !signal.aborted && !isCut;
    while (goesOn()) {
      let effort = 0;
      at = columns.scan(at, rowsPerTurn, filter, (id, verdict) => {
        const message = this.reader.byId(id);
        effort += rowsPerBody;
        if (message && (verdict === 2 || this.isMeant(message, query, book, nowMs))) {
          if (found.length === limit) isCut = true;
          else found.push(message);
        }
        return !isCut && effort < rowsPerTurn;
      });
      onProgress({ looked: end - at, of: end - columns.begin, found: found.length });
      await othersTurn();
    }
    return { messages: found.reverse(), isCut };
  }

  private isMeant(
    { connectionId, device, received }: KeptMessage,
    query: SearchRequest['query'],
    book: SearchBook,
    nowMs: number,
  ): boolean {
    const message = { content: readUplinkMessage(received.body), received, connectionId };
    return matchesQuery(query, {
      message,
      decoded: book.decode(message),
      deviceName: book.deviceName(connectionId, device),
      connectionName: book.connectionName(connectionId),
      nowMs,
    });
  }
}

function othersTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
