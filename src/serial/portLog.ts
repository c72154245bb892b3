import type { Disposable } from '../shared/disposable';
import { Emitter } from '../shared/event';
import { hexRows, type Row, textRows } from './lineSplitter';
import { encodeFrame, type FrameKind, logMagic, maxFrameBytes } from './logFrame';
import { type LogBytes, RowIndex } from './rowIndex';

/** What the first line of a log file says of it. */
export interface LogHead {
  readonly port: string;
  readonly startedAtMs: number;
}

/**
 * Everything a port said and was told, from the first byte, in a file; rows are read from there when they are looked at.
 * Nothing is dropped on the way to the file, however busy the port.
 */
export class PortLog implements Disposable {
  private readonly text: RowIndex;
  private hex: RowIndex | undefined;
  private readonly grew = new Emitter<undefined>();
  private readonly ended = new Emitter<Row>();
  private readonly gone = new Emitter<undefined>();
  private readonly start: number;
  private dropped = 0;
  private catchingUp = Promise.resolve();

  /** There is more to see. */
  readonly onDidGrow = this.grew.event;
  /** A row of text is whole; its bytes are the listener's until it returns. */
  readonly onDidEndRow = this.ended.event;
  /** Nobody reads or writes it any more. */
  readonly onDidDispose = this.gone.event;

  /** `start` is where the frames of an existing file begin; a new one gets its head written. */
  constructor(
    private readonly bytes: LogBytes,
    head: LogHead | { readonly start: number },
  ) {
    if ('start' in head) this.start = head.start;
    else {
      const line = new TextEncoder().encode(`${logMagic}${JSON.stringify(head)}\n`);
      bytes.append(line);
      this.start = line.length;
    }
    this.text = new RowIndex(textRows, bytes, this.start, (row) => this.ended.fire(row));
  }

  /** Rows of text; the last may still grow. */
  get rowCount(): number {
    return this.text.rowCount;
  }

  get byteCount(): number {
    return this.bytes.size - this.start;
  }

  /** Bytes that the disk did not take any more. */
  get droppedBytes(): number {
    return this.dropped;
  }

  append(kind: FrameKind, timeMs: number, bytes: Uint8Array): void {
    if (this.bytes.isFull === true) {
      this.dropped += bytes.length;
      return;
    }
    for (let at = 0; at < bytes.length; at += maxFrameBytes) {
      const frame = { kind, timeMs, bytes: bytes.subarray(at, at + maxFrameBytes) };
      const isHexCurrent = this.hex?.indexedBytes === this.bytes.size;
      this.bytes.append(encodeFrame(frame));
      this.text.add(frame);
      if (isHexCurrent) this.hex?.add(frame);
    }
    this.grew.fire(undefined);
  }

  /** A remark of ours at its place in the log. */
  note(timeMs: number, text: string): void {
    this.append('note', timeMs, new TextEncoder().encode(`${text}\n`));
  }

  /** Reads in what an existing file holds. */
  async catchUp(pause: () => Promise<void>): Promise<void> {
    await this.text.catchUp(pause);
    this.grew.fire(undefined);
  }

  rows(from: number, to: number): Promise<Row[]> {
    return this.text.rows(from, to);
  }

  /** Rows of sixteen bytes. They are counted from the beginning when first asked for, and kept up from then on. */
  async hexIndex(pause: () => Promise<void>): Promise<RowIndex> {
    const hex = (this.hex ??= new RowIndex(hexRows, this.bytes, this.start));
    // One reader at a time: two would count the same frames twice.
    this.catchingUp = this.catchingUp.then(() => hex.catchUp(pause));
    await this.catchingUp;
    return hex;
  }

  dispose(): void {
    this.gone.fire(undefined);
    this.gone.dispose();
    this.grew.dispose();
    this.ended.dispose();
  }
}

/** Reads the first line of a file; undefined where it is no log of ours. */
export function readLogHead(
  beginning: Uint8Array,
): { readonly head: LogHead; readonly start: number } | undefined {
  const end = beginning.indexOf(0x0a);
  const line = new TextDecoder().decode(beginning.subarray(0, Math.max(0, end)));
  if (end < 0 || !line.startsWith(logMagic)) return undefined;
  try {
    const head: unknown = JSON.parse(line.slice(logMagic.length));
    const { port, startedAtMs } = head as Partial<Record<keyof LogHead, unknown>>;
    if (typeof port !== 'string' || typeof startedAtMs !== 'number') return undefined;
    return { head: { port, startedAtMs }, start: end + 1 };
  } catch {
    return undefined;
  }
}
