import type { Event } from '../shared/event';

/** A port with a board, or a port of unknown use; the simulator's board is one more while it runs. */
export interface BoardPort {
  /** What the uploader is given: `/dev/ttyACM0`, `COM7`, `net:127.0.0.1:4711`. */
  readonly address: string;
  /** `serial` as a rule; arduino-cli knows `network` and others. */
  readonly protocol: string;
  readonly label: string;
  readonly identity: UsbIdentity;
  /** Boards that may be behind it, the likeliest first; empty when nothing recognises it. */
  readonly boards: readonly BoardName[];
  /** The simulator's board: its port has the name of any pseudo-terminal. */
  readonly isVirtual?: boolean;
}

/** What tells a device from another of its kind across re-plugging. */
export interface UsbIdentity {
  /** Four upper-case hexadecimal digits. */
  readonly vendorId?: string;
  readonly productId?: string;
  /** Clones often have none. */
  readonly serialNumber?: string;
  /** Where it is plugged in, where the system tells: `by-path` on Linux, `locationId` on macOS. */
  readonly location?: string;
}

export interface BoardName {
  readonly name: string;
  /** `arduino:avr:mega`, options behind another colon. */
  readonly fqbn: string;
}

/** A live list of ports. */
export interface BoardPortSource {
  readonly ports: readonly BoardPort[];
  readonly onDidChange: Event<undefined>;
}
