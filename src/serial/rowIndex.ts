import { LineSplitter, type Row, type RowRules, type SplitterState } from './lineSplitter';
import { decodeFrames, frameHeaderBytes, type LogFrame, maxFrameBytes } from './logFrame';

/** Where the bytes of a log are kept: a file as a rule. */
export interface LogBytes {
  /** Everything appended so far, flushed or not. */
  readonly size: number;
  append(bytes: Uint8Array): void;
  /** The disk takes no more for now: what comes is counted and not kept. */
  readonly isFull?: boolean;
  /** May give fewer bytes at the end. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** So many bytes of the file lie between two places from which rows can be read: a range costs at most this much more. */
const stepBytes = 16 * 1024;
const readBytes = 64 * 1024;
/** A line that stays open while the file grows is not waited for any further. */
const maxReadBytes = 1024 * 1024;

interface Checkpoint {
  readonly offset: number;
  readonly state: SplitterState;
}

/**
 * Finds rows of a log by their number, over bytes that stay in the file. In memory is one checkpoint for every 16 KiB, so
 * that a day of a busy port costs some megabytes.
 */
export class RowIndex {
  private readonly splitter: LineSplitter;
  private readonly checkpoints: Checkpoint[] = [];
  private offset: number;

  constructor(
    private readonly rules: RowRules,
    private readonly log: LogBytes,
    /** Where the frames begin in the file. */
    start: number,
    /** Called with every row that has ended, in the order in which they end. */
    private readonly give: (row: Row) => void = () => undefined,
  ) {
    this.splitter = new LineSplitter(rules);
    this.offset = start;
  }

  get rowCount(): number {
    return this.splitter.rowCount;
  }

  /** How far into the file this index knows the rows. */
  get indexedBytes(): number {
    return this.offset;
  }

  /** Takes in the next frame of the file. */
  add(frame: LogFrame): void {
    const last = this.checkpoints.at(-1);
    if (!last || this.offset - last.offset >= stepBytes) {
      this.checkpoints.push({ offset: this.offset, state: this.splitter.state });
    }
    this.splitter.feed(frame, this.give);
    this.offset += frameHeaderBytes + frame.bytes.length;
  }

  /** Takes in what is in the file already, a slice at a time, so that nobody waits for a large one. */
  async catchUp(pause: () => Promise<void>): Promise<void> {
    while (this.offset < this.log.size) {
      const { frames } = decodeFrames(await this.log.read(this.offset, 4 * readBytes));
      if (frames.length === 0) return;
      for (const frame of frames) this.add(frame);
      await pause();
    }
  }

  /** Rows `from` to before `to`, as far as they exist; the last may still grow. */
  async rows(from: number, to: number): Promise<Row[]> {
    const end = Math.min(to, this.rowCount);
    const checkpoint = from < end ? this.checkpointBefore(from) : undefined;
    if (!checkpoint) return [];
    const splitter = new LineSplitter(this.rules, checkpoint.state);
    const found: Row[] = [];
    const keep = (row: Row) => {
      if (row.index >= from && row.index < end) found.push(row);
    };
    await this.scan(checkpoint.offset, (frame) => {
      splitter.feed(frame, keep);
      return found.length < end - from;
    });
    splitter.openRows().forEach(keep);
    return found.sort((a, b) => a.index - b.index);
  }

  private async scan(start: number, take: (frame: LogFrame) => boolean): Promise<void> {
    // Not beyond what is indexed: a file that is still being read in has more than the rows known so far.
    const limit = Math.min(this.offset, start + maxReadBytes);
    let at = start;
    while (at < limit) {
      const length = Math.max(readBytes, maxFrameBytes + frameHeaderBytes);
      const bytes = await this.log.read(at, Math.min(length, this.offset - at));
      const { frames, end } = decodeFrames(bytes);
      for (const frame of frames) if (!take(frame)) return;
      if (end === 0) return;
      at += end;
    }
  }

  /** The last from which the row can be read whole: rows begun before it are not seen from there. */
  private checkpointBefore(row: number): Checkpoint | undefined {
    let low = 0;
    let high = this.checkpoints.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.checkpoints[middle]?.state.nextRow ?? 0) <= row) low = middle;
      else high = middle - 1;
    }
    return this.checkpoints[low];
  }
}
