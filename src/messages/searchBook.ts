import type { PayloadSettings } from '../sigfox/fieldDisplay';
import { compileDecoder, type PayloadDecoder } from '../sigfox/payloadCodec';
import { parsePayloadConfig } from '../sigfox/payloadGrammar';
import type { UplinkMessage } from '../sigfox/uplinkMessage';
import { type DecodedMessage, decodeMessage } from './decodedMessage';
import type { StoredMessage } from './messageStore';
import { type PayloadRule, settingsByRule } from './payloadRule';

/** What is known of devices beside their messages, as plain data that a worker can be handed. */
export interface SearchBookData {
  readonly settings: readonly PayloadSettings[];
  readonly devices: readonly {
    readonly connectionId: string;
    readonly device: string;
    readonly name?: string;
    /** Index into `settings`. */
    readonly settings?: number;
  }[];
  readonly connections: readonly {
    readonly id: string;
    readonly name: string;
    readonly rules: readonly PayloadRule[];
  }[];
}

/** Decodes for a search as the view does, from the same settings at the moment it began. */
export class SearchBook {
  private readonly devices = new Map<string, SearchBookData['devices'][number]>();
  private readonly connections = new Map<string, SearchBookData['connections'][number]>();
  private readonly decoders = new Map<string, PayloadDecoder>();

  constructor(private readonly data: SearchBookData) {
    for (const entry of data.devices) {
      this.devices.set(`${entry.connectionId}/${entry.device}`, entry);
    }
    for (const entry of data.connections) this.connections.set(entry.id, entry);
  }

  deviceName(connectionId: string, device: string): string | undefined {
    return this.devices.get(`${connectionId}/${device}`)?.name;
  }

  connectionName(connectionId: string): string | undefined {
    return this.connections.get(connectionId)?.name;
  }

  settingsOf(
    { connectionId, device, topic }: { connectionId: string; device: string; topic: string },
    deviceType?: string,
  ): PayloadSettings | undefined {
    const own = this.devices.get(`${connectionId}/${device}`)?.settings;
    if (own !== undefined) return this.data.settings[own];
    const rules = this.connections.get(connectionId)?.rules ?? [];
    return settingsByRule(rules, { device, topic, deviceType });
  }

  /** Whether the config of a device depends on what only the body says. */
  asksBody(connectionId: string): boolean {
    const rules = this.connections.get(connectionId)?.rules ?? [];
    return rules.some(({ deviceType }) => deviceType !== undefined);
  }

  decode(message: Pick<StoredMessage, 'content' | 'received' | 'connectionId'>): DecodedMessage {
    return decodeMessage(message, this.settingsFor(message), (wanted) => this.decoder(wanted));
  }

  decoder(settings: PayloadSettings): PayloadDecoder {
    const known = this.decoders.get(settings.config);
    if (known) return known;
    const decoder = compileDecoder(parsePayloadConfig(settings.config));
    this.decoders.set(settings.config, decoder);
    return decoder;
  }

  private settingsFor({
    content,
    received,
    connectionId,
  }: Pick<StoredMessage, 'content' | 'received' | 'connectionId'>): PayloadSettings | undefined {
    if (content.kind === 'unreadable') return undefined;
    const { device, radio }: UplinkMessage = content.message;
    return this.settingsOf(
      { connectionId, device, topic: received.topic },
      radio.get('deviceTypeId'),
    );
  }
}
