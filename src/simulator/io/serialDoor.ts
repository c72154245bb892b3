import type { Disposable } from '../../shared/disposable';
import type { Event } from '../../shared/event';

/** How another program gets at the console of the virtual board. */
export interface SerialDoor extends Disposable {
  /** What an uploader or a monitor is given. */
  readonly address: string;
  readonly onDidOpen: Event<undefined>;
  readonly onDidClose: Event<undefined>;
  readonly onDidReceive: Event<Uint8Array>;
  /** Dropped while nobody has the port open, as on a wire. */
  write(bytes: Uint8Array): void;
  /** Moves bytes that wait; to be called every few milliseconds. */
  pump(): void;
}
