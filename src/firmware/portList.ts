import type { Clock } from '../shared/clock';
import { type Disposable, DisposableStore, DisposableValue } from '../shared/disposable';
import { Emitter } from '../shared/event';
import type { ArduinoCli, ArduinoFailure } from './arduinoCli';
import type { BoardPort, BoardPortSource } from './boardPort';

/** After the watching broke off, it is taken up again with growing patience. */
const firstPauseMs = 1_000;
const longestPauseMs = 30_000;

/** The watching begins with what the slowest discovery finds: until then a port that is missing may only be late. */
const beginningMs = 5_000;

/**
 * The ports of this machine and of the simulator, live while somebody needs them. Each stay of a port has a number: as
 * long as it is the same, nobody has unplugged what is behind it.
 */
export class PortList implements BoardPortSource, Disposable {
  private readonly changed = new Emitter<undefined>();
  private readonly owned = new DisposableStore();
  private readonly pause = new DisposableValue<Disposable>();
  private readonly stays = new Map<string, number>();
  private watched: readonly BoardPort[] = [];
  private watching: AbortController | undefined;
  private startedAtMs = 0;
  private broken: ArduinoFailure | undefined;
  private pauseMs = firstPauseMs;
  private lastStay = 0;

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly arduino: Pick<ArduinoCli, 'watchPorts'>,
    private readonly others: readonly BoardPortSource[],
    private readonly clock: Clock,
  ) {
    for (const source of others) this.owned.add(source.onDidChange(() => this.update()));
    this.update();
  }

  get ports(): readonly BoardPort[] {
    const known = new Set<string>();
    // A virtual board that arduino-cli sees as well is listed once.
    return [...this.others.flatMap((source) => source.ports), ...this.watched].filter(
      ({ address }) => !known.has(address) && known.add(address),
    );
  }

  /** Why the machine's own ports are not known. */
  get failure(): ArduinoFailure | undefined {
    return this.broken;
  }

  /** The number of the stay of the port; undefined when it is not there. */
  stay(address: string): number | undefined {
    return this.stays.get(address);
  }

  start(): void {
    if (this.watching) return;
    const watching = new AbortController();
    this.watching = watching;
    this.startedAtMs = this.clock.now();
    void this.watch(watching.signal);
  }

  /** Resolves when a port is there, by the condition; or when it is not, although the list is whole or cannot be had. */
  async waitFor(isThere: () => boolean): Promise<void> {
    this.start();
    const leftMs = this.startedAtMs + beginningMs - this.clock.now();
    const hasEnded = () => isThere() || this.broken !== undefined;
    if (leftMs <= 0 || hasEnded()) return;
    const owned = new DisposableStore();
    await new Promise<void>((resolve) => {
      owned.add(this.clock.after(leftMs, resolve));
      owned.add(this.onDidChange(() => hasEnded() && resolve()));
    });
    owned.dispose();
  }

  /** Also after something has changed that the watching may have failed for. */
  restart(): void {
    const wasWatching = this.watching !== undefined;
    this.stop();
    if (wasWatching) this.start();
  }

  stop(): void {
    this.pause.value = undefined;
    this.watching?.abort();
    this.watching = undefined;
    this.pauseMs = firstPauseMs;
  }

  dispose(): void {
    this.stop();
    this.owned.dispose();
    this.pause.dispose();
    this.changed.dispose();
  }

  private async watch(signal: AbortSignal): Promise<void> {
    const ended = await this.arduino.watchPorts((ports) => {
      if (signal.aborted) return;
      this.broken = undefined;
      this.pauseMs = firstPauseMs;
      this.watched = ports;
      this.update();
    }, signal);
    if (signal.aborted || ended.kind === 'done') return;
    this.broken = ended.failure;
    this.watched = [];
    this.update();
    // What is not there does not come by waiting: the settings and the installer call `restart`.
    if (ended.failure.kind === 'missing' || ended.failure.kind === 'unsuitable') return;
    this.pause.value = this.clock.after(this.pauseMs, () => void this.watch(signal));
    this.pauseMs = Math.min(longestPauseMs, this.pauseMs * 2);
  }

  private update(): void {
    const addresses = new Set(this.ports.map(({ address }) => address));
    for (const address of this.stays.keys()) {
      if (!addresses.has(address)) this.stays.delete(address);
    }
    for (const address of addresses) {
      if (!this.stays.has(address)) this.stays.set(address, (this.lastStay += 1));
    }
    this.changed.fire(undefined);
  }
}
