import type { Disposable } from '../shared/disposable';
import { UserError } from '../shared/userError';

/** One thing at a time, which says what it does, can be cancelled, and whose failure stays where it was asked for. */
export class OneJob implements Disposable {
  private words: string | undefined;
  private failure: string | undefined;
  private current: AbortController | undefined;
  private readonly ending = new AbortController();

  constructor(private readonly onDidChange: () => void) {}

  /** What it does now, in words. */
  get doing(): string | undefined {
    return this.words;
  }

  /** Why the last one failed. */
  get problem(): string | undefined {
    return this.failure;
  }

  async run(words: string, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const own = new AbortController();
    const signal = AbortSignal.any([own.signal, this.ending.signal]);
    this.current = own;
    this.words = words;
    this.failure = undefined;
    this.onDidChange();
    try {
      await work(signal);
    } catch (error) {
      if (!signal.aborted && !(error instanceof UserError)) throw error;
      if (!signal.aborted && error instanceof UserError) this.failure = error.message;
    } finally {
      if (this.current === own) this.words = undefined;
      this.onDidChange();
    }
  }

  cancel(): void {
    this.current?.abort();
  }

  dispose(): void {
    this.ending.abort();
  }
}
