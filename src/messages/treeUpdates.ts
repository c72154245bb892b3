import type { Clock } from '../shared/clock';
import { type Disposable, DisposableValue } from '../shared/disposable';

/**
 * The editor waits 200 ms after each change of a tree and begins to wait anew with every further one: a tree that is
 * fired more often shows nothing at all. So events are at least this far apart.
 */
const spacingMs = 250;

/** A change of the root makes the editor ask for every row there is. */
const rootSpacingMs = 2_000;

/** What is fired: the root alone, or the rows that changed. */
export interface TreeUpdateTarget {
  fireRoot(): void;
  fireRows(ids: readonly string[]): void;
}

/** Gathers what changed and fires it in a rhythm the editor can follow. */
export class TreeUpdates implements Disposable {
  private readonly rows = new Set<string>();
  private isRootChanged = false;
  private lastRootMs = Number.NEGATIVE_INFINITY;
  private lastMs = Number.NEGATIVE_INFINITY;
  private readonly timer = new DisposableValue();
  private timerDueMs = 0;

  constructor(
    private readonly target: TreeUpdateTarget,
    private readonly clock: Clock,
  ) {}

  rowChanged(id: string): void {
    this.rows.add(id);
    this.schedule();
  }

  /** The set of root rows changed. */
  rootChanged(): void {
    this.isRootChanged = true;
    this.schedule();
  }

  dispose(): void {
    this.timer.dispose();
  }

  private schedule(): void {
    const dueMs = this.rows.size > 0 ? this.lastMs + spacingMs : this.rootDueMs();
    if (this.timer.value && this.timerDueMs <= dueMs) return;
    this.timerDueMs = dueMs;
    this.timer.value = this.clock.after(Math.max(0, dueMs - this.clock.now()), () => this.flush());
  }

  private rootDueMs(): number {
    return Math.max(this.lastMs + spacingMs, this.lastRootMs + rootSpacingMs);
  }

  private flush(): void {
    this.timer.value = undefined;
    const nowMs = this.clock.now();
    if (this.isRootChanged && nowMs >= this.rootDueMs()) {
      this.isRootChanged = false;
      this.lastRootMs = nowMs;
      this.lastMs = nowMs;
      this.target.fireRoot();
    } else if (this.rows.size > 0) {
      const ids = [...this.rows];
      this.rows.clear();
      this.lastMs = nowMs;
      this.target.fireRows(ids);
    }
    if (this.isRootChanged || this.rows.size > 0) this.schedule();
  }
}
