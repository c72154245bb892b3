import { access, readdir, readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import type { DeviceIdentity, KnownPort } from '../knownPort';
import { loadSerialPort } from './loadSerialPort';

/** The ports of this machine. `asked` is among them when it exists, whatever kind of file it is. */
export async function listPorts(asked?: string): Promise<KnownPort[]> {
  const ports = process.platform === 'linux' ? await scanLinux() : await listByDriver();
  if (asked === undefined || ports.some(({ address }) => address === asked)) return ports;
  const isThere = await access(asked).then(
    () => true,
    () => false,
  );
  return isThere ? [...ports, { address: asked, identity: {}, boards: [] }] : ports;
}

/**
 * Linux tells all there is to know under /sys, containers included. The driver's own list runs `udevadm`, which containers
 * lack, and knows no place where a device is plugged in.
 */
export async function scanLinux(root = '/'): Promise<KnownPort[]> {
  const folder = path.join(root, 'sys/class/tty');
  const names = await readdir(folder).catch((): string[] => []);
  const ports = await Promise.all(
    names.map((name) => readTty(root, path.join(folder, name), name)),
  );
  return ports.flat().sort((a, b) => a.address.localeCompare(b.address, 'en', { numeric: true }));
}

/** A terminal with a device behind it is a port; a UART of type 0 is one that is not fitted. */
async function readTty(root: string, folder: string, name: string): Promise<KnownPort[]> {
  const device = await realpath(path.join(folder, 'device')).catch(() => undefined);
  const address = path.join(root, 'dev', name);
  if (device === undefined || !(await exists(address))) return [];
  if (name.startsWith('ttyS') && (await readLine(path.join(folder, 'type'))) === '0') return [];
  const usb = await usbDevice(device);
  if (usb === undefined) return [{ address, identity: {}, boards: [] }];
  const manufacturer = await readLine(path.join(usb, 'manufacturer'));
  return [
    {
      address,
      identity: await readIdentity(usb),
      boards: [],
      ...(manufacturer === undefined ? {} : { manufacturer }),
    },
  ];
}

/** The USB device is some folders above its interface. */
async function usbDevice(folder: string): Promise<string | undefined> {
  for (let at = folder, up = 0; up < 4; at = path.dirname(at), up++) {
    if (await exists(path.join(at, 'idVendor'))) return at;
  }
  return undefined;
}

async function readIdentity(usb: string): Promise<DeviceIdentity> {
  const read = (name: string) => readLine(path.join(usb, name));
  const [vendorId, productId, serialNumber] = await Promise.all([
    read('idVendor'),
    read('idProduct'),
    read('serial'),
  ]);
  return identityOf({ vendorId, productId, serialNumber, location: path.basename(usb) });
}

async function listByDriver(): Promise<KnownPort[]> {
  const SerialPort = await loadSerialPort();
  // The package's `exports` hide the type of what it lists, so it is written out here.
  const listed = (await SerialPort.list()) as readonly ListedPort[];
  return listed.map(
    ({ path: address, vendorId, productId, serialNumber, locationId, manufacturer }) => ({
      address,
      identity: identityOf({ vendorId, productId, serialNumber, location: locationId }),
      boards: [],
      ...(manufacturer === undefined ? {} : { manufacturer }),
    }),
  );
}

interface ListedPort {
  readonly path: string;
  readonly vendorId: string | undefined;
  readonly productId: string | undefined;
  readonly serialNumber: string | undefined;
  readonly locationId: string | undefined;
  readonly manufacturer: string | undefined;
}

interface UsbFacts {
  readonly vendorId: string | undefined;
  readonly productId: string | undefined;
  readonly serialNumber: string | undefined;
  readonly location: string | undefined;
}

function identityOf(found: UsbFacts): DeviceIdentity {
  const { vendorId, productId, serialNumber, location } = found;
  return {
    ...(vendorId === undefined ? {} : { vendorId: vendorId.toUpperCase().padStart(4, '0') }),
    ...(productId === undefined ? {} : { productId: productId.toUpperCase().padStart(4, '0') }),
    ...(serialNumber === undefined ? {} : { serialNumber }),
    ...(location === undefined ? {} : { location }),
  };
}

async function readLine(file: string): Promise<string | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.trim() === '' ? undefined : text.trim().slice(0, 200);
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
