import type { Clock } from '../shared/clock';
import { type Disposable, DisposableStore, DisposableValue } from '../shared/disposable';
import type { Row } from './lineSplitter';
import type { MonitorTab } from './monitorTab';
import { parsePlotLine } from './plotSeries';
import { rowText } from './rowText';

/** What the plotter's page gets: new values, as columns. */
export interface PlotUpdate {
  readonly kind: 'points';
  /** True for the first of another log: what is drawn is of something else. */
  readonly isFresh: boolean;
  readonly title: string;
  /** Each value with the number of its series. */
  readonly series: readonly string[];
  readonly of: readonly number[];
  readonly timesMs: readonly number[];
  readonly values: readonly number[];
}

/** The page gets at most ten updates a second. */
const pauseMs = 100;
/** So many rows are looked at when the plotter is opened onto a log that is there already. */
const rowsBack = 20_000;
const maxSeries = 32;
/** Held for a page that does not take them; older ones are in the log. */
const maxHeld = 50_000;

/** Reads values out of a tab's lines and hands them on in lots. */
export class PlotFeed implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly timer = new DisposableValue<Disposable>();
  private series: string[] = [];
  private held: { of: number; timeMs: number; value: number }[] = [];
  private isFresh = true;
  private isDisposed = false;

  constructor(
    private readonly tab: MonitorTab,
    private readonly clock: Clock,
    private readonly post: (update: PlotUpdate) => void,
  ) {
    this.owned.add(this.timer);
  }

  /** Begins with what the log holds already. */
  async start(): Promise<void> {
    const { log } = this.tab;
    const end = log.rowCount;
    // Rows that end from here on come by themselves.
    this.owned.add(this.tab.onDidEndRow((row) => this.read(row)));
    const rows = await log.rows(Math.max(0, end - rowsBack), end);
    if (this.isDisposed) return;
    const fresh = this.held;
    this.held = [];
    for (const row of rows) if (row.end !== undefined) this.read(row);
    this.held.push(...fresh);
    this.schedule();
  }

  dispose(): void {
    this.isDisposed = true;
    this.owned.dispose();
  }

  private read(row: Row): void {
    if (row.kind !== 'received' || row.bytes.length > 1_000) return;
    for (const { series, value, timeMs } of parsePlotLine(rowText(row.bytes))) {
      const of = this.numberOf(series);
      if (of !== undefined) this.held.push({ of, value, timeMs: timeMs ?? row.timeMs });
    }
    if (this.held.length > maxHeld) this.held = this.held.slice(-maxHeld / 2);
    if (this.held.length > 0 && !this.timer.value) this.schedule();
  }

  private numberOf(name: string): number | undefined {
    const known = this.series.indexOf(name);
    if (known >= 0) return known;
    if (this.series.length >= maxSeries) return undefined;
    return this.series.push(name) - 1;
  }

  private schedule(): void {
    this.timer.value = this.clock.after(pauseMs, () => {
      this.timer.value = undefined;
      this.send();
    });
  }

  private send(): void {
    const { held } = this;
    this.held = [];
    this.post({
      kind: 'points',
      isFresh: this.isFresh,
      title: this.tab.title,
      series: this.series,
      of: held.map((point) => point.of),
      timesMs: held.map((point) => point.timeMs),
      values: held.map((point) => point.value),
    });
    this.isFresh = false;
  }
}
