import type { BoardName, BoardPort, UsbIdentity } from './boardPort';

/** Longer lines are no event of arduino-cli's: a port and its boards take a few hundred characters. */
const maxLineLength = 100_000;
/** More ports than this on one machine are nonsense. */
const maxPorts = 500;

/**
 * Reads the lines of `arduino-cli board list --watch --format jsonmini`, chunk by chunk, into the ports there are now.
 * What makes no sense is left out.
 */
export class PortEvents {
  private readonly known = new Map<string, BoardPort>();
  private rest = '';

  get ports(): readonly BoardPort[] {
    return [...this.known.values()].sort((a, b) => a.address.localeCompare(b.address));
  }

  /** True when the ports are others now. */
  feed(text: string): boolean {
    const lines = (this.rest + text).split('\n');
    this.rest = (lines.pop() ?? '').slice(0, maxLineLength);
    return lines.map((line) => this.take(line)).some(Boolean);
  }

  private take(line: string): boolean {
    const event = parseLine(line);
    const port =
      isRecord(event) && isRecord(event['port']) ? readPort(event['port'], event) : undefined;
    if (!isRecord(event) || !port) return false;
    const key = `${port.protocol} ${port.address}`;
    if (event['eventType'] === 'remove') return this.known.delete(key);
    if (event['eventType'] !== 'add' || this.known.size >= maxPorts) return false;
    this.known.set(key, port);
    return true;
  }
}

function parseLine(line: string): unknown {
  if (line.length > maxLineLength || !line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function readPort(
  said: Readonly<Record<string, unknown>>,
  event: Readonly<Record<string, unknown>>,
): BoardPort | undefined {
  const address = text(said['address']);
  if (address === undefined) return undefined;
  const properties = isRecord(said['properties']) ? said['properties'] : {};
  const boards = Array.isArray(event['matching_boards']) ? event['matching_boards'] : [];
  return {
    address,
    protocol: text(said['protocol']) ?? 'serial',
    label: text(said['label']) ?? address,
    identity: readIdentity(properties),
    boards: boards.flatMap((board) => readBoard(board) ?? []),
  };
}

function readIdentity(properties: Readonly<Record<string, unknown>>): UsbIdentity {
  const vendorId = hexDigits(properties['vid']);
  const productId = hexDigits(properties['pid']);
  const serialNumber = text(properties['serialNumber']);
  return {
    ...(vendorId !== undefined && { vendorId }),
    ...(productId !== undefined && { productId }),
    ...(serialNumber !== undefined && { serialNumber }),
  };
}

function readBoard(said: unknown): BoardName | undefined {
  if (!isRecord(said) || said['is_hidden'] === true) return undefined;
  const [name, fqbn] = [text(said['name']), text(said['fqbn'])];
  return name === undefined || fqbn === undefined ? undefined : { name, fqbn };
}

/** `0x2341` as `2341`. */
function hexDigits(value: unknown): string | undefined {
  const digits = /^(?:0x)?([0-9a-f]{1,4})$/i.exec(text(value) ?? '')?.[1];
  return digits?.toUpperCase().padStart(4, '0');
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
