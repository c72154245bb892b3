import { Emitter } from '../shared/event';
import type { Disposable } from '../shared/disposable';

/** How many message rows a device shows at first, and how many more each time older ones are asked for. */
const firstRows = 20;
const moreRows = 100;

/** What the devices of a view are put together by. */
export type Grouping = 'prefix' | 'type' | 'state';

/** What the person made of the view: paused, filtered, held and unfolded. Nothing here touches what is kept. */
export class ViewState implements Disposable {
  private paused: number | undefined;
  private wantedFilter = '';
  private wantedGrouping: Grouping | undefined;
  private held: { readonly key: string; readonly at: number } | undefined;
  private readonly rows = new Map<string, number>();
  private readonly changed = new Emitter<undefined>();

  readonly onDidChange = this.changed.event;

  get isPaused(): boolean {
    return this.paused !== undefined;
  }

  get filter(): string {
    return this.wantedFilter;
  }

  /** Undefined for groups by id, and only where there are too many devices for one list. */
  get grouping(): Grouping | undefined {
    return this.wantedGrouping;
  }

  set grouping(grouping: Grouping | undefined) {
    this.wantedGrouping = grouping;
    this.changed.fire(undefined);
  }

  /** Number of the newest message when the view was paused. */
  get pausedAt(): number | undefined {
    return this.paused;
  }

  set filter(text: string) {
    this.wantedFilter = text.trim();
    this.changed.fire(undefined);
  }

  pause(newest: number): void {
    this.paused ??= newest;
    this.changed.fire(undefined);
  }

  resume(): void {
    this.paused = undefined;
    this.changed.fire(undefined);
  }

  /**
   * While a row inside a device is selected, the device's new messages wait: nothing moves under the person's hand.
   * Gives the device that is no longer held.
   */
  hold(key: string | undefined, newest: number): string | undefined {
    if (key === this.held?.key) return undefined;
    const released = this.held?.key;
    this.held = key === undefined ? undefined : { key, at: newest };
    return released;
  }

  /** Number of the newest message of the device that shows. */
  newestShown(key: string): number {
    const held = this.held?.key === key ? this.held.at : Number.POSITIVE_INFINITY;
    return Math.min(held, this.paused ?? Number.POSITIVE_INFINITY);
  }

  isHeld(key: string): boolean {
    return this.held?.key === key;
  }

  rowCount(key: string): number {
    return this.rows.get(key) ?? firstRows;
  }

  showOlder(key: string): void {
    this.rows.set(key, this.rowCount(key) + moreRows);
  }

  dispose(): void {
    this.changed.dispose();
  }
}
