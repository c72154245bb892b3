import type { Clock } from '../shared/clock';
import type { Disposable } from '../shared/disposable';
import { Emitter, type Event } from '../shared/event';
import type { KnownPort } from './knownPort';
import type { Row } from './lineSplitter';
import { defaultOptions, type ViewOptions } from './monitorProtocol';
import type { PortLog } from './portLog';
import { parseQuery } from './rowSearch';
import { bytesToSend, CyclicSend, SendHistory } from './sending';
import type { SerialSession, SessionState } from './serialSession';
import { ViewRows } from './viewRows';

/** What fills a tab: a port, or a log that is played. */
export interface TabSource extends Disposable {
  readonly state: SessionState;
  readonly onDidChange: Event<SessionState>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface TabDoors {
  readonly clock: Clock;
  /** Gives everybody else a turn. */
  pause(): Promise<void>;
  /** An empty log, under another name, when this one is cleared. */
  newLog(): Promise<{ readonly log: PortLog; readonly logId: string }>;
}

/** One monitored port or replayed log: its log, how it is shown, and what was sent. */
export class MonitorTab implements Disposable {
  private rows: ViewRows;
  private viewOptions = defaultOptions;
  private pausedCount: number | undefined;
  /** Counts what exchanged the rows, over all logs of this tab. */
  private exchanges = 0;
  private source: TabSource | undefined;
  private invalidFilter = false;
  readonly cycle: CyclicSend;
  private readonly changed = new Emitter<undefined>();
  private readonly ended = new Emitter<Row>();
  private logSubscriptions: Disposable[] = [];

  readonly onDidChange = this.changed.event;
  /** A row is whole; its bytes are the listener's until it returns. */
  readonly onDidEndRow = this.ended.event;

  constructor(
    readonly id: string,
    /** What it is called while nothing better is known. */
    readonly title: string,
    private current: { readonly log: PortLog; readonly logId: string },
    private readonly doors: TabDoors,
    private sendHistory = new SendHistory(),
  ) {
    this.cycle = new CyclicSend(doors.clock);
    this.rows = this.follow(current.log);
  }

  /** The source writes into `log`, so it comes second. */
  attach(source: TabSource): void {
    this.source = source;
    source.onDidChange(() => this.sourceChanged());
  }

  get log(): PortLog {
    return this.current.log;
  }

  get logId(): string {
    return this.current.logId;
  }

  get state(): SessionState {
    return this.source?.state ?? { kind: 'closed' };
  }

  get session(): SerialSession | undefined {
    return this.source && 'configure' in this.source ? (this.source as SerialSession) : undefined;
  }

  get port(): KnownPort {
    return this.session?.port ?? { address: this.title, identity: {}, boards: [] };
  }

  get options(): ViewOptions {
    return this.viewOptions;
  }

  get history(): readonly string[] {
    return this.sendHistory.all;
  }

  get hasInvalidFilter(): boolean {
    return this.invalidFilter;
  }

  get view(): ViewRows {
    return this.rows;
  }

  /** Rows to scroll through: fewer than there are while the view is paused. */
  get rowCount(): number {
    return Math.min(this.rows.count, this.pausedCount ?? Number.POSITIVE_INFINITY);
  }

  /** Rows that came in while the view was paused. */
  get waitingCount(): number {
    return this.pausedCount === undefined ? 0 : Math.max(0, this.rows.count - this.pausedCount);
  }

  get epoch(): number {
    return this.exchanges * 1_000 + this.rows.epoch;
  }

  start(): Promise<void> {
    return this.source?.start() ?? Promise.resolve();
  }

  stop(): Promise<void> {
    return this.source?.stop() ?? Promise.resolve();
  }

  setOption<Name extends keyof ViewOptions>(name: Name, value: ViewOptions[Name]): void {
    this.restore({ ...this.viewOptions, [name]: value });
  }

  /** Takes options as a whole, as they were kept. */
  restore(options: ViewOptions): void {
    const before = this.viewOptions;
    this.viewOptions = options;
    if (before.isPaused !== options.isPaused) {
      this.pausedCount = options.isPaused ? this.rows.count : undefined;
    }
    if (before.filter !== options.filter) this.applyFilter();
    if (before.isHex !== options.isHex) {
      this.pausedCount = undefined;
      this.viewOptions = { ...this.viewOptions, isPaused: false };
      void this.rows.showHex(options.isHex);
    }
    this.changed.fire(undefined);
  }

  /** False where the text is no hexadecimal although it should be. */
  async send(text: string): Promise<boolean> {
    const { session } = this;
    const { sendsHex, lineEnding } = this.viewOptions;
    const bytes = bytesToSend(text, { isHex: sendsHex, lineEnding });
    if (!session || !bytes) return false;
    this.sendHistory.add(text);
    this.changed.fire(undefined);
    await session.write(bytes);
    return true;
  }

  /** Drops everything that is shown; what comes from now on goes into a log of its own. */
  async clear(): Promise<void> {
    const next = await this.doors.newLog();
    this.unfollow();
    this.current.log.dispose();
    this.current = next;
    this.exchanges += 1;
    this.pausedCount = undefined;
    this.viewOptions = { ...this.viewOptions, isPaused: false, follows: true };
    this.rows = this.follow(next.log);
    if (this.viewOptions.filter !== '') this.applyFilter();
    if (this.viewOptions.isHex) void this.rows.showHex(true);
    this.changed.fire(undefined);
  }

  dispose(): void {
    this.cycle.dispose();
    this.source?.dispose();
    this.unfollow();
    this.current.log.dispose();
    this.changed.dispose();
    this.ended.dispose();
  }

  private applyFilter(): void {
    const query = parseQuery(this.viewOptions.filter);
    this.invalidFilter = query?.kind === 'invalid';
    this.pausedCount = undefined;
    this.viewOptions = { ...this.viewOptions, isPaused: false };
    void this.rows.filter(query?.kind === 'matcher' ? query.matches : undefined);
  }

  private follow(log: PortLog): ViewRows {
    const notify = () => this.changed.fire(undefined);
    const rows = new ViewRows(log, () => this.doors.pause(), notify);
    this.logSubscriptions = [
      log.onDidGrow(notify),
      log.onDidEndRow((row) => this.ended.fire(row)),
      rows,
    ];
    return rows;
  }

  private unfollow(): void {
    for (const subscription of this.logSubscriptions) subscription.dispose();
  }

  private sourceChanged(): void {
    if (this.state.kind !== 'open') this.cycle.stop();
    this.changed.fire(undefined);
  }
}
