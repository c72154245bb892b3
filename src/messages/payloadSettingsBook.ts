import type { Disposable } from '../shared/disposable';
import { Emitter } from '../shared/event';
import { parseDeviceId } from '../sigfox/device';
import type { FieldDisplay, PayloadSettings } from '../sigfox/fieldDisplay';
import { compileDecoder, type PayloadDecoder } from '../sigfox/payloadCodec';
import { parsePayloadConfig } from '../sigfox/payloadGrammar';
import type { Connection } from './connection';
import type { StoredMessage } from './messageStore';
import { type PayloadFacts, settingsByRule } from './payloadRule';

/** Where the book keeps what the person said, as plain JSON. */
export interface BookStorage {
  read(): unknown;
  write(book: StoredBook): void;
}

export interface StoredBook {
  readonly settings: Readonly<Record<string, PayloadSettings>>;
  readonly names: Readonly<Record<string, string>>;
}

/** A longer name than this is cut. */
const maxNameLength = 60;

/** What is known of a device beside its messages: its payload config, how its fields are shown, and its name. */
export class PayloadSettingsBook implements Disposable {
  private readonly settings = new Map<string, PayloadSettings>();
  private readonly names = new Map<string, string>();
  private readonly decoders = new Map<string, PayloadDecoder>();
  private readonly changed = new Emitter<string>();

  /** The device (as its id) about which something else is known now. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly storage: BookStorage) {
    const { settings, names } = readBook(storage.read());
    for (const [device, value] of settings) this.settings.set(device, value);
    for (const [device, name] of names) this.names.set(device, name);
  }

  /** What the person set for the device comes before what the connection knows. */
  settingsOf(
    device: string,
    connection: Connection | undefined,
    facts: Omit<PayloadFacts, 'device'> = {},
  ): PayloadSettings | undefined {
    return (
      this.ownSettingsOf(device, connection) ??
      settingsByRule(connection?.payloadRules ?? [], { device, ...facts })
    );
  }

  /** What was said of this very device, by the person or by the connection. */
  ownSettingsOf(device: string, connection: Connection | undefined): PayloadSettings | undefined {
    return this.settings.get(device) ?? connection?.payloadSettings?.(device);
  }

  settingsFor(
    { content, received }: Pick<StoredMessage, 'content' | 'received'>,
    connection: Connection | undefined,
  ): PayloadSettings | undefined {
    if (content.kind === 'unreadable') return undefined;
    const { device, radio } = content.message;
    const deviceType = radio.get('deviceTypeId');
    return this.settingsOf(device, connection, { topic: received.topic, deviceType });
  }

  nameOf(device: string, connection: Connection | undefined): string | undefined {
    return this.names.get(device) ?? connection?.deviceName?.(device);
  }

  /** Compiled once per config. */
  decoder(settings: PayloadSettings): PayloadDecoder {
    const known = this.decoders.get(settings.config);
    if (known) return known;
    const decoder = compileDecoder(parsePayloadConfig(settings.config));
    this.decoders.set(settings.config, decoder);
    return decoder;
  }

  /** An undefined value forgets what was set. */
  setSettings(device: string, settings: PayloadSettings | undefined): void {
    if (settings) this.settings.set(device, settings);
    else this.settings.delete(device);
    this.save(device);
  }

  setName(device: string, name: string): void {
    const trimmed = name.trim().slice(0, maxNameLength);
    if (trimmed === '') this.names.delete(device);
    else this.names.set(device, trimmed);
    this.save(device);
  }

  dispose(): void {
    this.changed.dispose();
  }

  private save(device: string): void {
    this.storage.write({
      settings: Object.fromEntries(this.settings),
      names: Object.fromEntries(this.names),
    });
    this.changed.fire(device);
  }
}

/** What is not of the expected shape is left out: the storage may come from another version. */
function readBook(stored: unknown): {
  readonly settings: readonly (readonly [string, PayloadSettings])[];
  readonly names: readonly (readonly [string, string])[];
} {
  const book = asRecord(stored);
  return {
    settings: devicesOf(book['settings']).flatMap(([device, value]) => {
      const { config, display } = asRecord(value);
      if (typeof config !== 'string') return [];
      return [[device, { config, display: readDisplay(display) }] as const];
    }),
    names: devicesOf(book['names']).flatMap(([device, name]) =>
      typeof name === 'string' ? [[device, name.slice(0, maxNameLength)] as const] : [],
    ),
  };
}

function devicesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return Object.entries(asRecord(value)).filter(
    ([device]) => parseDeviceId(device).kind === 'device',
  );
}

/** Reads how fields are shown, from storage or a setting. */
export function readDisplay(value: unknown): Readonly<Record<string, FieldDisplay>> {
  const fields = Object.entries(asRecord(value)).map(([name, field]) => {
    const { label, unit, decimals } = asRecord(field);
    return [
      name,
      {
        ...(typeof label === 'string' ? { label: label.slice(0, maxNameLength) } : {}),
        ...(typeof unit === 'string' ? { unit: unit.slice(0, 20) } : {}),
        ...(isDecimals(decimals) ? { decimals } : {}),
      },
    ] as const;
  });
  return Object.fromEntries(fields);
}

function isDecimals(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 10;
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Readonly<Record<string, unknown>>) : {};
}
