import * as l10n from '@vscode/l10n';
import type { Clock, Random } from '../../shared/clock';
import type { Disposable } from '../../shared/disposable';
import { Emitter } from '../../shared/event';
import { renderCallbackBody } from '../../sigfox/callbackBody';
import type { ChainFact } from '../../sigfox/chainFact';
import { formatHex } from '../../sigfox/hex';
import { encodePayload } from '../../sigfox/payloadEncoder';
import { maxPayloadBytes } from '../../sigfox/payloadField';
import { parsePayloadConfig } from '../../sigfox/payloadGrammar';
import type { NetworkDevice, ScenarioDevice } from './deviceType';
import { directDownlink } from './directDownlink';

/** The one base station of this network, as callbacks write it. */
const station = '1D44';

/** What became of an uplink. */
export interface Reception {
  readonly seqNumber: number;
  readonly rssiDbm: number;
}

/** Where the callbacks go. */
export type Publish = (body: Uint8Array) => Promise<void>;

/** The counter of a device wraps here. */
const sequenceModulo = 4_096;

/** One message in so many takes two numbers, as a keep-alive between two messages does. */
const keepAliveEvery = 6;

/** The virtual Sigfox: devices send, the network receives and makes the callback of their device type. */
export class VirtualNetwork implements Disposable {
  private readonly timers = new Map<string, Disposable>();
  private readonly turns = new Map<string, number>();
  private readonly seqNumbers = new Map<string, number>();
  private readonly proved = new Emitter<ChainFact>();

  /** What became of each message, for the chain. */
  readonly onDidProve = this.proved.event;

  constructor(
    readonly devices: readonly ScenarioDevice[],
    private readonly publish: Publish,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  /** Every device begins to send. */
  start(): void {
    for (const device of this.devices) this.schedule(device, device.firstAfterMs);
  }

  dispose(): void {
    for (const timer of this.timers.values()) timer.dispose();
    this.timers.clear();
    this.proved.dispose();
  }

  /**
   * Sends one frame of a device now. The limit of 140 messages a day is the contract's: the backend accepts more, and a
   * demo that runs faster than life has to.
   */
  async sendUplink(device: NetworkDevice, payload: Uint8Array): Promise<Reception> {
    if (payload.length > maxPayloadBytes) {
      throw new RangeError(`a frame carries ${maxPayloadBytes} bytes, not ${payload.length}`);
    }
    const seqNumber = this.nextSeqNumber(device);
    const atMs = this.clock.now();
    const rssiDbm = -115 - 15 * this.random();
    const { text } = renderCallbackBody(
      device.type.bodyTemplate,
      {
        device: device.id,
        time: Math.floor(atMs / 1_000),
        data: formatHex(payload),
        seqNumber,
        station,
        rssi: rssiDbm.toFixed(2),
      },
      parsePayloadConfig(device.type.settings.config),
    );
    this.prove(
      'sigfox',
      'proven',
      l10n.t('received {0} #{1}, station {2}', device.name, seqNumber, station),
    );
    try {
      await this.publish(new TextEncoder().encode(text));
      this.prove('topic', 'proven', l10n.t('{0} #{1} was published', device.name, seqNumber));
    } catch {
      this.prove('topic', 'broken', l10n.t('the callback could not publish: the broker is away'));
    }
    return { seqNumber, rssiDbm };
  }

  /** The eight bytes that answer a message which asked for them: the device type's downlink mode is DIRECT. */
  answer({ rssiDbm }: Reception): Uint8Array {
    return directDownlink({ station, rssiDbm });
  }

  /** A frame without a message, such as a keep-alive: it takes a number, and no callback tells of it. */
  skipNumber(device: NetworkDevice): void {
    this.nextSeqNumber(device);
  }

  private schedule(device: ScenarioDevice, afterMs: number): void {
    const timer = this.clock.after(afterMs, () => {
      this.schedule(device, device.periodMs * (0.9 + 0.2 * this.random()));
      void this.sendNext(device);
    });
    this.timers.set(device.id, timer);
  }

  private async sendNext(device: ScenarioDevice): Promise<void> {
    const turn = this.turns.get(device.id) ?? 0;
    this.turns.set(device.id, turn + 1);
    const encoded = encodePayload(
      parsePayloadConfig(device.type.settings.config),
      device.measure(turn, this.random),
    );
    if (encoded.kind === 'invalid')
      throw new Error(`scenario: ${encoded.problems[0]?.message ?? ''}`);
    if (turn % keepAliveEvery === keepAliveEvery - 1) this.nextSeqNumber(device);
    await this.sendUplink(device, device.corrupt?.(encoded.payload) ?? encoded.payload);
  }

  private nextSeqNumber(device: NetworkDevice): number {
    const seqNumber = this.seqNumbers.get(device.id) ?? device.firstSeqNumber;
    this.seqNumbers.set(device.id, (seqNumber + 1) % sequenceModulo);
    return seqNumber;
  }

  private prove(link: ChainFact['link'], state: ChainFact['state'], reason: string): void {
    this.proved.fire({ link, state, reason, atMs: this.clock.now() });
  }
}
