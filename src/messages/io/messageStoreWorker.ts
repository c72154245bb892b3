// The thread in which kept messages live: SQLite is synchronous, and the window must never wait for a disk.
import { renameSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import type { OpenedHistory } from '../keptMessages';
import { packKept } from '../messageBatch';
import type { MessageDatabase } from './messageDatabase';
import type { MessageSearch } from './messageSearch';
import { beatMs } from './sessions';
import { failureOf, isDamaged } from './sqliteFailure';
import type { StoreAnswer, StoreQuestion, StoreReply, StoreWorkerData } from './storeProtocol';

const pruneEveryMs = 60_000;
const readPiece = 5_000;

class StoreWorker {
  private database: MessageDatabase | undefined;
  private search: MessageSearch | undefined;
  private moved: OpenedHistory['moved'];
  private readonly running = new Map<number, AbortController>();
  private readonly timers: NodeJS.Timeout[] = [];

  constructor(
    private readonly data: StoreWorkerData,
    private readonly reply: (reply: StoreReply) => void,
  ) {}

  async handle(number: number, question: StoreQuestion): Promise<void> {
    try {
      const answer = await this.answer(number, question);
      this.reply({ number, answer });
    } catch (error) {
      if (isDamaged(error)) this.startAnew('damaged');
      this.reply({ number, answer: { kind: 'failed', detail: failureOf(error).detail } });
    }
  }

  private async answer(number: number, question: StoreQuestion): Promise<StoreAnswer> {
    switch (question.ask) {
      case 'open':
        return this.open();
      case 'append':
        return this.append(question.batch);
      case 'older':
        return messages(this.opened.reader.older(question.request));
      case 'count':
        return { kind: 'count', count: this.opened.reader.count() };
      case 'clear': {
        const count = this.opened.clear();
        this.search?.forget();
        return { kind: 'count', count };
      }
      case 'prepareSearch':
        await this.search?.prepare(new AbortController().signal);
        return { kind: 'done' };
      case 'search':
        return this.runSearch(number, question);
      case 'read':
        return messages(
          this.opened.reader.messagesAfter(question.afterId, question.request, readPiece),
        );
      case 'noteLive':
        this.opened.noteLive(question.isLive);
        return { kind: 'done' };
      case 'cancel':
        this.running.get(question.number)?.abort();
        return { kind: 'done' };
      case 'close':
        this.close();
        return { kind: 'done' };
    }
  }

  private get opened(): MessageDatabase {
    if (!this.database) throw new Error('The store is not open.');
    return this.database;
  }

  private async open(): Promise<StoreAnswer> {
    const doors = await loadDoors();
    if (!doors) return { kind: 'noSqlite' };
    const { MessageDatabase, NewerStore, MessageSearch } = doors;
    const begin = () => new MessageDatabase(this.data.file, this.data.processId, Date.now());
    try {
      this.database = begin();
      const answer = this.openedAnswer(this.database);
      this.search = new MessageSearch(this.database);
      this.startTimers();
      return answer;
    } catch (error) {
      if (!(error instanceof NewerStore) && !isDamaged(error)) throw error;
      this.startAnew(error instanceof NewerStore ? 'newer' : 'damaged', begin);
    }
    this.search = new MessageSearch(this.opened);
    this.startTimers();
    return this.openedAnswer(this.opened);
  }

  private openedAnswer(database: MessageDatabase): StoreAnswer {
    const nowMs = Date.now();
    return {
      kind: 'opened',
      messages: packKept(database.reader.newest()),
      devices: database.reader.countByDevice(),
      gaps: database.takeGaps(nowMs),
      moved: this.moved,
    };
  }

  /** What cannot be used is moved aside, never deleted: somebody may be able to mend it. */
  private startAnew(why: 'damaged' | 'newer', begin?: () => MessageDatabase): void {
    const { file } = this.data;
    try {
      this.database?.close();
    } catch {
      // A damaged store may fail to close as well.
    }
    this.database = undefined;
    const stamp = new Date()
      .toISOString()
      .replace(/[^0-9]/g, '')
      .slice(0, 14);
    const path = file.replace(/(\.db)?$/, `-${why}-${stamp}.db`);
    renameSync(file, path);
    for (const tail of ['-wal', '-shm']) {
      try {
        renameSync(file + tail, path + tail);
      } catch {
        // Not every store has them.
      }
    }
    this.moved = { path, why };
    if (begin) this.database = begin();
  }

  private append(batch: Parameters<MessageDatabase['append']>[0]): StoreAnswer {
    try {
      this.opened.append(batch, Date.now());
      return { kind: 'appended', outcome: { kind: 'kept' } };
    } catch (error) {
      if (isDamaged(error)) throw error;
      return { kind: 'appended', outcome: failureOf(error) };
    }
  }

  private async runSearch(
    number: number,
    { request }: Extract<StoreQuestion, { ask: 'search' }>,
  ): Promise<StoreAnswer> {
    const abort = new AbortController();
    this.running.set(number, abort);
    try {
      const found = await this.search?.run(request, {
        signal: abort.signal,
        onProgress: (progress) => this.reply({ number, progress }),
      });
      return messages(found?.messages ?? [], found?.isCut);
    } finally {
      this.running.delete(number);
    }
  }

  private startTimers(): void {
    const prune = () => {
      const { database } = this;
      if (database && quietly(() => database.prune(this.data.budget, Date.now())) === true) {
        this.timers.push(setTimeout(prune, 20));
      }
    };
    this.timers.push(
      setTimeout(prune, 1_000),
      setInterval(prune, pruneEveryMs),
      setInterval(() => quietly(() => this.database?.beat(Date.now())), beatMs),
    );
  }

  private close(): void {
    for (const timer of this.timers) clearTimeout(timer);
    try {
      this.database?.close();
    } finally {
      this.database = undefined;
      const closed = new Int32Array(this.data.closed);
      Atomics.store(closed, 0, 1);
      Atomics.notify(closed, 0);
      parentPort?.close();
    }
  }
}

/** Housekeeping may fail while the disk is full; the next batch says so in words. */
function quietly<T>(job: () => T): T | undefined {
  try {
    return job();
  } catch {
    return undefined;
  }
}

/** The editor's Node may have no SQLite: then nothing is kept, and the view says so. */
async function loadDoors() {
  try {
    const { MessageDatabase, NewerStore } = await import('./messageDatabase');
    const { MessageSearch } = await import('./messageSearch');
    return { MessageDatabase, NewerStore, MessageSearch };
  } catch (error) {
    if (error instanceof Error && /node:sqlite|ERR_UNKNOWN_BUILTIN/.test(error.message))
      return undefined;
    throw error;
  }
}

function messages(kept: Parameters<typeof packKept>[0], isCut = false): StoreAnswer {
  return { kind: 'messages', messages: packKept(kept), isCut };
}

const port = parentPort;
if (port) {
  const reply = (reply: StoreReply) => {
    const messages =
      'answer' in reply && 'messages' in reply.answer ? reply.answer.messages : undefined;
    const memory = messages ? [messages.rows.buffer, messages.bytes.buffer] : [];
    port.postMessage(reply, memory as ArrayBuffer[]);
  };
  const worker = new StoreWorker(workerData as StoreWorkerData, reply);
  port.on('message', ({ number, question }: { number: number; question: StoreQuestion }) => {
    void worker.handle(number, question);
  });
}
