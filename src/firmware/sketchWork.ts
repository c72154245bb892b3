import type {
  ArduinoCli,
  ArduinoFailure,
  Compiled,
  Outcome,
  UploadDone,
  WorkEvents,
} from './arduinoCli';
import type { BoardPort, UsbIdentity } from './boardPort';
import { compileProblems } from './compileProblems';
import type { Problem } from './problem';
import type { ProblemBook } from './problemBook';

/** Lends ports: whoever has the port open lets go of it, and comes back afterwards. */
export interface PortLeases {
  lease(
    port: { readonly address: string; readonly identity: UsbIdentity },
    name: string,
    signal: AbortSignal,
  ): Promise<PortLease>;
}

export interface PortLease {
  /** `address` is where the device is now, for those who know. */
  release(address?: string): Promise<void>;
}

/** A sketch and the board it is for. */
export interface Job {
  readonly folder: string;
  readonly fqbn: string;
  readonly programmer?: string;
  /** A profile of `sketch.yaml` that the person has agreed to. */
  readonly profile?: string;
}

export interface CompileNews {
  readonly outcome: Outcome<Compiled>;
  /** All that is to be shown of the sketch now. */
  readonly problems: readonly Problem[];
}

export interface UploadNews {
  readonly outcome: Outcome<UploadDone>;
  /** The uploader's own words. */
  readonly words: string;
}

/** Enough for an uploader's last words. */
const keptWords = 100_000;

/**
 * Compiles and uploads, one at a time: a compile uses the whole machine, and an upload needs the build to stand still.
 */
export class SketchWork {
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly arduino: Pick<ArduinoCli, 'compile' | 'upload'>,
    private readonly leases: PortLeases,
    private readonly book: ProblemBook,
  ) {}

  compile(job: Job, events: WorkEvents, signal: AbortSignal): Promise<CompileNews> {
    return this.inTurn(async () => {
      if (signal.aborted) return { outcome: stopped, problems: [] };
      const result = await this.arduino.compile(job, events, signal);
      const { outcome } = result;
      // Work that was stopped, or arduino-cli itself failing, says nothing new about the sketch.
      const isNews = outcome.kind === 'done' || outcome.failure.kind === 'refused';
      const problems = isNews
        ? this.book.update(job, compileProblems(job, result), result)
        : this.book.all;
      return { outcome, problems };
    });
  }

  /** Uploads what was compiled last. The port is given back when the uploader is gone for certain. */
  upload(job: Job, port: BoardPort, events: WorkEvents, signal: AbortSignal): Promise<UploadNews> {
    return this.inTurn(async () => {
      const lease = await this.leases.lease(port, 'Upload', signal).catch(() => undefined);
      if (!lease) return { outcome: stopped, words: '' };
      let words = '';
      const heard: WorkEvents = {
        ...events,
        onOutput: (text, stream) => {
          words = (words + text).slice(-keptWords);
          events.onOutput(text, stream);
        },
      };
      let address: string | undefined;
      try {
        const outcome = await this.arduino.upload({ ...job, port }, heard, signal);
        if (outcome.kind === 'done') address = outcome.value.portAddress;
        return { outcome, words };
      } finally {
        await lease.release(address);
      }
    });
  }

  private inTurn<T>(job: () => Promise<T>): Promise<T> {
    const turn = this.last.then(job, job);
    this.last = turn;
    return turn;
  }
}

const stopped: { readonly kind: 'failed'; readonly failure: ArduinoFailure } = {
  kind: 'failed',
  failure: { kind: 'cancelled' },
};
