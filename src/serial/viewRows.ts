import { type Disposable, DisposableStore } from '../shared/disposable';
import type { Row } from './lineSplitter';
import type { PortLog } from './portLog';
import type { RowIndex } from './rowIndex';
import { MatchingRows, type RowMatcher } from './rowSearch';
import { hexAndAscii, rowText } from './rowText';

/** Rows are looked through so many at a time; in between everybody else has a turn. */
const rowsPerTurn = 2_000;

/** The rows of a log as one tab shows them: all or those a filter lets through, as text or as hex. */
export class ViewRows implements Disposable {
  private readonly owned = new DisposableStore();
  private matches: MatchingRows | undefined;
  private matcher: RowMatcher | undefined;
  private hex: RowIndex | undefined;
  private generation = 0;

  constructor(
    readonly log: PortLog,
    private readonly pause: () => Promise<void>,
    private readonly changed: () => void,
  ) {
    this.owned.add(log.onDidEndRow((row) => this.consider(row)));
  }

  get count(): number {
    if (this.hex) return this.hex.rowCount;
    return this.matches ? this.matches.count : this.log.rowCount;
  }

  /** Exchanged when positions mean other rows than before. */
  get epoch(): number {
    return this.generation;
  }

  /** Rows at the positions `from` to before `to` of this view. */
  async rows(from: number, to: number): Promise<readonly Row[]> {
    if (this.hex) return this.hex.rows(from, to);
    if (!this.matches) return this.log.rows(from, to);
    return (
      await Promise.all(runsOf(this.matches.slice(from, to)).map((run) => this.log.rows(...run)))
    ).flat();
  }

  /** Shows what the matcher lets through from the beginning of the log on; undefined shows all. */
  async filter(matcher: RowMatcher | undefined): Promise<void> {
    const generation = this.begin();
    this.matcher = matcher;
    this.matches = matcher && new MatchingRows();
    this.changed();
    if (!matcher) return;
    // Rows that end from here on come by themselves.
    const end = this.log.rowCount;
    for (let at = 0; at < end; at += rowsPerTurn) {
      const rows = await this.log.rows(at, Math.min(end, at + rowsPerTurn));
      if (generation !== this.generation) return;
      for (const row of rows) if (row.end !== undefined) this.consider(row);
      this.changed();
      await this.pause();
    }
  }

  /** Hex shows bytes as they came, so a filter for lines has no part in it. */
  async showHex(isHex: boolean): Promise<void> {
    const generation = this.begin();
    this.hex = undefined;
    if (isHex) {
      const hex = await this.log.hexIndex(this.pause);
      if (generation === this.generation) this.hex = hex;
    }
    this.changed();
  }

  /** The next position whose row is looked for, going round once; undefined where there is none. */
  async find(matches: RowMatcher, from: number, isBackwards: boolean): Promise<number | undefined> {
    const { count, generation } = this;
    for (let looked = 0; looked < count; looked += rowsPerTurn) {
      const length = Math.min(rowsPerTurn, count - looked);
      const start = isBackwards ? from - looked - length + 1 : from + looked;
      const found = await this.findIn(matches, wrap(start, count), length, isBackwards);
      if (generation !== this.generation) return undefined;
      if (found !== undefined) return found;
      await this.pause();
    }
    return undefined;
  }

  dispose(): void {
    this.generation += 1;
    this.owned.dispose();
  }

  /** A stretch may run over the end of the view, where it goes on at the beginning. */
  private async findIn(
    matches: RowMatcher,
    start: number,
    length: number,
    isBackwards: boolean,
  ): Promise<number | undefined> {
    const { count } = this;
    const first = await this.rows(start, Math.min(count, start + length));
    const rest = start + length > count ? await this.rows(0, start + length - count) : [];
    const hits = [...first, ...rest].flatMap((row, at) =>
      matches(this.textOf(row)) ? [wrap(start + at, count)] : [],
    );
    return isBackwards ? hits.at(-1) : hits[0];
  }

  private textOf(row: Row): string {
    return this.hex ? hexAndAscii(row.bytes) : rowText(row.bytes);
  }

  private consider(row: Row): void {
    if (this.matcher?.(rowText(row.bytes)) === true) this.matches?.add(row.index);
  }

  private begin(): number {
    this.generation += 1;
    return this.generation;
  }
}

function wrap(position: number, count: number): number {
  return ((position % count) + count) % count;
}

/** Numbers that follow each other are read together. */
function runsOf(numbers: readonly number[]): [from: number, to: number][] {
  const runs: [from: number, to: number][] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last?.[1] === number) last[1] = number + 1;
    else runs.push([number, number + 1]);
  }
  return runs;
}
