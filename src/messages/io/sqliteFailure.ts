/** Result codes of SQLite (sqlite.org/rescode.html); the lowest byte of an extended code is the primary one. */
const codes = { busy: 5, locked: 6, ioError: 10, corrupt: 11, full: 13, notDatabase: 26 } as const;

export function isBusy(error: unknown): boolean {
  const code = codeOf(error);
  return code === codes.busy || code === codes.locked;
}

export function isDamaged(error: unknown): boolean {
  const code = codeOf(error);
  return code === codes.corrupt || code === codes.notDatabase;
}

/** A disk that is full fails a write, or the sync of one. */
export function isFull(error: unknown): boolean {
  return (
    codeOf(error) === codes.full ||
    (error instanceof Error && /ENOSPC|disk is full/.test(error.message))
  );
}

export function failureOf(error: unknown): {
  readonly kind: 'failed';
  readonly why: 'diskFull' | 'busy' | 'other';
  readonly detail: string;
} {
  const detail = error instanceof Error ? error.message : String(error);
  const why = isFull(error) ? 'diskFull' : isBusy(error) ? 'busy' : 'other';
  return { kind: 'failed', why, detail };
}

function codeOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('errcode' in error)) return undefined;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;
}
