import {
  ByteQueue,
  type ProgrammedBoard,
  type Programmer,
  readFlash,
  writeFlash,
} from './programmer';

/** Commands of STK500 version 1 (application note AVR061) that avrdude's `arduino` uses. */
const command = {
  getSync: 0x30,
  getSignOn: 0x31,
  getParameter: 0x41,
  setDevice: 0x42,
  setDeviceExtended: 0x45,
  enterProgramming: 0x50,
  leaveProgramming: 0x51,
  loadAddress: 0x55,
  universal: 0x56,
  programPage: 0x64,
  readPage: 0x74,
  readSignature: 0x75,
} as const;

const inSync = 0x14;
const ok = 0x10;
const noSync = 0x15;
const endOfCommand = 0x20;
/** The memory a page command means: `F`. */
const flashMemory = 0x46;
/** Parameters 0x81 and 0x82 are the version of the firmware: we are optiboot's 4.4. */
const majorVersion = 0x81;
const minorVersion = 0x82;

/** A bootloader that speaks as optiboot does on the Uno, without one in flash: avrdude's programmer `arduino`. */
export class Stk500v1 implements Programmer {
  private readonly queue = new ByteQueue();
  private address = 0;

  constructor(private readonly board: ProgrammedBoard) {}

  feed(bytes: Uint8Array): void {
    this.queue.push(bytes);
    for (;;) {
      const length = this.nextLength();
      if (length === undefined || this.queue.length < length) return;
      if (length === 0) {
        this.queue.take(1);
        continue;
      }
      if (this.queue.at(length - 1) !== endOfCommand) {
        this.queue.take(1);
        this.board.reply(Uint8Array.of(noSync));
        continue;
      }
      this.execute(this.queue.take(length));
    }
  }

  /** How long the command at the head of the queue is; 0 for what is none, undefined when too little is there to tell. */
  private nextLength(): number | undefined {
    const { queue } = this;
    if (queue.length === 0) return undefined;
    switch (queue.at(0)) {
      case command.getSync:
      case command.getSignOn:
      case command.enterProgramming:
      case command.leaveProgramming:
      case command.readSignature:
        return 2;
      case command.getParameter:
        return 3;
      case command.loadAddress:
        return 4;
      case command.readPage:
        return 5;
      case command.universal:
        return 6;
      case command.setDevice:
        return 22;
      case command.setDeviceExtended:
        return queue.length < 2 ? undefined : queue.at(1) + 2;
      case command.programPage:
        return queue.length < 3 ? undefined : queue.at(1) * 0x100 + queue.at(2) + 5;
      default:
        return 0;
    }
  }

  private execute(bytes: Uint8Array): void {
    const { board } = this;
    const [name = 0, first = 0, second = 0, memory = 0] = bytes;
    const length = first * 0x100 + second;
    switch (name) {
      case command.getParameter:
        return this.answer(first === majorVersion || first === minorVersion ? [4] : [3]);
      case command.loadAddress:
        // Words, low byte first.
        this.address = (first + second * 0x100) * 2;
        return this.answer();
      case command.universal:
        return this.answer([0]);
      case command.readSignature:
        return this.answer(board.signature);
      case command.programPage:
        if (memory === flashMemory) {
          writeFlash(board.flash, this.address, bytes.subarray(4, 4 + length));
        }
        return this.answer();
      case command.readPage:
        return this.answer(
          memory === flashMemory
            ? readFlash(board.flash, this.address, length)
            : new Uint8Array(length).fill(0xff),
        );
      case command.leaveProgramming:
        this.answer();
        return board.leave();
      default:
        return this.answer();
    }
  }

  private answer(data: Iterable<number> = []): void {
    this.board.reply(Uint8Array.of(inSync, ...data, ok));
  }
}
