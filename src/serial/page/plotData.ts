import type { PlotUpdate } from '../plotFeed';

/** Kept at most; the oldest go first, the log has them all. */
const maxPoints = 200_000;

/** All values that are drawn, as the columns the chart takes: one of times, one for each series, with gaps. */
export class PlotData {
  names: readonly string[] = [];
  private times: number[] = [];
  private columns: (number | null)[][] = [];
  private values = 0;
  private newestValues: (number | undefined)[] = [];

  /** Values, not rows: several may share a time. */
  get count(): number {
    return this.values;
  }

  /** In the chart's shape; times in seconds. */
  get table(): [number[], ...(number | null)[][]] {
    return [this.times, ...this.columns];
  }

  get firstTime(): number {
    return this.times[0] ?? 0;
  }

  get lastTime(): number {
    return this.times.at(-1) ?? 0;
  }

  newest(series: number): number | undefined {
    return this.newestValues[series];
  }

  add({ series, of, timesMs, values }: PlotUpdate): void {
    while (this.columns.length < series.length) {
      this.columns.push(new Array<number | null>(this.times.length).fill(null));
    }
    this.names = series;
    values.forEach((value, at) => this.addOne(of[at] ?? 0, (timesMs[at] ?? 0) / 1_000, value));
    if (this.times.length > maxPoints) this.forget(this.times.length - maxPoints * 0.9);
  }

  clear(): void {
    this.names = [];
    this.times = [];
    this.columns = [];
    this.newestValues = [];
    this.values = 0;
  }

  /** One row a time, as it was drawn; empty where a series has no value. */
  csv(): string {
    const head = ['time', ...this.names.map(quoted)].join(',');
    const rows = this.times.map((time, at) =>
      [
        new Date(time * 1_000).toISOString(),
        ...this.columns.map((column) => column[at] ?? ''),
      ].join(','),
    );
    return `${[head, ...rows].join('\r\n')}\r\n`;
  }

  /** Values of one line have one time and share a row. A time of the board's own may go back: it is drawn in order. */
  private addOne(of: number, timeS: number, value: number): void {
    const last = this.times.length - 1;
    const time = Math.max(timeS, this.times[last] ?? timeS);
    const column = this.columns[of];
    if (!column) return;
    this.newestValues[of] = value;
    this.values += 1;
    if (this.times[last] === time && column[last] === null) {
      column[last] = value;
      return;
    }
    this.times.push(time);
    for (const each of this.columns) each.push(each === column ? value : null);
  }

  private forget(count: number): void {
    this.times = this.times.slice(count);
    this.columns = this.columns.map((column) => column.slice(count));
    this.values = this.columns.flat().filter((value) => value !== null).length;
  }
}

/** A name from a board is no formula for a spreadsheet. */
function quoted(name: string): string {
  const safe = /^[=+\-@\t\r]/.test(name) ? `'${name}` : name;
  return `"${safe.replaceAll('"', '""')}"`;
}
