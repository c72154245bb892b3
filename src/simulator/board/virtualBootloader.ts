import type { Disposable } from '../../shared/disposable';
import { Emitter } from '../../shared/event';
import type { Board } from './board';
import type { Programmer } from './programmer';
import { Stk500v1 } from './stk500v1';
import { Stk500v2 } from './stk500v2';

/** How long a bootloader waits for a programmer after a reset before it starts the sketch; both of Arduino's: a second. */
const waitMs = 1_000;
/** How long it waits for the next command of a programmer that has begun. */
const silenceMs = 3_000;

/**
 * Stands in for the bootloader between a reset and the sketch: the processor is held, avrdude is answered, flash is
 * written. Bootloaders are GPL, so none can be shipped; with a real one in flash this is not used.
 */
export class VirtualBootloader implements Disposable {
  private programmer: Programmer | undefined;
  private timer: Disposable | undefined;
  private hasProgrammed = false;
  private readonly programmed = new Emitter<undefined>();

  /** A programmer has said good-bye and the sketch begins. */
  readonly onDidProgram = this.programmed.event;

  constructor(
    private readonly board: Board,
    /** Sends over the console of the board. */
    private readonly reply: (bytes: Uint8Array) => void,
  ) {
    board.onDidReset((cause) => (cause === 'external' ? this.enter() : this.leave()));
  }

  /** While it is at work, the console's bytes are meant for it. */
  get isActive(): boolean {
    return this.programmer !== undefined;
  }

  feed(bytes: Uint8Array): void {
    this.programmer?.feed(bytes);
  }

  dispose(): void {
    this.timer?.dispose();
    this.programmed.dispose();
  }

  private enter(): void {
    const { board } = this;
    board.isHeld = true;
    this.hasProgrammed = false;
    const Language = board.chip.mcu === 'atmega328p' ? Stk500v1 : Stk500v2;
    this.programmer = new Language({
      signature: board.chip.signature,
      flash: board.flash,
      reply: (bytes) => {
        this.hasProgrammed = true;
        this.leaveAfter(silenceMs);
        this.reply(bytes);
      },
      leave: () => this.leave(),
    });
    this.leaveAfter(waitMs);
  }

  private leaveAfter(delayMs: number): void {
    this.timer?.dispose();
    this.timer = this.board.clock.after(delayMs, () => this.leave());
  }

  private leave(): void {
    this.timer?.dispose();
    this.timer = undefined;
    this.programmer = undefined;
    this.board.isHeld = false;
    if (!this.hasProgrammed) return;
    this.hasProgrammed = false;
    this.programmed.fire(undefined);
  }
}
