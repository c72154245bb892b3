import type { Clock } from '../../src/shared/clock';

/** A clock that stands still until a test advances it. */
export class ManualClock implements Clock {
  private timers: { at: number; order: number; callback: () => void }[] = [];
  private order = 0;

  constructor(private nowMs = 1_479_817_071_000) {}

  now(): number {
    return this.nowMs;
  }

  after(delayMs: number, callback: () => void) {
    const timer = { at: this.nowMs + Math.max(0, delayMs), order: this.order++, callback };
    this.timers.push(timer);
    return {
      dispose: () => {
        this.timers = this.timers.filter((other) => other !== timer);
      },
    };
  }

  /** How many timers wait: a disposed object leaves none. */
  get pending(): number {
    return this.timers.length;
  }

  /** Moves time on and runs every timer that falls due, in order, including those set on the way. */
  advance(byMs: number): void {
    const until = this.nowMs + byMs;
    for (;;) {
      const due = this.timers
        .filter((timer) => timer.at <= until)
        .sort((a, b) => a.at - b.at || a.order - b.order)[0];
      if (!due) break;
      this.timers = this.timers.filter((other) => other !== due);
      this.nowMs = Math.max(this.nowMs, due.at);
      due.callback();
    }
    this.nowMs = until;
  }
}
