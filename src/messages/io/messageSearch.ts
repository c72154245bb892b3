import { readUplinkMessage } from '../../sigfox/uplinkMessage';
import { createColumnFilter } from '../columnFilter';
import type { KeptMessage, SearchProgress, SearchRequest } from '../keptMessages';
import { MessageColumns } from '../messageColumns';
import { matchesQuery } from '../queryMatch';
import { SearchBook } from '../searchBook';
import type { MessageDatabase } from './messageDatabase';

/** After so many rows others get their turn: what arrives is kept while a search runs. */
const rowsPerTurn = 100_000;
const rowsPerRead = 10_000;

/** A message whose body has to be read counts as so many rows. */
const rowsPerBody = 20;

interface SearchTurn {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: SearchProgress) => void;
}

/** Looks through all kept messages, newest first: columns in memory say no to most, the bodies of the rest are read. */
export class MessageSearch {
  private readonly columns = new MessageColumns();

  constructor(private readonly database: MessageDatabase) {}

  /** Brings the columns up to the newest row. */
  async prepare(signal: AbortSignal): Promise<void> {
    const { columns, database } = this;
    columns.dropBefore(database.reader.oldestId());
    while (!signal.aborted) {
      const rows = database.reader.rowsAfter(columns.lastId, rowsPerRead);
      for (const row of rows) {
        const place = columns.placeOf(row);
        const { id, sentAtMs: timeMs, flags, payload } = row;
        columns.add({ id, timeMs, place, flags, payload });
      }
      if (rows.length < rowsPerRead) return;
      await othersTurn();
    }
  }

  forget(): void {
    this.columns.clear();
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
        const [message] = this.database.reader.byIds([id]);
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
