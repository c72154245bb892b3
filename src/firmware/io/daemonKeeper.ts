import type { Clock } from '../../shared/clock';
import { type Disposable, DisposableValue } from '../../shared/disposable';
import type { ProcessRunner } from '../../shared/processRunner';
import type { Outcome } from '../arduinoCli';
import { arduinoEnvironment, type EnvironmentFacts } from '../arduinoEnvironment';
import { ArduinoDaemon } from './arduinoDaemon';

/** What a daemon is started with. */
export interface DaemonDoors {
  readonly runner: ProcessRunner;
  readonly clock: Clock;
  /** Finds the program to run; asked before every start, so that a changed setting counts at once. */
  readonly locate: () => Promise<Outcome<string>>;
  readonly environment: () => Omit<EnvironmentFacts, 'isOnline'>;
  /** What arduino-cli could not load, in its own words. */
  readonly onWarning: (text: string) => void;
}

/** One action after another needs no new start; a daemon that nobody uses is gone soon. */
const idleMs = 20_000;

/**
 * Keeps a daemon for as long as somebody uses it and a little longer: those that may go to the network and those that may
 * not have different environments, so they are different processes.
 */
export class DaemonKeeper implements Disposable {
  private current: Promise<Outcome<ArduinoDaemon>> | undefined;
  private users = 0;
  private isStale = false;
  private readonly idle = new DisposableValue<Disposable>();

  constructor(
    private readonly doors: DaemonDoors,
    private readonly isOnline: boolean,
  ) {}

  /** Lends the daemon to the job, starting it where there is none. */
  async use<T>(job: (daemon: ArduinoDaemon) => Promise<Outcome<T>>): Promise<Outcome<T>> {
    this.idle.value = undefined;
    if (this.isStale && this.users === 0) {
      this.isStale = false;
      await this.end();
    }
    this.users += 1;
    try {
      const daemon = await this.daemon();
      return daemon.kind === 'done' ? await job(daemon.value) : daemon;
    } finally {
      this.users -= 1;
      if (this.users === 0) this.idle.value = this.doors.clock.after(idleMs, () => void this.end());
    }
  }

  /** What a daemon is started with has changed: the next use that finds it free starts another. */
  renew(): void {
    this.isStale = true;
  }

  /** Ends the daemon with all it runs, whoever uses it; gives the names of what would not go. */
  async end(): Promise<readonly string[]> {
    const ending = this.current;
    this.current = undefined;
    const daemon = await ending;
    return daemon?.kind === 'done' ? daemon.value.kill() : [];
  }

  dispose(): void {
    this.idle.dispose();
    void this.end();
  }

  private daemon(): Promise<Outcome<ArduinoDaemon>> {
    const { current } = this;
    if (!current) return this.replace(undefined);
    return current.then((known) =>
      known.kind === 'done' && known.value.endReason === undefined ? known : this.replace(current),
    );
  }

  /** Two that ask at the same time get the same one. */
  private replace(
    stale: Promise<Outcome<ArduinoDaemon>> | undefined,
  ): Promise<Outcome<ArduinoDaemon>> {
    const replaced = this.current === stale || !this.current ? this.start() : this.current;
    this.current = replaced;
    return replaced;
  }

  private async start(): Promise<Outcome<ArduinoDaemon>> {
    const located = await this.doors.locate();
    if (located.kind === 'failed') return located;
    const env = arduinoEnvironment({ ...this.doors.environment(), isOnline: this.isOnline });
    return ArduinoDaemon.start(
      this.doors.runner,
      { program: located.value, env },
      this.doors.onWarning,
    );
  }
}
