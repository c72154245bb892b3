import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';

/** A statement has a price of its own, whatever it writes: rows share one, as many as there are. */
const sizes = [64, 8, 1] as const;

/** Writes rows of the same width by as few statements as it takes. */
export class RowWriter {
  private readonly statements = new Map<number, StatementSync>();

  constructor(
    private readonly db: DatabaseSync,
    private readonly width: number,
    /** The statement around `(?, ?), (?, ?)…`. */
    private readonly textOf: (rows: string) => string,
  ) {}

  /** Takes the values of all rows, one row after the other. */
  write(values: readonly SQLInputValue[]): void {
    let at = 0;
    for (const size of sizes) {
      const step = size * this.width;
      for (; at + step <= values.length; at += step) {
        this.statement(size).run(...values.slice(at, at + step));
      }
    }
  }

  private statement(size: number): StatementSync {
    const known = this.statements.get(size);
    if (known) return known;
    const row = `(${Array<string>(this.width).fill('?').join()})`;
    const made = this.db.prepare(this.textOf(Array<string>(size).fill(row).join()));
    this.statements.set(size, made);
    return made;
  }
}
