import type { Clock } from '../../shared/clock';
import type { Disposable } from '../../shared/disposable';

interface Timer {
  readonly atCycle: number;
  readonly order: number;
  readonly callback: () => void;
}

/**
 * Time that passes only as the board's processor runs, for what is wired to it: a modem answers when the board is due
 * to hear it.
 */
export class CycleClock implements Clock {
  /** Called when a timer is set that falls due before all others. */
  onSooner: (() => void) | undefined;
  private timers: Timer[] = [];
  private order = 0;
  private cycle = 0;

  constructor(
    private readonly cyclesPerMs: number,
    /** How many cycles the processor is ahead of what was told by `advance`. */
    private readonly ahead: () => number = () => 0,
  ) {}

  get cycles(): number {
    return this.cycle + this.ahead();
  }

  /** The cycle of the first timer; infinite when none waits. */
  get nextDue(): number {
    return this.timers[0]?.atCycle ?? Infinity;
  }

  /** Milliseconds since the board was made. */
  now(): number {
    return this.cycles / this.cyclesPerMs;
  }

  after(delayMs: number, callback: () => void): Disposable {
    const timer: Timer = {
      atCycle: this.cycles + Math.max(0, Math.round(delayMs * this.cyclesPerMs)),
      order: this.order++,
      callback,
    };
    this.timers.push(timer);
    this.timers.sort((a, b) => a.atCycle - b.atCycle || a.order - b.order);
    if (this.timers[0] === timer) this.onSooner?.();
    return {
      dispose: () => {
        this.timers = this.timers.filter((other) => other !== timer);
      },
    };
  }

  /** Moves time on and runs every timer that falls due, in order, including those set on the way. */
  advance(cycles: number): void {
    const until = this.cycle + cycles;
    for (let timer = this.timers[0]; timer && timer.atCycle <= until; timer = this.timers[0]) {
      this.timers.shift();
      this.cycle = Math.max(this.cycle, timer.atCycle);
      timer.callback();
    }
    this.cycle = until;
  }
}
