import { type HistoryItem, readHistoryItem } from './historyItem';

/** Reads a page of the table behind it. */
export interface HistoryTable {
  page(
    action: 'Query' | 'Scan',
    parameters: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
  ): Promise<{
    readonly items: readonly unknown[];
    readonly next: Readonly<Record<string, unknown>> | undefined;
  }>;
}

export interface HistoryRequest {
  /** For each known device, the time (Unix ms) after which its messages are wanted. */
  readonly cursors: ReadonlyMap<string, number>;
  /** The same for devices that are not known. */
  readonly sinceMs: number;
  readonly bounds: { readonly messagesPerDevice: number; readonly messages: number };
}

export interface HistoryPage {
  readonly items: readonly HistoryItem[];
  readonly isCut: boolean;
}

/** A page of a scan is 1 MB at most; so much is looked through for devices that are not known: below a cent. */
const maxScanPages = 20;

/** Known devices by their key, one after the other; then one bounded look at the whole table for those that are new. */
export async function* readHistory(
  table: HistoryTable,
  { cursors, sinceMs, bounds }: HistoryRequest,
  signal: AbortSignal,
): AsyncGenerator<HistoryPage> {
  let left = bounds.messages;
  for (const [device, afterMs] of cursors) {
    let ofDevice = Math.min(left, bounds.messagesPerDevice);
    for await (const found of pages(table, 'Query', queryOf(device, afterMs), signal)) {
      const items = found.items.slice(0, ofDevice);
      ofDevice -= items.length;
      left -= items.length;
      const isFull = ofDevice <= 0;
      const isCut = isFull && (found.hasMore || items.length < found.items.length);
      yield { items, isCut };
      if (isFull) break;
    }
    if (left <= 0) return;
  }
  let scanned = 0;
  for await (const { items, hasMore } of pages(table, 'Scan', scanOf(sinceMs), signal)) {
    const unknown = items.filter(({ device }) => !cursors.has(device));
    const taken = unknown.slice(0, left);
    left -= taken.length;
    scanned += 1;
    const isOver = left <= 0 || scanned >= maxScanPages;
    yield { items: taken, isCut: isOver && (hasMore || taken.length < unknown.length) };
    if (isOver) return;
  }
}

async function* pages(
  table: HistoryTable,
  action: 'Query' | 'Scan',
  parameters: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
) {
  let next: Readonly<Record<string, unknown>> | undefined;
  do {
    const start = next === undefined ? {} : { ExclusiveStartKey: next };
    const page = await table.page(action, { ...parameters, ...start }, signal);
    next = page.next;
    const items = page.items.map(readHistoryItem).filter((item) => item !== undefined);
    yield { items, hasMore: next !== undefined };
  } while (next !== undefined && !signal.aborted);
}

function queryOf(device: string, afterMs: number) {
  return {
    KeyConditionExpression: '#device = :device AND #received > :after',
    ExpressionAttributeNames: { '#device': 'device', '#received': 'received' },
    ExpressionAttributeValues: { ':device': { S: device }, ':after': { N: String(afterMs) } },
  };
}

function scanOf(sinceMs: number) {
  return {
    FilterExpression: '#received > :since',
    ExpressionAttributeNames: { '#received': 'received' },
    ExpressionAttributeValues: { ':since': { N: String(sinceMs) } },
  };
}
