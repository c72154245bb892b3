import type { KnownPort } from './knownPort';
import { readOptions, type ViewOptions } from './monitorProtocol';
import type { MonitorTab } from './monitorTab';
import type { LineSettings, Parity, SignalLevel } from './serialDriver';

/** Where the memory is kept, as plain JSON. */
export interface MonitorStorage {
  read(): unknown;
  write(stored: unknown): void;
}

/** A tab as it comes back. */
export interface RememberedTab {
  readonly port: KnownPort;
  readonly settings: LineSettings;
  readonly options: ViewOptions;
  readonly history: readonly string[];
  readonly logId: string;
}

/** What most sketches use; opening leaves the control lines to the system, which resets boards that reset so. */
export const defaultSettings: LineSettings = {
  baudRate: 115_200,
  dataBits: 8,
  parity: 'none',
  stopBits: 1,
  dtr: 'leave',
  rts: 'leave',
};

const maxBoards = 50;

/** How each board was monitored, and which monitors were open. */
export class MonitorMemory {
  private readonly boards: Map<string, unknown>;
  private open: readonly unknown[];

  constructor(private readonly storage: MonitorStorage) {
    const stored = asRecord(storage.read());
    this.boards = new Map(Object.entries(asRecord(stored['boards'])));
    this.open = Array.isArray(stored['open']) ? (stored['open'] as unknown[]) : [];
  }

  settingsFor(port: KnownPort): LineSettings {
    return readSettings(asRecord(this.boards.get(keyOf(port)))['settings']);
  }

  optionsFor(port: KnownPort): ViewOptions {
    const options = readOptions(asRecord(this.boards.get(keyOf(port)))['options']);
    return { ...options, isPaused: false, follows: true, filter: '' };
  }

  tabs(): readonly RememberedTab[] {
    return this.open.flatMap((each) => {
      const { port, settings, options, history, logId } = asRecord(each);
      const known = readPort(port);
      if (!known || typeof logId !== 'string') return [];
      const lines = Array.isArray(history) ? (history as unknown[]) : [];
      return [
        {
          port: known,
          settings: readSettings(settings),
          options: readOptions(options),
          history: lines.filter((line): line is string => typeof line === 'string'),
          logId,
        },
      ];
    });
  }

  keep(tabs: readonly MonitorTab[]): void {
    const open = tabs.flatMap(({ session, options, history, logId }) =>
      session ? [{ port: session.port, settings: session.settings, options, history, logId }] : [],
    );
    for (const { port, settings, options } of open) {
      this.boards.delete(keyOf(port));
      this.boards.set(keyOf(port), { settings, options });
    }
    for (const key of [...this.boards.keys()].slice(0, -maxBoards)) this.boards.delete(key);
    this.open = open;
    this.storage.write({ boards: Object.fromEntries(this.boards), open });
  }
}

/** A board is known by its device where it can be, else by its port. */
function keyOf({ identity, address }: KnownPort): string {
  const { vendorId, productId, serialNumber } = identity;
  if (vendorId === undefined) return address;
  return [vendorId, productId, serialNumber ?? ''].join(':');
}

function readSettings(stored: unknown): LineSettings {
  const { baudRate, dataBits, parity, stopBits, dtr, rts } = asRecord(stored);
  return {
    baudRate: isBaudRate(baudRate) ? baudRate : defaultSettings.baudRate,
    dataBits: ([5, 6, 7, 8] as const).find((bits) => bits === dataBits) ?? 8,
    parity: parities.find((each) => each === parity) ?? 'none',
    stopBits: ([1, 1.5, 2] as const).find((bits) => bits === stopBits) ?? 1,
    dtr: signalLevels.find((level) => level === dtr) ?? 'leave',
    rts: signalLevels.find((level) => level === rts) ?? 'leave',
  };
}

export const parities: readonly Parity[] = ['none', 'even', 'odd', 'mark', 'space'];
export const signalLevels: readonly SignalLevel[] = ['leave', 'raise', 'lower'];

/** Any speed is taken that a driver may know; the port says what it does not. */
export function isBaudRate(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 50 && value <= 12_000_000;
}

function readPort(stored: unknown): KnownPort | undefined {
  const { address, identity } = asRecord(stored);
  if (typeof address !== 'string' || address === '') return undefined;
  const facts = asRecord(identity);
  const names = ['vendorId', 'productId', 'serialNumber', 'location'] as const;
  const known = names.flatMap((name) => {
    const value = facts[name];
    return typeof value === 'string' ? [[name, value] as const] : [];
  });
  return { address, identity: Object.fromEntries(known), boards: [] };
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Readonly<Record<string, unknown>>) : {};
}
