import type {
  ArduinoCli,
  ArduinoFailure,
  Compiled,
  Outcome,
  UploadDone,
  WorkEvents,
} from './arduinoCli';
import type { Clock } from '../shared/clock';
import { type Disposable, DisposableValue } from '../shared/disposable';
import type { BoardPort, BoardPortSource, UsbIdentity } from './boardPort';
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
  /** The board was unplugged meanwhile: an uploader that was ended for it has nothing to say of that. */
  readonly hasLostBoard: boolean;
}

/** A port that is away for so long, once the uploader has begun to write, does not come back in time. */
const lostAfterMs = 1_500;
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
    private readonly ports: BoardPortSource,
    private readonly clock: Clock,
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
      if (!lease) return { outcome: stopped, words: '', hasLostBoard: false };
      let address: string | undefined;
      try {
        const news = await this.uploadOnce(job, port, events, signal);
        if (news.outcome.kind === 'done') address = news.outcome.value.portAddress;
        return news;
      } finally {
        await lease.release(address);
      }
    });
  }

  private async uploadOnce(
    job: Job,
    port: BoardPort,
    events: WorkEvents,
    signal: AbortSignal,
  ): Promise<UploadNews> {
    let words = '';
    const watch = new BoardWatch(port, this.ports, this.clock);
    const heard: WorkEvents = {
      onOutput: (text, stream) => {
        words = (words + text).slice(-keptWords);
        events.onOutput(text, stream);
      },
      onProgress: (progress) => {
        watch.hasReached(progress.percent ?? 0);
        events.onProgress(progress);
      },
    };
    const until = AbortSignal.any([signal, watch.lost]);
    const outcome = await this.arduino.upload({ ...job, port }, heard, until);
    watch.dispose();
    return { outcome, words, hasLostBoard: watch.lost.aborted && !signal.aborted };
  }

  private inTurn<T>(job: () => Promise<T>): Promise<T> {
    const turn = this.last.then(job, job);
    this.last = turn;
    return turn;
  }
}

/**
 * Notices that a board is unplugged while it is written. avrdude does not: it reads nothing from the dead port for ever.
 * Before and after the writing a board may come and go, as boards with USB of their own do.
 */
class BoardWatch implements Disposable {
  private readonly loss = new AbortController();
  private readonly patience = new DisposableValue<Disposable>();
  private readonly subscription: Disposable;
  private isWriting = false;

  constructor(
    private readonly port: BoardPort,
    private readonly ports: BoardPortSource,
    private readonly clock: Clock,
  ) {
    this.subscription = ports.onDidChange(() => this.look());
  }

  get lost(): AbortSignal {
    return this.loss.signal;
  }

  hasReached(percent: number): void {
    this.isWriting = percent > 0 && percent < 100;
    this.look();
  }

  dispose(): void {
    this.subscription.dispose();
    this.patience.dispose();
  }

  private look(): void {
    const isThere = this.ports.ports.some(({ address }) => address === this.port.address);
    if (!this.isWriting || isThere) this.patience.value = undefined;
    else this.patience.value ??= this.clock.after(lostAfterMs, () => this.loss.abort());
  }
}

const stopped: { readonly kind: 'failed'; readonly failure: ArduinoFailure } = {
  kind: 'failed',
  failure: { kind: 'cancelled' },
};
