import type { FrameKind, LogFrame } from './logFrame';

/** How bytes become rows. */
export interface RowRules {
  /** A longer line goes on in a row of its own, so that a board that sends no newline cannot freeze the view. */
  readonly maxBytes: number;
  /** A cut waits for the end of a UTF-8 character. */
  readonly keepsCharacters: boolean;
}

export const textRows: RowRules = { maxBytes: 4_096, keepsCharacters: true };
export const hexRows: RowRules = { maxBytes: 16, keepsCharacters: false };

/** One row: a line, or a part of a long one. Its bytes are without the line's end. */
export interface Row {
  /** Counts the rows of the log, in the order of their first bytes. */
  readonly index: number;
  readonly kind: FrameKind;
  /** When its first byte arrived or left. */
  readonly timeMs: number;
  readonly bytes: Uint8Array;
  /** How the row ended: undefined while more may come, `cut` where the same line goes on in another row. */
  readonly end: 'line' | 'cut' | undefined;
}

/** What has to be remembered between two stretches of one direction. */
interface Direction {
  row: number | undefined;
  timeMs: number;
  length: number;
  /** The last line ended at a CR, so a LF that follows belongs to it. */
  isAfterCr: boolean;
  pieces: Uint8Array[];
}

/** Where a splitter stood: enough to go on from there without what came before. */
export interface SplitterState {
  readonly nextRow: number;
  readonly openRows: readonly { readonly length: number; readonly isAfterCr: boolean }[];
}

const kinds: readonly FrameKind[] = ['received', 'sent', 'note'];
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const nothing = new Uint8Array(0);

/**
 * Bytes in, rows out. A line ends at LF, CR LF or a lone CR: Telit's modem ends its lines with CR only. The two
 * directions do not cut each other's lines: what is typed while the board is in the middle of a line becomes a row of
 * its own, and the board's line goes on in its row.
 */
export class LineSplitter {
  private nextRow: number;
  private readonly directions: Record<FrameKind, Direction>;

  constructor(
    private readonly rules: RowRules,
    from: SplitterState = { nextRow: 0, openRows: [] },
  ) {
    this.nextRow = from.nextRow;
    const at = (kind: FrameKind) => from.openRows[kinds.indexOf(kind)];
    const direction = (kind: FrameKind): Direction => ({
      // A row that was open belongs to what came before: its bytes are skipped here.
      row: (at(kind)?.length ?? 0) > 0 ? -1 : undefined,
      timeMs: 0,
      length: at(kind)?.length ?? 0,
      isAfterCr: at(kind)?.isAfterCr ?? false,
      pieces: [],
    });
    this.directions = {
      received: direction('received'),
      sent: direction('sent'),
      note: direction('note'),
    };
  }

  /** Rows begun so far. */
  get rowCount(): number {
    return this.nextRow;
  }

  get state(): SplitterState {
    const openRows = kinds.map((kind) => {
      const { length, isAfterCr } = this.directions[kind];
      return { length, isAfterCr };
    });
    return { nextRow: this.nextRow, openRows };
  }

  /** Feeds a stretch and gives each row that ends in it; the bytes of a row may be a view of the stretch. */
  feed({ kind, timeMs, bytes }: LogFrame, give: (row: Row) => void): void {
    const direction = this.directions[kind];
    let from = 0;
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0;
      const isLineFeed = byte === lineFeed;
      if (isLineFeed && direction.isAfterCr) {
        direction.isAfterCr = false;
        from = at + 1;
        continue;
      }
      direction.isAfterCr = false;
      if (isLineFeed || byte === carriageReturn) {
        this.begin(direction, timeMs);
        this.end(kind, direction, bytes.subarray(from, at), 'line', give);
        direction.isAfterCr = !isLineFeed;
        from = at + 1;
        continue;
      }
      if (direction.length >= this.rules.maxBytes && this.mayCutBefore(byte, direction.length)) {
        this.end(kind, direction, bytes.subarray(from, at), 'cut', give);
        from = at;
      }
      this.begin(direction, timeMs);
      direction.length += 1;
    }
    if (from < bytes.length) direction.pieces.push(bytes.slice(from));
    if (direction.row === -1) direction.pieces = [];
  }

  /** The rows that have begun and not ended, as they are so far. */
  openRows(): Row[] {
    return kinds.flatMap((kind) => {
      const { row, timeMs, pieces } = this.directions[kind];
      if (row === undefined || row < 0) return [];
      return [{ index: row, kind, timeMs, bytes: join(pieces, nothing), end: undefined }];
    });
  }

  private begin(direction: Direction, timeMs: number): void {
    if (direction.row !== undefined) return;
    direction.row = this.nextRow++;
    direction.timeMs = timeMs;
  }

  private end(
    kind: FrameKind,
    direction: Direction,
    last: Uint8Array,
    end: 'line' | 'cut',
    give: (row: Row) => void,
  ): void {
    const { row, timeMs, pieces } = direction;
    direction.row = undefined;
    direction.length = 0;
    direction.pieces = [];
    if (row === undefined || row < 0) return;
    give({ index: row, kind, timeMs, bytes: join(pieces, last), end });
  }

  /** A continuation byte (10xxxxxx) belongs to the character before it; a character has at most three. */
  private mayCutBefore(byte: number, length: number): boolean {
    if (!this.rules.keepsCharacters) return true;
    return (byte & 0xc0) !== 0x80 || length >= this.rules.maxBytes + 3;
  }
}

function join(pieces: readonly Uint8Array[], last: Uint8Array): Uint8Array {
  if (pieces.length === 0) return last;
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, last.length));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  all.set(last, at);
  return all;
}
