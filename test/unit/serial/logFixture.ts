import type { FrameKind, LogFrame } from '../../../src/serial/logFrame';
import type { LogBytes } from '../../../src/serial/rowIndex';

/** A log's bytes in memory, read as a file is: in copies. */
export class MemoryBytes implements LogBytes {
  private bytes = new Uint8Array(0);

  get size(): number {
    return this.bytes.length;
  }

  append(more: Uint8Array): void {
    const all = new Uint8Array(this.bytes.length + more.length);
    all.set(this.bytes);
    all.set(more, this.bytes.length);
    this.bytes = all;
  }

  read(offset: number, length: number): Promise<Uint8Array> {
    return Promise.resolve(this.bytes.slice(offset, offset + length));
  }

  get all(): Uint8Array {
    return this.bytes;
  }
}

export const ascii = (text: string) => new TextEncoder().encode(text);

export function frame(
  text: string | Uint8Array,
  timeMs = 0,
  kind: FrameKind = 'received',
): LogFrame {
  return { kind, timeMs, bytes: typeof text === 'string' ? ascii(text) : text };
}

/** The same bytes in pieces of every size from one to all at once. */
export function* everyCut(bytes: Uint8Array): Generator<readonly Uint8Array[]> {
  for (let size = 1; size <= bytes.length; size++) {
    const pieces: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.slice(at, at + size));
    yield pieces;
  }
  // And at every single boundary.
  for (let at = 0; at <= bytes.length; at++) yield [bytes.slice(0, at), bytes.slice(at)];
}

/** Numbers from a seed, in [0, 1). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Lets what is awaited come to its end. */
export const turns = async (count = 60) => {
  for (let turn = 0; turn < count; turn++) await Promise.resolve();
};
