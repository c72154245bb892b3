/** What tells a USB device from others; serial ports without USB have none of it. */
export interface UsbNumbers {
  readonly vendorId?: string;
  readonly productId?: string;
  readonly serialNumber?: string;
}

/** A port with the device behind it. */
export interface DevicePort {
  readonly address: string;
  readonly identity: UsbNumbers;
}

export type DeviceMatch<Port> =
  | { readonly kind: 'found'; readonly port: Port }
  | { readonly kind: 'gone' }
  /** Several devices answer the description alike: only a person can tell them apart. */
  | { readonly kind: 'ambiguous'; readonly candidates: readonly Port[] };

/**
 * Finds a device again among the ports there are now. The address may have changed: a board comes back under another name
 * after an upload or on another socket, and its name may have gone to a neighbour.
 */
export function findDevice<Port extends DevicePort>(
  wanted: DevicePort,
  ports: readonly Port[],
): DeviceMatch<Port> {
  const candidates = ports.filter((port) => isAlike(wanted, port));
  const [first, second] = candidates;
  if (!first) return { kind: 'gone' };
  return second ? { kind: 'ambiguous', candidates } : { kind: 'found', port: first };
}

function isAlike(wanted: DevicePort, port: DevicePort): boolean {
  const [one, other] = [wanted.identity, port.identity];
  if (one.vendorId === undefined) {
    return other.vendorId === undefined && wanted.address === port.address;
  }
  if (one.vendorId !== other.vendorId) return false;
  // The product changes when a board is in its bootloader; the serial number stays.
  return one.serialNumber === undefined
    ? other.serialNumber === undefined && one.productId === other.productId
    : one.serialNumber === other.serialNumber;
}
