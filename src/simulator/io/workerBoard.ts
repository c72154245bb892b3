import { Worker } from 'node:worker_threads';
import { Emitter } from '../../shared/event';
import type { BoardNews, BoardOrder, BoardStart } from '../board/boardMessages';
import type { BoardHost } from '../board/virtualBoard';

/** How long a board may take to unplug itself before its thread is ended. */
const unplugMs = 500;

/** A board that runs in a thread of its own. */
export class WorkerBoard implements BoardHost {
  private readonly worker: Worker;
  private readonly told = new Emitter<BoardNews>();
  private readonly failed = new Emitter<string>();
  private isDisposed = false;

  readonly onDidTell = this.told.event;
  readonly onDidFail = this.failed.event;

  constructor(start: BoardStart, script: URL = new URL('./boardWorker.js', import.meta.url)) {
    // Nothing of this program's environment or arguments is the board's business.
    this.worker = new Worker(script, { workerData: start, env: { PATH: process.env['PATH'] } });
    this.worker.on('message', (news: BoardNews) => this.told.fire(news));
    this.worker.on('error', (error) => this.fail(errorText(error)));
    this.worker.on('exit', (code) => this.fail(`its thread ended with ${code}`));
  }

  tell(order: BoardOrder): void {
    this.worker.postMessage(order);
  }

  dispose(): void {
    if (this.isDisposed) return;
    this.isDisposed = true;
    this.tell({ do: 'unplug' });
    const timer = setTimeout(() => void this.worker.terminate(), unplugMs);
    this.worker.once('exit', () => clearTimeout(timer));
    this.told.dispose();
    this.failed.dispose();
  }

  /** Only the first word about its end counts, and none after it was told to go. */
  private fail(reason: string): void {
    if (this.isDisposed) return;
    this.isDisposed = true;
    this.failed.fire(reason);
  }
}

function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
