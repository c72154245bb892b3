/** What a stretch of the log holds: bytes from the board, bytes to it, or a remark of ours in UTF-8. */
export type FrameKind = 'received' | 'sent' | 'note';

/** Bytes that arrived or left together, as they are in the file. */
export interface LogFrame {
  readonly kind: FrameKind;
  /** When the first of the bytes arrived or left, in milliseconds since the Unix epoch. */
  readonly timeMs: number;
  readonly bytes: Uint8Array;
}

/** The first line of every log file; what is behind the version describes the port, as JSON. */
export const logMagic = 'sigfox-serial-log 1 ';

/** Kind (1 byte), length (3 bytes), time (8 bytes, a double), all little-endian. */
export const frameHeaderBytes = 12;

/** A longer stretch is cut: the length has three bytes, and readers want bounded buffers. */
export const maxFrameBytes = 64 * 1024;

const kinds: readonly FrameKind[] = ['received', 'sent', 'note'];

/** The frame as it goes into the file. The bytes must be at most `maxFrameBytes`. */
export function encodeFrame({ kind, timeMs, bytes }: LogFrame): Uint8Array {
  const encoded = new Uint8Array(frameHeaderBytes + bytes.length);
  const view = new DataView(encoded.buffer);
  view.setUint8(0, kinds.indexOf(kind) + 1);
  view.setUint16(1, bytes.length & 0xffff, true);
  view.setUint8(3, bytes.length >> 16);
  view.setFloat64(4, timeMs, true);
  encoded.set(bytes, frameHeaderBytes);
  return encoded;
}

/**
 * Reads the frames that are whole; `end` is where the first that is not begins. Bytes that cannot be a frame end the
 * reading: a file that was cut or damaged keeps what is before.
 */
export function decodeFrames(bytes: Uint8Array): {
  readonly frames: readonly LogFrame[];
  readonly end: number;
  readonly isDamaged: boolean;
} {
  const frames: LogFrame[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at + frameHeaderBytes <= bytes.length) {
    const kind = kinds[view.getUint8(at) - 1];
    const length = view.getUint16(at + 1, true) | (view.getUint8(at + 3) << 16);
    if (kind === undefined || length > maxFrameBytes) return { frames, end: at, isDamaged: true };
    const end = at + frameHeaderBytes + length;
    if (end > bytes.length) break;
    const timeMs = view.getFloat64(at + 4, true);
    frames.push({ kind, timeMs, bytes: bytes.subarray(at + frameHeaderBytes, end) });
    at = end;
  }
  return { frames, end: at, isDamaged: false };
}
