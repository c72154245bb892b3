import { batchFlags } from './messageBatch';

/** A Sigfox payload has at most this many bytes; of a longer one the rest is looked up on the disk. */
export const slabBytes = 12;

const chunkRows = 65_536;

/** Where messages come from: one number for each connection, device and topic. */
export interface Place {
  readonly connectionId: string;
  readonly device: string;
  readonly topic: string;
}

export interface ColumnRow {
  readonly id: number;
  readonly timeMs: number;
  readonly place: number;
  readonly flags: number;
  /** Bytes of the payload; 0 without one. */
  readonly size: number;
  /** Its first bytes in hexadecimal: a text costs less than an array when a million of them pass by. */
  readonly head: string;
}

/** Rows side by side, column by column: 34 bytes a message, so that a million can be looked through in a blink. */
export interface Chunk {
  readonly ids: Float64Array;
  readonly times: Float64Array;
  readonly places: Uint32Array;
  readonly flags: Uint8Array;
  readonly lengths: Uint8Array;
  readonly slab: Uint8Array;
  rows: number;
}

/** 0 is no, 2 is yes, 1 needs a look at the body. */
export type Verdict = 0 | 1 | 2;

export type ColumnFilter = (chunk: Chunk, row: number) => Verdict;

/** What a search needs of every kept message, in memory; the bodies stay on the disk. */
export class MessageColumns {
  private chunks: Chunk[] = [];
  /** Chunks dropped from the front: rows keep their positions. */
  private dropped = 0;
  private newest = 0;
  readonly places: Place[] = [];
  private readonly placeNumbers = new Map<string, number>();

  /** Id of the newest row. */
  get lastId(): number {
    return this.newest;
  }

  /** Position behind the newest row. */
  get end(): number {
    const last = this.chunks.at(-1);
    return last ? (this.dropped + this.chunks.length - 1) * chunkRows + last.rows : this.begin;
  }

  /** Position of the oldest row. */
  get begin(): number {
    return this.dropped * chunkRows;
  }

  placeOf(place: Place): number {
    const key = `${place.connectionId}\0${place.device}\0${place.topic}`;
    const known = this.placeNumbers.get(key);
    if (known !== undefined) return known;
    this.placeNumbers.set(key, this.places.length);
    return this.places.push(place) - 1;
  }

  /** Rows come in the order of their ids. */
  add({ id, timeMs, place, flags, size, head }: ColumnRow): void {
    let chunk = this.chunks.at(-1);
    if (!chunk || chunk.rows === chunkRows) this.chunks.push((chunk = createChunk()));
    const row = chunk.rows++;
    chunk.ids[row] = id;
    chunk.times[row] = timeMs;
    chunk.places[row] = place;
    chunk.flags[row] = flags;
    chunk.lengths[row] = Math.min(255, size);
    const first = row * slabBytes;
    const bytes = Math.min(slabBytes, size, head.length / 2);
    for (let at = 0; at < bytes; at++) {
      chunk.slab[first + at] =
        (digit(head.charCodeAt(2 * at)) << 4) | digit(head.charCodeAt(2 * at + 1));
    }
    this.newest = id;
  }

  /** Forgets whole chunks whose rows are all older; single rows that are gone are found out on the disk. */
  dropBefore(id: number): void {
    for (;;) {
      const [oldest] = this.chunks;
      if (!oldest || this.chunks.length < 2 || (oldest.ids[oldest.rows - 1] ?? 0) >= id) return;
      this.chunks.shift();
      this.dropped += 1;
    }
  }

  clear(): void {
    this.dropped += this.chunks.length;
    this.chunks = [];
    this.newest = 0;
    this.places.length = 0;
    this.placeNumbers.clear();
  }

  /**
   * Looks through at most `count` rows before `position`, newest first, and hands on what may be meant; stops when the
   * callback says so. Gives the position to go on from.
   */
  scan(
    position: number,
    count: number,
    filter: ColumnFilter,
    found: (id: number, verdict: Verdict) => boolean,
  ): number {
    const until = Math.max(this.begin, position - count);
    let at = position;
    while (at > until) {
      const chunk = this.chunks[Math.floor((at - 1) / chunkRows) - this.dropped];
      if (!chunk) return this.begin;
      const first = at - 1 - ((at - 1) % chunkRows);
      for (let row = at - 1 - first; row >= 0 && first + row >= until; row--) {
        at = first + row;
        const verdict = filter(chunk, row);
        if (verdict !== 0 && !found(chunk.ids[row] ?? 0, verdict)) return at;
      }
    }
    return at;
  }
}

export function hasPayload(chunk: Chunk, row: number): boolean {
  return ((chunk.flags[row] ?? 0) & batchFlags.payload) !== 0;
}

function createChunk(): Chunk {
  return {
    ids: new Float64Array(chunkRows),
    times: new Float64Array(chunkRows),
    places: new Uint32Array(chunkRows),
    flags: new Uint8Array(chunkRows),
    lengths: new Uint8Array(chunkRows),
    slab: new Uint8Array(chunkRows * slabBytes),
    rows: 0,
  };
}

/** The value of a hexadecimal digit, from its character code: 0-9, A-F, a-f. */
function digit(code: number): number {
  return code < 58 ? code - 48 : (code & 15) + 9;
}
