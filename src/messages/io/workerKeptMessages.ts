import { Worker } from 'node:worker_threads';
import type {
  AppendOutcome,
  Batch,
  KeepingBudget,
  KeptMessage,
  KeptMessages,
  OlderRequest,
  OpenedHistory,
  ReadRequest,
  SearchOutcome,
  SearchProgress,
  SearchRequest,
} from '../keptMessages';
import { unpackKept } from '../messageBatch';
import type { StoreAnswer, StoreQuestion, StoreReply, StoreWorkerData } from './storeProtocol';

/** How long the window waits for the last batch when it ends. */
const closeMs = 2_000;

interface Waiting {
  readonly resolve: (answer: StoreAnswer) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress?: (progress: SearchProgress) => void;
}

/** Kept messages behind a worker; the file of the worker is a bundle of its own. */
export class WorkerKeptMessages implements KeptMessages {
  private readonly worker: Worker;
  private readonly closed = new SharedArrayBuffer(4);
  private readonly waiting = new Map<number, Waiting>();
  private next = 0;

  constructor(workerFile: string, file: string, budget: KeepingBudget) {
    const data: StoreWorkerData = { file, budget, processId: process.pid, closed: this.closed };
    this.worker = new Worker(workerFile, {
      workerData: data,
      execArgv: [],
      name: 'sigfox-messages',
    });
    this.worker.on('message', (reply: StoreReply) => this.receive(reply));
    const fail = (error: Error) => {
      for (const { reject } of this.waiting.values()) reject(error);
      this.waiting.clear();
    };
    this.worker.on('error', fail);
    this.worker.on('exit', () => fail(new Error('The worker of the store ended.')));
    this.worker.unref();
  }

  async open(): Promise<OpenedHistory | { readonly kind: 'noSqlite' }> {
    const answer = await this.ask({ ask: 'open' });
    if (answer.kind === 'noSqlite') return { kind: 'noSqlite' };
    if (answer.kind !== 'opened') throw unexpected(answer);
    const { devices, gaps, moved } = answer;
    return { messages: unpackKept(answer.messages), devices, gaps, moved };
  }

  async append(batch: Batch): Promise<AppendOutcome> {
    const answer = await this.ask({ ask: 'append', batch }, batchMemory(batch));
    if (answer.kind === 'appended') return answer.outcome;
    return { kind: 'failed', why: 'other', detail: detailOf(answer) };
  }

  async older(request: OlderRequest): Promise<readonly KeptMessage[]> {
    return messagesOf(await this.ask({ ask: 'older', request }));
  }

  async count(): Promise<number> {
    return countOf(await this.ask({ ask: 'count' }));
  }

  async clear(): Promise<number> {
    return countOf(await this.ask({ ask: 'clear' }));
  }

  async prepareSearch(): Promise<void> {
    await this.ask({ ask: 'prepareSearch' });
  }

  async search(
    request: SearchRequest,
    onProgress: (progress: SearchProgress) => void,
    signal: AbortSignal,
  ): Promise<SearchOutcome> {
    const number = this.next;
    const cancel = () => void this.ask({ ask: 'cancel', number }).catch(() => undefined);
    const asked = this.ask({ ask: 'search', request }, [], onProgress);
    signal.addEventListener('abort', cancel, { once: true });
    if (signal.aborted) cancel();
    try {
      const answer = await asked;
      return { messages: messagesOf(answer), isCut: answer.kind === 'messages' && answer.isCut };
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  }

  async *read(request: ReadRequest): AsyncGenerator<readonly KeptMessage[]> {
    let afterId = 0;
    for (;;) {
      const piece = messagesOf(await this.ask({ ask: 'read', afterId, request }));
      const last = piece.at(-1);
      if (!last) return;
      afterId = last.id;
      yield piece;
    }
  }

  noteLive(isLive: boolean): void {
    void this.ask({ ask: 'noteLive', isLive }).catch(() => undefined);
  }

  /** The window is ending and cannot wait for an answer: this blocks until the last batch is on the disk. */
  closeNow(last: Batch | undefined): void {
    if (last) this.post({ ask: 'append', batch: last }, batchMemory(last));
    this.post({ ask: 'close' });
    Atomics.wait(new Int32Array(this.closed), 0, 0, closeMs);
  }

  private ask(
    question: StoreQuestion,
    transfer: readonly ArrayBuffer[] = [],
    onProgress?: (progress: SearchProgress) => void,
  ): Promise<StoreAnswer> {
    return new Promise((resolve, reject) => {
      this.waiting.set(this.next, { resolve, reject, ...(onProgress ? { onProgress } : {}) });
      this.post(question, transfer);
    });
  }

  private post(question: StoreQuestion, transfer: readonly ArrayBuffer[] = []): void {
    this.worker.postMessage({ number: this.next++, question }, [...transfer]);
  }

  private receive(reply: StoreReply): void {
    const waiting = this.waiting.get(reply.number);
    if ('progress' in reply) {
      waiting?.onProgress?.(reply.progress);
      return;
    }
    this.waiting.delete(reply.number);
    waiting?.resolve(reply.answer);
  }
}

function batchMemory({ rows, bytes }: Batch): ArrayBuffer[] {
  return [rows.buffer as ArrayBuffer, bytes.buffer as ArrayBuffer];
}

function messagesOf(answer: StoreAnswer): readonly KeptMessage[] {
  if (answer.kind !== 'messages') throw unexpected(answer);
  return unpackKept(answer.messages);
}

function countOf(answer: StoreAnswer): number {
  if (answer.kind !== 'count') throw unexpected(answer);
  return answer.count;
}

function unexpected(answer: StoreAnswer): Error {
  return new Error(`The store answered: ${detailOf(answer)}`);
}

function detailOf(answer: StoreAnswer): string {
  return answer.kind === 'failed' ? answer.detail : answer.kind;
}
