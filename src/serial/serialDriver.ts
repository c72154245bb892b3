import type { Disposable } from '../shared/disposable';
import type { Event } from '../shared/event';
import type { OpenFailure } from './openFailure';

export type Parity = 'none' | 'even' | 'odd' | 'mark' | 'space';

/** What a control line is set to when the port is opened; `leave` for what the system does by itself. */
export type SignalLevel = 'raise' | 'lower' | 'leave';

/** How the bytes are on the wire, and what opening does to the board. */
export interface LineSettings {
  readonly baudRate: number;
  readonly dataBits: 5 | 6 | 7 | 8;
  readonly parity: Parity;
  readonly stopBits: 1 | 1.5 | 2;
  readonly dtr: SignalLevel;
  readonly rts: SignalLevel;
}

/** A port that is open. */
export interface OpenPort {
  /** False where the port has no control lines, as a pseudo-terminal has none. */
  readonly hasSignals: boolean;
  /** The bytes are the listener's until it returns. */
  readonly onDidReceive: Event<Uint8Array>;
  /** Once, whoever closed it; `isLost` when the device went away. */
  readonly onDidClose: Event<{ readonly isLost: boolean }>;
  /** Resolves when the system has taken all bytes. */
  write(bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/** Opens ports. */
export interface SerialDriver {
  /** Throws `OpenFailed` for every reason a person can do something about. */
  open(address: string, settings: LineSettings): Promise<OpenPort>;
}

/** The port was not opened, and why. */
export class OpenFailed extends Error {
  override readonly name = 'OpenFailed';

  constructor(readonly failure: OpenFailure) {
    super(failure.kind);
  }
}

/** A listener that is told of changes until it is disposed. */
export type Subscription = Disposable;
