import { findDevice } from '../shared/usbDevice';

/** What tells a device from another of its kind across re-plugging. */
export interface DeviceIdentity {
  /** Four upper-case hexadecimal digits. */
  readonly vendorId?: string;
  readonly productId?: string;
  /** Clones often have none. */
  readonly serialNumber?: string;
  /** Where it is plugged in, where the system tells. */
  readonly location?: string;
}

/** A port of this machine and all that is known of it. */
export interface KnownPort {
  /** What it is opened by: `/dev/ttyACM0`, `COM7`. */
  readonly address: string;
  readonly identity: DeviceIdentity;
  /** Boards that may be behind it, the likeliest first. */
  readonly boards: readonly { readonly name: string }[];
  readonly manufacturer?: string;
}

/** Where a device is now. */
export type Refound =
  | { readonly kind: 'found'; readonly port: KnownPort }
  | { readonly kind: 'several'; readonly ports: readonly KnownPort[] }
  | { readonly kind: 'none' };

/**
 * Finds a device again among the ports there are, whatever its port is called now: by its serial number; without one, by
 * where it is plugged in; with neither, it is asked for when there are two of its kind. A guess could talk to the wrong
 * board.
 */
export function findAgain(known: KnownPort, ports: readonly KnownPort[]): Refound {
  const match = findDevice(known, ports);
  if (match.kind === 'gone') return { kind: 'none' };
  if (match.kind === 'found') return match;
  const { location } = known.identity;
  const inPlace = match.candidates.filter(
    ({ identity }) => location !== undefined && identity.location === location,
  );
  const [port] = inPlace;
  return port && inPlace.length === 1
    ? { kind: 'found', port }
    : { kind: 'several', ports: match.candidates };
}

/**
 * Remembers which other devices of its kind were there when a device went away. One that stayed is not the device; when one
 * of them went away as well they may have changed places, and the place where a device is plugged in says nothing any more.
 */
export class DeviceMemory {
  private twins: readonly KnownPort[] = [];
  private mayBeSwapped = false;

  constructor(private readonly known: KnownPort) {}

  /** The ports while the device is there. */
  remember(ports: readonly KnownPort[]): void {
    this.twins = ports.filter((port) => isTwin(port, this.known));
  }

  find(ports: readonly KnownPort[]): Refound {
    const isThere = (twin: KnownPort) =>
      ports.some((port) => port.address === twin.address && isTwin(port, this.known));
    if (!this.twins.every(isThere)) this.mayBeSwapped = true;
    if (!this.mayBeSwapped) {
      const stayed = new Set(this.twins.map(({ address }) => address));
      return findAgain(
        this.known,
        ports.filter(({ address }) => !stayed.has(address)),
      );
    }
    const candidates = ports.filter((port) => isAlike(port, this.known));
    return candidates.length === 0 ? { kind: 'none' } : { kind: 'several', ports: candidates };
  }
}

/** Another device that nothing but its place tells from this one. */
function isTwin(port: KnownPort, known: KnownPort): boolean {
  return port.address !== known.address && isAlike(port, known);
}

function isAlike({ identity }: KnownPort, { identity: known }: KnownPort): boolean {
  return (
    known.vendorId !== undefined &&
    known.serialNumber === undefined &&
    identity.serialNumber === undefined &&
    identity.vendorId === known.vendorId &&
    identity.productId === known.productId
  );
}

/** `ttyACM0` for `/dev/ttyACM0`, `pts/3` for `/dev/pts/3`; of a path elsewhere its last part. */
export function portName(address: string): string {
  return address.replace(/^.*?[\\/](?=(pts[\\/])?[^\\/]+$)/, '');
}
