import * as l10n from '@vscode/l10n';
import type { Clock } from '../shared/clock';
import { type Disposable, DisposableStore, DisposableValue } from '../shared/disposable';
import { Emitter } from '../shared/event';
import { DeviceMemory, type KnownPort, portName } from './knownPort';
import type { OpenFailure } from './openFailure';
import type { PortLog } from './portLog';
import { type LineSettings, OpenFailed, type OpenPort, type SerialDriver } from './serialDriver';

/** Where a monitored port stands. */
export type SessionState =
  | { readonly kind: 'closed' }
  | { readonly kind: 'opening' }
  | { readonly kind: 'open'; readonly sinceMs: number }
  /** Given to someone else for a while, an upload as a rule. */
  | { readonly kind: 'lent'; readonly to: string }
  /** The device went away; it is looked for. */
  | { readonly kind: 'waiting' }
  /** It is back, and does not open yet. */
  | { readonly kind: 'reopening'; readonly failure: OpenFailure }
  /** Several devices may be the one that went away. */
  | { readonly kind: 'asking'; readonly candidates: readonly KnownPort[] }
  /** It did not open when it was asked for. */
  | { readonly kind: 'refused'; readonly failure: OpenFailure }
  /** A log is played again; `speed` 0 is as fast as it can be read. */
  | { readonly kind: 'replaying'; readonly speed: number }
  | { readonly kind: 'replayed' };

export interface SessionDoors {
  readonly driver: SerialDriver;
  readonly clock: Clock;
  /** The ports of this machine now; the address asked for is among them if it can be opened. */
  look(address: string): Promise<readonly KnownPort[]>;
  /** Where everything goes now; it may be exchanged for an empty one at any time. */
  readonly log: PortLog;
}

/** While the device is away it is looked for so often. */
const lookEveryMs = 500;

/** One monitored port: opened, lost, found again, lent and given back, with one log through all of it. */
export class SerialSession implements Disposable {
  private current: SessionState = { kind: 'closed' };
  private readonly open = new DisposableValue<DisposableStore>();
  private openPort: OpenPort | undefined;
  private memory: DeviceMemory;
  private readonly looking = new DisposableValue<Disposable>();
  private readonly changed = new Emitter<SessionState>();
  /** Counts what was asked for: an answer to something older is no longer wanted. */
  private generation = 0;

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly doors: SessionDoors,
    private known: KnownPort,
    private lineSettings: LineSettings,
  ) {
    this.memory = new DeviceMemory(known);
  }

  get state(): SessionState {
    return this.current;
  }

  get port(): KnownPort {
    return this.known;
  }

  get settings(): LineSettings {
    return this.lineSettings;
  }

  get hasSignals(): boolean {
    return this.openPort?.hasSignals ?? false;
  }

  /** Opens the port as a person asked; the failure, if there is one, is the state afterwards. */
  async start(): Promise<void> {
    const generation = this.begin({ kind: 'opening' });
    const failure = await this.tryOpen(generation);
    if (failure && generation === this.generation) this.enter({ kind: 'refused', failure });
  }

  /** Other settings hold from now on; the port is opened anew for them. */
  async configure(settings: LineSettings): Promise<void> {
    this.lineSettings = settings;
    if (this.current.kind === 'open' || this.current.kind === 'refused') {
      await this.release();
      await this.start();
    }
  }

  async stop(): Promise<void> {
    this.begin({ kind: 'closed' });
    await this.release();
  }

  /** Lets go of the port so that someone else can have it. */
  async lend(to: string): Promise<void> {
    this.begin({ kind: 'lent', to });
    this.note(l10n.t('{0} is lent to {1}.', portName(this.known.address), to));
    await this.release();
  }

  /** The port is free again, perhaps under another name: the device is looked for until it is there. */
  takeBack(): void {
    if (this.current.kind === 'lent') this.lookFor();
  }

  /** The person says which of the candidates it is. */
  choose(port: KnownPort): void {
    if (this.current.kind !== 'asking') return;
    this.known = port;
    void this.start();
  }

  /** Bytes to the board; they are in the log once the system has taken them. */
  async write(bytes: Uint8Array): Promise<void> {
    const { openPort } = this;
    if (!openPort) throw new OpenFailed({ kind: 'missing' });
    const atMs = this.doors.clock.now();
    await openPort.write(bytes);
    this.doors.log.append('sent', atMs, bytes);
  }

  dispose(): void {
    void this.stop();
    this.changed.dispose();
  }

  private async tryOpen(generation: number): Promise<OpenFailure | undefined> {
    let openPort: OpenPort;
    try {
      openPort = await this.doors.driver.open(this.known.address, this.lineSettings);
    } catch (error) {
      if (error instanceof OpenFailed) return error.failure;
      throw error;
    }
    if (generation !== this.generation) {
      await openPort.close();
      return undefined;
    }
    this.attach(openPort);
    return undefined;
  }

  private attach(openPort: OpenPort): void {
    const { clock } = this.doors;
    const memory = (this.memory = new DeviceMemory(this.known));
    void this.doors.look(this.known.address).then(
      (ports) => memory.remember(ports),
      // Where ports cannot be listed, the name is all there is to go by.
      () => undefined,
    );
    const subscriptions = new DisposableStore();
    subscriptions.add(
      openPort.onDidReceive((bytes) => this.doors.log.append('received', clock.now(), bytes)),
    );
    subscriptions.add(openPort.onDidClose(({ isLost }) => this.portClosed(isLost)));
    this.open.value = subscriptions;
    this.openPort = openPort;
    this.note(
      l10n.t('{0} is open at {1} baud.', portName(this.known.address), this.lineSettings.baudRate),
    );
    this.enter({ kind: 'open', sinceMs: clock.now() });
  }

  private portClosed(isLost: boolean): void {
    this.open.value = undefined;
    this.openPort = undefined;
    if (!isLost || this.current.kind !== 'open') return;
    this.note(goneWords(this.known));
    this.lookFor();
  }

  private lookFor(): void {
    const generation = this.begin({ kind: 'waiting' });
    void this.lookOnce(generation);
  }

  private async lookOnce(generation: number): Promise<void> {
    const ports = await this.doors.look(this.known.address).catch(() => []);
    if (generation !== this.generation) return;
    const refound = this.memory.find(ports);
    if (refound.kind === 'found') {
      this.known = refound.port;
      const failure = await this.tryOpen(generation);
      if (!failure || generation !== this.generation) return;
      // A port that is just plugged in belongs to nobody for a moment, and may be gone again.
      this.enter(failure.kind === 'missing' ? { kind: 'waiting' } : { kind: 'reopening', failure });
    } else if (refound.kind === 'several') {
      this.enter({ kind: 'asking', candidates: refound.ports });
    } else this.enter({ kind: 'waiting' });
    this.looking.value = this.doors.clock.after(lookEveryMs, () => void this.lookOnce(generation));
  }

  private async release(): Promise<void> {
    const { openPort } = this;
    this.openPort = undefined;
    this.open.value = undefined;
    await openPort?.close();
  }

  private begin(state: SessionState): number {
    this.looking.value = undefined;
    this.generation += 1;
    this.enter(state);
    return this.generation;
  }

  private enter(state: SessionState): void {
    if (isSame(this.current, state)) return;
    this.current = state;
    this.changed.fire(state);
  }

  private note(text: string): void {
    this.doors.log.note(this.doors.clock.now(), text);
  }
}

/** Said in the log and above it. */
export function goneWords(port: KnownPort): string {
  return l10n.t('{0} is gone. Waiting for it to come back.', portName(port.address));
}

function isSame(a: SessionState, b: SessionState): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
