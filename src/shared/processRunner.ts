import type { Disposable } from './disposable';

/** A program to run, never through a shell: its arguments arrive as they are. */
export interface ProcessRequest {
  readonly program: string;
  readonly args: readonly string[];
  readonly folder?: string;
  /** Added to this process's environment. Secrets may be in here, so it is never logged. */
  readonly env?: Readonly<Record<string, string>>;
  /** True for what must not outlive the editor, even if the editor is killed: it runs below a guard that ends it. */
  readonly isGuarded?: boolean;
}

/** How a process ended. */
export type ProcessEnd =
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'killed'; readonly signal: string }
  /** There is no such program, or it may not be run; the reason is the system's own word, such as `ENOENT`. */
  | { readonly kind: 'notStarted'; readonly reason: string };

/** What a program said, at most 16 million characters of each stream, and how it ended. */
export interface ProcessResult {
  readonly end: ProcessEnd;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program that runs; disposing it is killing it without waiting. */
export interface RunningProcess extends Disposable {
  /** Resolves when the process has ended and its output is read. */
  readonly ended: Promise<ProcessEnd>;
  /** Output as it comes, from the first byte on: listen before the next turn of the event loop. */
  onOutput(listener: (stream: 'stdout' | 'stderr', text: string) => void): void;
  /** For people who wonder: shown with a program that would not go. */
  readonly processId: number | undefined;
  /**
   * Ends the process and all it started, also those with a process group of their own. Resolves when all are gone, or
   * after two seconds with the names of those that would not go.
   */
  kill(): Promise<readonly string[]>;
}

/** Runs programs: the one way to do so. */
export interface ProcessRunner {
  start(request: ProcessRequest): RunningProcess;
  /** Runs the program to its end and collects what it says; an aborted signal kills it with all it started. */
  run(request: ProcessRequest, signal: AbortSignal): Promise<ProcessResult>;
}
