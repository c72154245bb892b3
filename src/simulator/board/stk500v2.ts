import {
  ByteQueue,
  type ProgrammedBoard,
  type Programmer,
  readFlash,
  writeFlash,
} from './programmer';

/** Commands of STK500 version 2 (application note AVR068) that avrdude's `wiring` uses. */
const command = {
  signOn: 0x01,
  getParameter: 0x03,
  loadAddress: 0x06,
  leaveProgramming: 0x11,
  programFlash: 0x13,
  readFlash: 0x14,
  readFuse: 0x18,
  readLock: 0x1a,
  readSignature: 0x1b,
  universal: 0x1d,
} as const;

/** A message: start, sequence number, length (2 bytes), token, body, checksum. */
const messageStart = 0x1b;
const messageToken = 0x0e;
const headLength = 5;
const checksumLength = 1;
/** Longer than any message of the protocol: 275 bytes of body. */
const maxBodyLength = 300;
const statusOk = 0x00;
const programmerName = new TextEncoder().encode('AVRISP_2');
/** Parameters: hardware version, and the firmware's 2.10. */
const parameters = new Map([
  [0x90, 15],
  [0x91, 2],
  [0x92, 10],
]);
/** What the universal command passes to the chip to read a byte of its signature. */
const readSignatureByte = 0x30;

/** A bootloader that speaks as the Mega's does, without one in flash: avrdude's programmer `wiring`. */
export class Stk500v2 implements Programmer {
  private readonly queue = new ByteQueue();
  private address = 0;

  constructor(private readonly board: ProgrammedBoard) {}

  feed(bytes: Uint8Array): void {
    const { queue } = this;
    queue.push(bytes);
    for (;;) {
      while (queue.length > 0 && queue.at(0) !== messageStart) queue.take(1);
      if (queue.length < headLength + checksumLength) return;
      const length = queue.at(2) * 0x100 + queue.at(3);
      if (length > maxBodyLength) {
        queue.take(1);
        continue;
      }
      if (queue.length < headLength + length + checksumLength) return;
      const message = queue.take(headLength + length + checksumLength);
      // A damaged message is not answered; avrdude sends it again.
      if (exclusiveOr(message) !== 0 || message[4] !== messageToken || length === 0) continue;
      this.execute(message[1] ?? 0, message.subarray(headLength, headLength + length));
    }
  }

  private execute(sequence: number, body: Uint8Array): void {
    const { board } = this;
    const view = new DataView(body.buffer, body.byteOffset, body.length);
    const name = view.getUint8(0);
    const answer = (...data: readonly number[]) => this.answer(sequence, [name, statusOk, ...data]);
    switch (name) {
      case command.signOn:
        return answer(programmerName.length, ...programmerName);
      case command.getParameter:
        return answer(parameters.get(body[1] ?? 0) ?? 0);
      case command.loadAddress:
        // Words; the highest bit says that the address goes beyond 64 KiB.
        if (body.length >= 5) this.address = (view.getUint32(1) & 0x7fffffff) * 2;
        return answer();
      case command.programFlash: {
        const data = body.subarray(10, 10 + this.blockLength(body));
        writeFlash(board.flash, this.address, data);
        this.address += data.length;
        return answer();
      }
      case command.readFlash: {
        const data = readFlash(board.flash, this.address, this.blockLength(body));
        this.address += data.length;
        return answer(...data, statusOk);
      }
      case command.readSignature:
        return answer(board.signature[body[4] ?? 0] ?? 0, statusOk);
      case command.universal: {
        const isSignature = body[4] === readSignatureByte;
        const byte = isSignature ? (board.signature[body[6] ?? 0] ?? 0) : 0;
        return answer(0, body[4] ?? 0, 0, byte, statusOk);
      }
      case command.readFuse:
      case command.readFuse + 1:
      case command.readLock:
        return answer(0xff, statusOk);
      case command.leaveProgramming:
        answer();
        return board.leave();
      default:
        return answer();
    }
  }

  /** At most what a message holds, whatever it says. */
  private blockLength(body: Uint8Array): number {
    return Math.min((body[1] ?? 0) * 0x100 + (body[2] ?? 0), maxBodyLength);
  }

  private answer(sequence: number, body: readonly number[]): void {
    const message = [
      ...[messageStart, sequence, body.length >> 8, body.length & 0xff, messageToken],
      ...body,
    ];
    this.board.reply(Uint8Array.of(...message, exclusiveOr(message)));
  }
}

function exclusiveOr(bytes: Iterable<number>): number {
  let all = 0;
  for (const byte of bytes) all ^= byte;
  return all;
}
