import type { DatabaseSync } from 'node:sqlite';
import type { KeptGap } from '../keptMessages';

/** A window that keeps messages says that it is there at least this often. */
export const beatMs = 10_000;

/** One that was silent for longer is gone, even if another program has its process id by now. */
const goneAfterMs = 6 * beatMs;

/** The windows that keep messages in one store: who is there, and who ended without a word. */
export class Sessions {
  readonly own: number;

  constructor(
    private readonly db: DatabaseSync,
    processId: number,
    nowMs: number,
  ) {
    const begin = db.prepare('INSERT INTO session (process, last, live, rows) VALUES (?, ?, 0, 0)');
    this.own = Number(begin.run(processId, nowMs).lastInsertRowid);
  }

  /** Sessions that were live and ended without a word each leave a gap; then they are forgotten. */
  takeGaps(nowMs: number): KeptGap[] {
    const dead = this.others().filter((session) => !isThere(session, nowMs));
    const forget = this.db.prepare('DELETE FROM session WHERE id = ?');
    return dead.flatMap(({ id, last, isLive }) => {
      // Of two windows that open at once, only one tells it.
      const wasMine = Number(forget.run(id).changes) > 0;
      return wasMine && isLive ? [{ fromMs: last, toMs: nowMs }] : [];
    });
  }

  hasOthers(nowMs: number): boolean {
    return this.others().some((session) => isThere(session, nowMs));
  }

  beat(nowMs: number, rows: number): void {
    this.db
      .prepare('UPDATE session SET last = ?, rows = rows + ? WHERE id = ?')
      .run(nowMs, rows, this.own);
  }

  noteLive(isLive: boolean): void {
    this.db.prepare('UPDATE session SET live = ? WHERE id = ?').run(isLive ? 1 : 0, this.own);
  }

  end(): void {
    this.db.prepare('DELETE FROM session WHERE id = ?').run(this.own);
  }

  private others() {
    return this.db
      .prepare('SELECT id, process, last, live FROM session WHERE id <> ?')
      .all(this.own)
      .map(({ id, process: processId, last, live }) => ({
        id: Number(id),
        processId: Number(processId),
        last: Number(last),
        isLive: Number(live) === 1,
      }));
  }
}

function isThere(
  { processId, last }: { readonly processId: number; readonly last: number },
  nowMs: number,
): boolean {
  if (nowMs - last > goneAfterMs) return false;
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // Another user's process is there, though it cannot be signalled.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
