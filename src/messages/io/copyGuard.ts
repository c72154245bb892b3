import type { DatabaseSync } from 'node:sqlite';

/** Two windows get the same message at about the same time; a batch may wait some seconds for a lock. */
const windowMs = 60_000;

/** The first look goes no further back than this, whatever the rate. */
const firstLookRows = 100_000;

interface Candidate {
  readonly device: number;
  readonly topic: number;
  readonly body: Uint8Array;
  /** It names its time or number: two messages of one device never share the whole body. */
  readonly isDated: boolean;
  readonly receivedAtMs: number;
}

/**
 * Windows that listen to the same topic keep one row a message. What another window kept is matched by its body, each
 * row once: two equal messages without a time stay two.
 */
export class CopyGuard {
  private readonly rows = new Map<string, { receivedAtMs: number; isTaken: boolean }[]>();
  private lastId = -1;

  constructor(
    private readonly db: DatabaseSync,
    private readonly session: number,
  ) {}

  /** Learns what others kept since the last look; inside the transaction, so that nothing comes in between. */
  refresh(nowMs: number): void {
    if (this.lastId < 0) {
      const newest = this.db.prepare('SELECT max(id) AS id FROM message').get()?.['id'];
      this.lastId = Math.max(0, Number(newest ?? 0) - firstLookRows);
    }
    const rows = this.db
      .prepare(
        'SELECT id, device, topic, received, session, body FROM message WHERE id > ? AND received > ?',
      )
      .all(this.lastId, nowMs - windowMs);
    for (const { id, device, topic, received, session, body } of rows) {
      this.lastId = Math.max(this.lastId, Number(id));
      if (Number(session) === this.session || !(body instanceof Uint8Array)) continue;
      const key = keyOf(Number(device), Number(topic), body);
      const known = this.rows.get(key) ?? [];
      this.rows.set(key, [...known, { receivedAtMs: Number(received), isTaken: false }]);
    }
    for (const [key, known] of this.rows) {
      if (known.every(({ receivedAtMs }) => receivedAtMs <= nowMs - windowMs))
        this.rows.delete(key);
    }
  }

  isCopy({ device, topic, body, isDated, receivedAtMs }: Candidate): boolean {
    const known = this.rows.get(keyOf(device, topic, body));
    const match = known?.find(
      (row) => isDated || (!row.isTaken && Math.abs(row.receivedAtMs - receivedAtMs) < windowMs),
    );
    if (match) match.isTaken = true;
    return match !== undefined;
  }
}

function keyOf(device: number, topic: number, body: Uint8Array): string {
  return `${device} ${topic} ${Buffer.from(body.buffer, body.byteOffset, body.length).toString('latin1')}`;
}
