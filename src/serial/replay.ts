import type { Clock } from '../shared/clock';
import type { Disposable } from '../shared/disposable';
import { Emitter } from '../shared/event';
import { decodeFrames, type LogFrame } from './logFrame';
import type { PortLog } from './portLog';
import type { LogBytes } from './rowIndex';
import type { SessionState } from './serialSession';

const readBytes = 256 * 1024;
/** The shortest wait between two looks at the time. */
const tickMs = 20;
/** With no pace to keep, so much is given at a time, and the editor gets its turn in between. */
const framesPerTurn = 500;

export interface ReplayDoors {
  readonly clock: Clock;
  /** What is played, and where its frames begin. */
  readonly source: LogBytes;
  readonly start: number;
  /** Where it is played to. */
  readonly log: PortLog;
  /** It is not played again. */
  end(): void;
}

/** Plays a log again, with its own times, so that monitor, plotter and decoder see what they saw then. */
export class Replay implements Disposable {
  private current: SessionState = { kind: 'closed' };
  private timer: Disposable | undefined;
  private readonly changed = new Emitter<SessionState>();
  private generation = 0;

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly doors: ReplayDoors,
    /** 1 is the pace it had, 0 as fast as it can be read. */
    private readonly speed: number,
  ) {}

  get state(): SessionState {
    return this.current;
  }

  /** Resolves when the end is reached or it was stopped. */
  async start(): Promise<void> {
    const generation = ++this.generation;
    this.enter({ kind: 'replaying', speed: this.speed });
    const { source, clock } = this.doors;
    const startedAtMs = clock.now();
    let firstMs: number | undefined;
    let given = 0;
    for (let at = this.doors.start; at < source.size;) {
      const { frames, end } = decodeFrames(await source.read(at, readBytes));
      if (end === 0) break;
      for (const frame of frames) {
        firstMs ??= frame.timeMs;
        const dueMs =
          this.speed === 0 ? 0 : startedAtMs + (frame.timeMs - firstMs) / this.speed - clock.now();
        given += 1;
        if (dueMs >= tickMs || given % framesPerTurn === 0) await this.wait(dueMs);
        if (generation !== this.generation) return;
        this.give(frame);
      }
      at += end;
    }
    this.enter({ kind: 'replayed' });
  }

  stop(): Promise<void> {
    this.generation += 1;
    this.timer?.dispose();
    this.enter({ kind: 'closed' });
    return Promise.resolve();
  }

  dispose(): void {
    void this.stop();
    this.changed.dispose();
    this.doors.end();
  }

  private give({ kind, timeMs, bytes }: LogFrame): void {
    this.doors.log.append(kind, timeMs, bytes);
  }

  private wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.timer = this.doors.clock.after(Math.max(0, ms), resolve);
    });
  }

  private enter(state: SessionState): void {
    this.current = state;
    this.changed.fire(state);
  }
}
