import { type Disposable, DisposableStore } from '../shared/disposable';
import { Emitter } from '../shared/event';
import type { MonitorTab } from './monitorTab';

/** The open monitors of the window, in the order in which they were opened. */
export class MonitorTabs implements Disposable {
  private tabs: readonly MonitorTab[] = [];
  private activeId: string | undefined;
  private why: string | undefined;
  private readonly subscriptions = new Map<string, DisposableStore>();
  private readonly changed = new Emitter<undefined>();

  readonly onDidChange = this.changed.event;

  get all(): readonly MonitorTab[] {
    return this.tabs;
  }

  get active(): MonitorTab | undefined {
    return this.tabs.find(({ id }) => id === this.activeId) ?? this.tabs[0];
  }

  /** Why no port can be opened at all, if so. */
  get unavailable(): string | undefined {
    return this.why;
  }

  set unavailable(why: string | undefined) {
    this.why = why;
    this.changed.fire(undefined);
  }

  find(id: string): MonitorTab | undefined {
    return this.tabs.find((tab) => tab.id === id);
  }

  add(tab: MonitorTab): void {
    this.tabs = [...this.tabs, tab];
    this.activeId = tab.id;
    const subscriptions = new DisposableStore();
    subscriptions.add(tab.onDidChange(() => this.changed.fire(undefined)));
    subscriptions.add(tab);
    this.subscriptions.set(tab.id, subscriptions);
    this.changed.fire(undefined);
  }

  select(id: string): void {
    this.activeId = id;
    this.changed.fire(undefined);
  }

  close(id: string): void {
    const at = this.tabs.findIndex((tab) => tab.id === id);
    if (at < 0) return;
    this.tabs = this.tabs.filter((tab) => tab.id !== id);
    this.activeId = (this.tabs[at] ?? this.tabs[at - 1])?.id;
    this.subscriptions.get(id)?.dispose();
    this.subscriptions.delete(id);
    this.changed.fire(undefined);
  }

  dispose(): void {
    for (const { id } of this.tabs) this.close(id);
    this.changed.dispose();
  }
}
