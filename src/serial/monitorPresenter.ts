import * as l10n from '@vscode/l10n';
import type { Clock } from '../shared/clock';
import { type Disposable, DisposableStore, DisposableValue } from '../shared/disposable';
import type { Row } from './lineSplitter';
import type { DrawnRow, HostUpdate, StateLine, TabSnapshot } from './monitorProtocol';
import type { MonitorTab } from './monitorTab';
import type { MonitorTabs } from './monitorTabs';
import { portName } from './knownPort';
import type { FailurePlace } from './openFailure';
import { rowPieces, rowText } from './rowText';
import type { RowNote } from './sendingWords';
import type { RowPlace } from './sentMessages';
import { sessionLine } from './sessionWords';

/** The page gets at most twenty updates a second. */
const shortestPauseMs = 50;
/** A page that does not say it has drawn is hidden or gone; it gets the next one all the same, but seldom. */
const longestWaitMs = 1_000;
/** More rows than this are on no screen. */
const maxRows = 400;

export interface PresenterDoors {
  readonly clock: Clock;
  readonly tabs: MonitorTabs;
  readonly place: Omit<FailurePlace, 'port'>;
  post(update: HostUpdate): void;
  /** What stands beside a row of a log. */
  notes(logId: string, row: RowPlace, text: string): readonly RowNote[];
}

/** Tells the page what to show, whole every time, as often as it can follow and no more often. */
export class MonitorPresenter implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly timer = new DisposableValue<Disposable>();
  private readonly rateTimer = new DisposableValue<Disposable>();
  private window = { from: -1, count: 40 };
  private sent = 0;
  private drawn = 0;
  private sentAtMs = 0;
  private dueAtMs = 0;
  private isDirty = false;
  private isComposing = false;
  private isReady = false;
  private once: Pick<HostUpdate, 'goTo' | 'say'> = {};
  private rate = { atMs: 0, count: 0, tab: '', perSecond: 0 };

  constructor(private readonly doors: PresenterDoors) {
    this.owned.add(this.timer);
    this.owned.add(this.rateTimer);
    this.owned.add(doors.tabs.onDidChange(() => this.changed()));
  }

  /** A page has come up and knows nothing. */
  ready(): void {
    this.isReady = true;
    this.drawn = this.sent;
    this.changed();
  }

  /** The page is gone. */
  gone(): void {
    this.isReady = false;
    this.timer.value = undefined;
  }

  /** The page has drawn an update, or shows other rows. */
  windowIs(drawn: number, from: number, count: number): void {
    const next = {
      from: Math.floor(from),
      count: Math.min(maxRows, Math.max(1, Math.floor(count))),
    };
    const isOther = next.from !== this.window.from || next.count !== this.window.count;
    this.drawn = Math.max(this.drawn, drawn);
    this.window = next;
    if (isOther) this.changed();
    else this.schedule();
  }

  goTo(row: number): void {
    this.once = { ...this.once, goTo: row };
    this.changed();
  }

  say(text: string): void {
    this.once = { ...this.once, say: text };
    this.changed();
  }

  /** Something that is shown may be other than it was. */
  changed(): void {
    this.isDirty = true;
    this.schedule();
  }

  dispose(): void {
    this.owned.dispose();
  }

  /** One timer at a time: a busy port changes thousands of times a second. */
  private schedule(): void {
    if (!this.isReady || this.isComposing || !this.isDirty) return;
    const waits = this.drawn < this.sent ? longestWaitMs : shortestPauseMs;
    const dueAtMs = this.sentAtMs + waits;
    if (this.timer.value && this.dueAtMs <= dueAtMs) return;
    this.dueAtMs = dueAtMs;
    const delayMs = Math.max(0, dueAtMs - this.doors.clock.now());
    this.timer.value = this.doors.clock.after(delayMs, () => {
      this.timer.value = undefined;
      void this.update();
    });
  }

  private async update(): Promise<void> {
    if (this.isComposing) return;
    this.isComposing = true;
    this.isDirty = false;
    try {
      await this.compose();
    } finally {
      this.isComposing = false;
      this.schedule();
    }
  }

  private async compose(): Promise<void> {
    const { tabs } = this.doors;
    const active = tabs.active && (await this.snapshot(tabs.active));
    const { once } = this;
    this.once = {};
    this.sent += 1;
    this.sentAtMs = this.doors.clock.now();
    this.doors.post({
      kind: 'update',
      number: this.sent,
      tabs: tabs.all.map(tabHead),
      active,
      emptyLine: emptyLine(tabs.unavailable),
      ...once,
    });
  }

  private async snapshot(tab: MonitorTab): Promise<TabSnapshot> {
    const { options, view, epoch } = tab;
    const rowCount = tab.rowCount;
    const { count } = this.window;
    const last = Math.max(0, rowCount - count);
    const from = options.follows || this.window.from < 0 ? last : Math.min(last, this.window.from);
    const rows = await view.rows(from, Math.min(rowCount, from + count));
    return {
      id: tab.id,
      options,
      lines: this.linesOf(tab),
      canSend: tab.state.kind === 'open',
      isCycling: tab.cycle.isRunning,
      history: tab.history,
      rowCount,
      epoch,
      from,
      rows: rows.map((row) => this.draw(tab, row)),
      rate: this.rateOf(tab),
    };
  }

  private draw(tab: MonitorTab, row: Row): DrawnRow {
    const { options, logId } = tab;
    const pieces = rowPieces(row, options).map(
      ({ text, style }) =>
        (Object.keys(style).length === 0 ? [text] : [text, style]) as DrawnRow['pieces'][number],
    );
    const isLine = !options.isHex && row.kind !== 'note';
    return {
      number: row.index,
      kind: row.kind,
      timeMs: row.timeMs,
      pieces,
      notes: isLine ? this.doors.notes(logId, row, rowText(row.bytes)) : [],
      isCut: row.end === 'cut' && !options.isHex,
    };
  }

  private linesOf(tab: MonitorTab): StateLine[] {
    const { options } = tab;
    const session = sessionLine(tab.state, tab.port, this.doors.place);
    return [
      ...(session ? [session] : []),
      ...(tab.log.droppedBytes > 0 ? [diskFullLine(tab.log.droppedBytes)] : []),
      ...(options.isPaused ? [pausedLine(tab.waitingCount)] : []),
      ...(options.filter === '' || options.isHex ? [] : [filterLine(tab)]),
    ];
  }

  private rateOf(tab: MonitorTab): number {
    const nowMs = this.doors.clock.now();
    const count = tab.log.rowCount;
    const { rate } = this;
    if (rate.tab !== tab.id || count < rate.count) {
      this.rate = { atMs: nowMs, count, tab: tab.id, perSecond: 0 };
    } else if (nowMs - rate.atMs >= 1_000) {
      const perSecond = ((count - rate.count) * 1_000) / (nowMs - rate.atMs);
      this.rate = { atMs: nowMs, count, tab: tab.id, perSecond };
      // The rate falls to nothing without anything coming in.
      this.rateTimer.value =
        perSecond > 0 ? this.doors.clock.after(1_100, () => this.changed()) : undefined;
    }
    return Math.round(this.rate.perSecond);
  }
}

function tabHead(tab: MonitorTab) {
  const title = tab.session ? portName(tab.port.address) : tab.title;
  return { id: tab.id, title, isLive: tab.state.kind === 'open' || tab.state.kind === 'replaying' };
}

function emptyLine(unavailable: string | undefined): StateLine {
  if (unavailable !== undefined) return { text: unavailable, tone: 'bad', actions: [] };
  return {
    text: l10n.t('No port is open.'),
    tone: 'info',
    actions: [{ id: 'openPort', label: l10n.t('Open Serial Monitor…') }],
  };
}

function pausedLine(waiting: number): StateLine {
  return {
    text: l10n.t('Paused · {0} new', waiting),
    tone: 'info',
    actions: [{ id: 'resume', label: l10n.t('Resume') }],
  };
}

function filterLine(tab: MonitorTab): StateLine {
  const { filter } = tab.options;
  const actions: StateLine['actions'] = [{ id: 'clearFilter', label: l10n.t('Clear Filter') }];
  if (tab.hasInvalidFilter) {
    return { text: l10n.t('"{0}" is no pattern.', filter), tone: 'bad', actions };
  }
  const { count } = tab.view;
  const text =
    count === 0
      ? l10n.t('No line matches "{0}".', filter)
      : l10n.t('{0} of {1} lines match "{2}".', count, tab.log.rowCount, filter);
  return { text, tone: 'info', actions };
}

function diskFullLine(bytes: number): StateLine {
  return {
    text: l10n.t('The disk is full: {0} bytes are not kept.', bytes),
    tone: 'bad',
    actions: [],
  };
}
