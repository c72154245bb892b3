/** A programmer's view of the board, and the way back to it: what a bootloader of either kind needs. */
export interface ProgrammedBoard {
  readonly signature: readonly number[];
  readonly flash: Uint8Array;
  reply(bytes: Uint8Array): void;
  /** The programmer has finished: the sketch may run. */
  leave(): void;
}

/** One of the two languages of avrdude that the bootloaders of Arduino boards understand. */
export interface Programmer {
  /** Bytes from avrdude, however they are cut. */
  feed(bytes: Uint8Array): void;
}

/** Writes only inside the flash; a programmer that asks for more gets what there is. */
export function writeFlash(flash: Uint8Array, at: number, bytes: Uint8Array): void {
  if (at < flash.length) flash.set(bytes.subarray(0, flash.length - at), at);
}

export function readFlash(flash: Uint8Array, at: number, length: number): Uint8Array {
  const read = new Uint8Array(length).fill(0xff);
  read.set(flash.subarray(at, at + length));
  return read;
}

/** Bytes that came and were not understood yet. */
export class ByteQueue {
  private bytes = new Uint8Array(0);

  get length(): number {
    return this.bytes.length;
  }

  push(more: Uint8Array): void {
    const joined = new Uint8Array(this.bytes.length + more.length);
    joined.set(this.bytes);
    joined.set(more, this.bytes.length);
    this.bytes = joined;
  }

  at(index: number): number {
    return this.bytes[index] ?? 0;
  }

  take(length: number): Uint8Array {
    const taken = this.bytes.slice(0, length);
    this.bytes = this.bytes.slice(length);
    return taken;
  }
}
