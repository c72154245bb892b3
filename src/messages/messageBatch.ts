import type { Batch, KeptMessage } from './keptMessages';
import type { StoredMessage } from './messageStore';

/** What the disk keeps beside the body, so that a search need not read it. */
export interface BatchRow {
  readonly place: number;
  readonly receivedAtMs: number;
  /** When Sigfox received it, where the body says so. */
  readonly sentAtMs: number | undefined;
  readonly flags: number;
  readonly payload: Uint8Array | undefined;
  readonly body: Uint8Array;
}

export const batchFlags = {
  unreadable: 1,
  bodyFields: 2,
  dated: 4,
  payload: 8,
  repeated: 16,
  fromArchive: 32,
} as const;

/** Numbers of a row: place, received, sent, flags, length of the payload, length of the body, id. */
const width = 7;

/** Packs messages into two blocks of memory that can be handed to a worker as they are. */
export function packBatch(messages: readonly StoredMessage[]): Batch {
  const places = new Places();
  const rows = new Float64Array(messages.length * width);
  const bytes = new Uint8Array(messages.reduce((sum, each) => sum + sizeOf(each), 0));
  let at = 0;
  let offset = 0;
  for (const message of messages) {
    const { content, received } = message;
    const read = content.kind === 'message' ? content.message : undefined;
    const payload = read?.payload;
    rows[at] = places.indexOf(message.connectionId, read?.device ?? '', received.topic);
    rows[at + 1] = received.receivedAtMs;
    rows[at + 2] = read?.timeMs ?? Number.NaN;
    rows[at + 3] = flagsOf(message);
    rows[at + 4] = payload?.length ?? 0;
    rows[at + 5] = received.body.length;
    if (payload) bytes.set(payload, offset);
    offset += payload?.length ?? 0;
    bytes.set(received.body, offset);
    offset += received.body.length;
    at += width;
  }
  return { places: places.all, rows, bytes };
}

/** Packs what was read from the disk, on its way back. */
export function packKept(messages: readonly KeptMessage[]): Batch {
  const places = new Places();
  const rows = new Float64Array(messages.length * width);
  const bytes = new Uint8Array(
    messages.reduce((sum, { received }) => sum + received.body.length, 0),
  );
  let offset = 0;
  messages.forEach(({ id, connectionId, device, received }, index) => {
    const at = index * width;
    rows[at] = places.indexOf(connectionId, device, received.topic);
    rows[at + 1] = received.receivedAtMs;
    rows[at + 5] = received.body.length;
    rows[at + 6] = id;
    bytes.set(received.body, offset);
    offset += received.body.length;
  });
  return { places: places.all, rows, bytes };
}

/** Hands every row to the callback: no record that outlives it is made of ten thousand rows. */
export function forEachRow({ rows, bytes }: Batch, use: (row: BatchRow, id: number) => void): void {
  let offset = 0;
  for (let at = 0; at + width <= rows.length; at += width) {
    const payloadEnd = offset + (rows[at + 4] ?? 0);
    const end = payloadEnd + (rows[at + 5] ?? 0);
    const flags = rows[at + 3] ?? 0;
    const sent = rows[at + 2] ?? Number.NaN;
    use(
      {
        place: rows[at] ?? 0,
        receivedAtMs: rows[at + 1] ?? 0,
        sentAtMs: Number.isNaN(sent) ? undefined : sent,
        flags,
        payload:
          (flags & batchFlags.payload) === 0 ? undefined : bytes.subarray(offset, payloadEnd),
        body: bytes.subarray(payloadEnd, end),
      },
      rows[at + 6] ?? 0,
    );
    offset = end;
  }
}

/** What was packed by `packKept`; the bodies are copies, so that one kept message does not hold them all. */
export function unpackKept(batch: Batch): KeptMessage[] {
  const messages: KeptMessage[] = [];
  forEachRow(batch, ({ place, receivedAtMs, body }, id) => {
    const [connectionId, device, topic] = batch.places[place] ?? ['', '', ''];
    const received = { topic, body: body.slice(), receivedAtMs, isRepeated: false };
    messages.push({ id, connectionId, device, received });
  });
  return messages;
}

export function rowCount({ rows }: Batch): number {
  return rows.length / width;
}

function sizeOf({ content, received }: StoredMessage): number {
  const payload = content.kind === 'message' ? content.message.payload : undefined;
  return received.body.length + (payload?.length ?? 0);
}

function flagsOf({ content, received }: StoredMessage): number {
  const origin = received.isFromArchive === true ? batchFlags.fromArchive : 0;
  const repeated = origin | (received.isRepeated ? batchFlags.repeated : 0);
  if (content.kind === 'unreadable') return batchFlags.unreadable | repeated;
  const { payload, bodyFields, timeMs, seqNumber } = content.message;
  return (
    repeated |
    (bodyFields.size > 0 ? batchFlags.bodyFields : 0) |
    (timeMs !== undefined || seqNumber !== undefined ? batchFlags.dated : 0) |
    (payload ? batchFlags.payload : 0)
  );
}

/** Combinations of connection, device and topic, each once. */
class Places {
  readonly all: (readonly [string, string, string])[] = [];
  /** A device is heard on one topic of one connection as a rule. */
  private readonly byDevice = new Map<string, number[]>();

  indexOf(connectionId: string, device: string, topic: string): number {
    const known = this.byDevice.get(device);
    for (const index of known ?? []) {
      const place = this.all[index];
      if (place?.[0] === connectionId && place[2] === topic) return index;
    }
    const index = this.all.push([connectionId, device, topic]) - 1;
    if (known) known.push(index);
    else this.byDevice.set(device, [index]);
    return index;
  }
}
