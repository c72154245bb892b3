import * as l10n from '@vscode/l10n';
import type { BoardPort, BoardPortSource } from '../../firmware/boardPort';
import type { Disposable } from '../../shared/disposable';
import { Emitter, type Event } from '../../shared/event';
import { UserError } from '../../shared/userError';
import type { BoardNews, BoardOrder, BoardStart } from './boardMessages';
import { boardModels, type BoardSetup } from './boardModel';
import { readIntelHex } from './intelHex';
import { airTimeMs, type ModemExchange, type UplinkFrame } from './sigfoxModem';
import { sensorRange } from './temperatureSensor';

/** A board that runs somewhere else: in a worker of this program. */
export interface BoardHost extends Disposable {
  readonly onDidTell: Event<BoardNews>;
  /** It is gone without having been asked to go. */
  readonly onDidFail: Event<string>;
  tell(order: BoardOrder): void;
}

export type VirtualBoardState =
  | { readonly kind: 'unplugged' }
  | { readonly kind: 'starting'; readonly setup: BoardSetup }
  | {
      readonly kind: 'running';
      readonly setup: BoardSetup;
      readonly address: string;
      /** What the firmware is called, as far as it is known. */
      readonly firmware: string | undefined;
      /** Another program has the port open. */
      readonly isOpen: boolean;
    }
  /** It stopped by itself; starting it again is the way back. */
  | { readonly kind: 'lost'; readonly setup: BoardSetup; readonly reason: string };

/** The device its modem is. */
export interface ModemIdentity {
  readonly device: string;
  readonly pac: string;
}

/**
 * The simulator's board: plugged in while it runs, it is a port like any other (`ports`), and can besides be flashed
 * and talked to without a port, on every system.
 */
export class VirtualBoard implements BoardPortSource, Disposable {
  private current: VirtualBoardState = { kind: 'unplugged' };
  private host: BoardHost | undefined;
  private celsius = 21;
  private starting: (() => void) | undefined;
  private flashing: (() => void) | undefined;
  private readonly portsChanged = new Emitter<undefined>();
  private readonly changed = new Emitter<VirtualBoardState>();
  private readonly received = new Emitter<Uint8Array>();
  private readonly wasReset = new Emitter<undefined>();
  private readonly exchanged = new Emitter<ModemExchange>();
  private readonly transmitted = new Emitter<UplinkFrame>();

  /** Its port has come or gone. */
  readonly onDidChange = this.portsChanged.event;
  readonly onDidChangeState = this.changed.event;
  /** What the board prints on its console. */
  readonly onDidReceive = this.received.event;
  /** The processor began anew, whatever the cause. */
  readonly onDidReset = this.wasReset.event;
  /** What was said between the sketch and the modem. */
  readonly onDidExchange = this.exchanged.event;
  readonly onDidTransmit = this.transmitted.event;

  constructor(
    private readonly createHost: (start: BoardStart) => Promise<BoardHost>,
    private readonly identity: ModemIdentity,
  ) {}

  get state(): VirtualBoardState {
    return this.current;
  }

  get ports(): readonly BoardPort[] {
    return this.current.kind === 'running' ? [portOf(this.current)] : [];
  }

  get temperature(): number {
    return this.celsius;
  }

  /** Plugs a board in, with empty flash, in place of the one that is there. Resolves when its port is there. */
  async start(setup: BoardSetup): Promise<void> {
    this.stop();
    this.become({ kind: 'starting', setup });
    const host = await this.createHost({
      ...this.identity,
      ...{ setup, airTimeMs, celsius: this.celsius },
    });
    // It was stopped, or started once more, while this one was made.
    if (this.current.kind !== 'starting' || this.current.setup !== setup) {
      host.dispose();
      return;
    }
    this.host = host;
    await new Promise<void>((resolve, reject) => {
      this.starting = resolve;
      host.onDidTell((news) => {
        if (this.host === host) this.hear(news, setup);
      });
      host.onDidFail((reason) => {
        if (this.host !== host) return;
        reject(startError(reason));
        this.lose(setup, reason);
      });
    });
  }

  /** Unplugs the board. */
  stop(): void {
    this.letGo();
    this.become({ kind: 'unplugged' });
  }

  /**
   * Puts a firmware into flash and starts it, without bootloader or uploader. Rejects with a reason fit to be read when
   * the text is no Intel HEX or does not fit the chip.
   */
  async flash(hexText: string, name?: string): Promise<void> {
    const { state, host } = this.running();
    const read = readIntelHex(hexText, boardModels[state.setup.model].flashBytes);
    if (read.kind === 'invalid') throw new UserError(read.reason);
    await new Promise<void>((resolve) => {
      this.flashing = resolve;
      host.tell({ do: 'flash', image: read.bytes });
    });
    const now = this.current;
    if (now.kind !== 'running') throw notRunning();
    this.become({ ...now, firmware: name });
  }

  /** Types into the console. */
  write(bytes: Uint8Array): void {
    this.running().host.tell({ do: 'write', bytes });
  }

  /** What opening the port of a real board does to it: the bootloader waits a second, then the sketch begins. */
  reset(): void {
    this.running().host.tell({ do: 'reset' });
  }

  /** In °C; the sensor has its limits. */
  setTemperature(celsius: number): void {
    this.celsius = Math.min(Math.max(celsius, sensorRange.lowest), sensorRange.highest);
    this.host?.tell({ do: 'setTemperature', celsius: this.celsius });
  }

  /** The network's answer to a frame that asked for one: eight bytes. */
  deliverDownlink(answer: Uint8Array): void {
    this.host?.tell({ do: 'deliverDownlink', answer });
  }

  dispose(): void {
    this.letGo();
    for (const emitter of [this.portsChanged, this.changed, this.received]) emitter.dispose();
    for (const emitter of [this.wasReset, this.exchanged, this.transmitted]) emitter.dispose();
  }

  private running() {
    const { current: state, host } = this;
    if (state.kind !== 'running' || !host) throw notRunning();
    return { state, host };
  }

  private hear(news: BoardNews, setup: BoardSetup): void {
    switch (news.kind) {
      case 'plugged': {
        const { address } = news;
        this.become({ kind: 'running', setup, address, firmware: undefined, isOpen: false });
        return this.endStarting();
      }
      case 'printed':
        return this.received.fire(news.bytes);
      case 'reset':
        return this.wasReset.fire(undefined);
      case 'flashed':
        return this.endFlashing();
      case 'programmed':
        return this.change({ firmware: l10n.t('the uploaded sketch') });
      case 'opened':
        return this.change({ isOpen: true });
      case 'closed':
        return this.change({ isOpen: false });
      case 'exchanged':
        return this.exchanged.fire(news.exchange);
      case 'transmitted':
        return this.transmitted.fire(news);
    }
  }

  private change(part: { firmware?: string | undefined; isOpen?: boolean }): void {
    if (this.current.kind === 'running') this.become({ ...this.current, ...part });
  }

  private become(state: VirtualBoardState): void {
    const hadPort = this.current.kind === 'running';
    const hasPort = state.kind === 'running';
    this.current = state;
    this.changed.fire(state);
    if (hadPort !== hasPort) this.portsChanged.fire(undefined);
  }

  private lose(setup: BoardSetup, reason: string): void {
    this.letGo();
    this.become({ kind: 'lost', setup, reason });
  }

  private letGo(): void {
    const { host } = this;
    this.host = undefined;
    host?.dispose();
    this.endStarting();
    this.endFlashing();
  }

  /** Whoever waits for a board that was stopped meanwhile waits no longer. */
  private endStarting(): void {
    this.starting?.();
    this.starting = undefined;
  }

  private endFlashing(): void {
    this.flashing?.();
    this.flashing = undefined;
  }
}

function portOf({ setup, address }: VirtualBoardState & { kind: 'running' }): BoardPort {
  const { board, shortName, usb } = boardModels[setup.model];
  return {
    address,
    protocol: 'serial',
    label: l10n.t('{0} (virtual)', shortName),
    identity: usb,
    boards: [board],
    isVirtual: true,
  };
}

function notRunning(): UserError {
  return new UserError(l10n.t('No virtual board is plugged in.'), {
    action: { title: l10n.t('Start Virtual Board'), command: 'sigfox.simulator.startBoard' },
  });
}

function startError(reason: string): UserError {
  return new UserError(l10n.t('The virtual board stopped: {0}', reason), {
    action: { title: l10n.t('Start Virtual Board'), command: 'sigfox.simulator.startBoard' },
  });
}
