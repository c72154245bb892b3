import * as l10n from '@vscode/l10n';
import type { Clock } from '../shared/clock';
import { type Disposable, DisposableStore, DisposableValue } from '../shared/disposable';
import type { ChainFact } from '../sigfox/chainFact';
import { type KnownPort, portName } from './knownPort';
import { ModemTalk } from './modemTalk';
import { MonitorTab } from './monitorTab';
import type { MonitorTabs } from './monitorTabs';
import { noBindingWords } from './openFailure';
import type { PortHolder } from './portBroker';
import type { PortLog } from './portLog';
import { MonitorMemory, type MonitorStorage, type RememberedTab } from './monitorMemory';
import { Replay } from './replay';
import type { LogBytes } from './rowIndex';
import { SendHistory } from './sending';
import type { SentMessages } from './sentMessages';
import { type LineSettings, OpenFailed, type SerialDriver } from './serialDriver';
import { SerialSession } from './serialSession';

/** Logs in the extension's storage. */
export interface LogShelf {
  create(port: string): Promise<{ readonly log: PortLog; readonly logId: string }>;
  /** Goes on with a log; undefined where it is no longer there. */
  reopen(logId: string): Promise<PortLog | undefined>;
}

export interface MonitorDoors {
  readonly clock: Clock;
  readonly tabs: MonitorTabs;
  readonly shelf: LogShelf;
  readonly sent: SentMessages;
  readonly storage: MonitorStorage;
  readonly platform: string;
  /** The driver is loaded on first use; throws `OpenFailed` where it does not load. */
  driver(): Promise<SerialDriver>;
  /** The ports of this machine; the one that is asked for is among them when it is there. */
  look(asked?: string): Promise<readonly KnownPort[]>;
  /** Takes part in who may have a port when. */
  hold(port: KnownPort, holder: PortHolder): Disposable;
  prove(fact: ChainFact): void;
  pause(): Promise<void>;
}

/** What can be played: the bytes of a log, and where its frames begin. */
export interface Recording {
  readonly name: string;
  readonly source: LogBytes;
  readonly start: number;
  /** It is no longer read. */
  close(): void;
}

/** Opens monitors, remembers how each board was monitored, and brings them back after a reload. */
export class Monitors implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly memory: MonitorMemory;
  private opened = 0;

  constructor(private readonly doors: MonitorDoors) {
    this.memory = new MonitorMemory(doors.storage);
  }

  /** How a board was monitored last, or what most sketches use. */
  settingsFor(port: KnownPort): LineSettings {
    return this.memory.settingsFor(port);
  }

  /** Opens a monitor, or brings the one that is there to the front. */
  async open(port: KnownPort, settings: LineSettings): Promise<MonitorTab | undefined> {
    const there = this.doors.tabs.all.find((tab) => tab.session?.port.address === port.address);
    if (there) {
      this.doors.tabs.select(there.id);
      await (there.state.kind === 'open' ? there.session?.configure(settings) : there.start());
      return there;
    }
    const driver = await this.driver();
    if (!driver) return undefined;
    const tab = this.tabFor(port, await this.doors.shelf.create(port.address), new SendHistory());
    tab.restore(this.memory.optionsFor(port));
    this.begin(tab, new SerialSession(this.sessionDoors(driver, tab), port, settings));
    await tab.start();
    return tab;
  }

  /** Plays a recorded log in a tab of its own. */
  async replay(recording: Recording, speed: number): Promise<MonitorTab> {
    const { clock, tabs, shelf } = this.doors;
    const place = await shelf.create(recording.name);
    const tab = new MonitorTab(this.nextId(), recording.name, place, {
      clock,
      pause: () => this.doors.pause(),
      newLog: () => shelf.create(recording.name),
    });
    const { source, start } = recording;
    const doors = {
      ...{ clock, source, start },
      end: () => recording.close(),
      get log() {
        return tab.log;
      },
    };
    tab.attach(new Replay(doors, speed));
    tabs.add(tab);
    void tab.start();
    return tab;
  }

  /** Brings back what was open when the window was closed, log and settings included. */
  async restore(): Promise<void> {
    const remembered = this.memory.tabs();
    const driver = remembered.length > 0 ? await this.driver() : undefined;
    if (!driver) return;
    for (const each of remembered) await this.restoreOne(driver, each);
  }

  get hasRemembered(): boolean {
    return this.memory.tabs().length > 0;
  }

  close(id: string): void {
    this.doors.tabs.close(id);
    this.remember();
  }

  /** Called when something changed that is to be there after a reload. */
  remember(): void {
    this.memory.keep(this.doors.tabs.all);
  }

  dispose(): void {
    this.owned.dispose();
  }

  private async restoreOne(driver: SerialDriver, remembered: RememberedTab): Promise<void> {
    const { port, settings, options, history, logId } = remembered;
    const log = await this.doors.shelf.reopen(logId);
    const place = log ? { log, logId } : await this.doors.shelf.create(port.address);
    const tab = this.tabFor(port, place, new SendHistory(history));
    tab.restore({ ...options, isPaused: false });
    this.begin(tab, new SerialSession(this.sessionDoors(driver, tab), port, settings));
    await tab.start();
  }

  /** Without a driver the view says why; everything else goes on. */
  private async driver(): Promise<SerialDriver | undefined> {
    try {
      const driver = await this.doors.driver();
      this.doors.tabs.unavailable = undefined;
      return driver;
    } catch (error) {
      if (!(error instanceof OpenFailed) || error.failure.kind !== 'noBinding') throw error;
      this.doors.tabs.unavailable = noBindingWords(error.failure.detail, this.doors.platform);
      return undefined;
    }
  }

  private tabFor(
    port: KnownPort,
    place: { readonly log: PortLog; readonly logId: string },
    history: SendHistory,
  ): MonitorTab {
    const { clock, shelf } = this.doors;
    const doors = {
      clock,
      pause: () => this.doors.pause(),
      newLog: () => shelf.create(port.address),
    };
    return new MonitorTab(this.nextId(), portName(port.address), place, doors, history);
  }

  private sessionDoors(driver: SerialDriver, tab: MonitorTab) {
    const { clock } = this.doors;
    return {
      driver,
      clock,
      look: (address: string) => this.doors.look(address),
      get log() {
        return tab.log;
      },
    };
  }

  private begin(tab: MonitorTab, session: SerialSession): void {
    tab.attach(session);
    this.listen(tab);
    const held = this.owned.add(new DisposableValue<Disposable>());
    let heldAddress: string | undefined;
    session.onDidChange(({ kind }) => {
      // While it is lent the broker itself remembers us and lets us in again.
      if (kind === 'closed' || kind === 'refused') {
        held.value = undefined;
        heldAddress = undefined;
      } else if (kind === 'open' && heldAddress !== session.port.address) {
        heldAddress = session.port.address;
        held.value = this.doors.hold(session.port, holderOf(session));
      }
      this.remember();
    });
    this.doors.tabs.add(tab);
    this.remember();
  }

  private listen(tab: MonitorTab): void {
    const place = () => ({ port: portName(tab.port.address), logId: tab.logId });
    const talk = new ModemTalk(place, this.doors.sent, (fact) => this.doors.prove(fact));
    tab.onDidEndRow((row) => talk.read(row));
  }

  private nextId(): string {
    this.opened += 1;
    return `monitor-${this.opened}`;
  }
}

function holderOf(session: SerialSession): PortHolder {
  return {
    name: l10n.t('Serial Monitor'),
    release: () => session.lend(l10n.t('an upload')),
    resume: () => session.takeBack(),
  };
}
