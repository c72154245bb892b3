import * as l10n from '@vscode/l10n';
import type { Clock, Random } from '../../shared/clock';
import type { Disposable } from '../../shared/disposable';
import { Emitter } from '../../shared/event';
import { renderCallbackBody } from '../../sigfox/callbackBody';
import type { BackendMessage } from '../../sigfox/backendApi';
import type { ChainFact } from '../../sigfox/chainFact';
import { parseDeviceId } from '../../sigfox/device';
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

/** What can be broken on purpose between the device and the topic. */
export type NetworkFault =
  /** AWS does not let Sigfox take on the role: the callback has another external id than the stack. */
  | 'roleRefused'
  /** The backend throws away what the devices send, because their numbers do not go on. */
  | 'sequenceBroken';

/** What keeps the network's books: it may refuse a frame, and keeps what came of the others. */
export interface Registrar {
  accepts(device: string, seqNumber: number): boolean;
  record(message: BackendMessage): void;
}

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

  /** Why AWS refuses the role of the callback; undefined while it does not. */
  roleRefusal: string | undefined;

  constructor(
    readonly devices: readonly ScenarioDevice[],
    private readonly publish: Publish,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly registrar?: Registrar,
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
    if (this.registrar?.accepts(device.id, seqNumber) === false) return { seqNumber, rssiDbm };
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
    const callback = await this.callBack(device, seqNumber, new TextEncoder().encode(text));
    const id = parseDeviceId(device.id);
    if (id.kind === 'device') {
      const callbacks = [{ ...callback, definition: 'AWS IoT', timeMs: this.clock.now() }];
      const data = formatHex(payload);
      this.registrar?.record({ device: id.device, timeMs: atMs, data, seqNumber, callbacks });
    }
    return { seqNumber, rssiDbm };
  }

  /** Publishes through the role; gives what the backend notes of that. */
  private async callBack(
    device: NetworkDevice,
    seqNumber: number,
    body: Uint8Array,
  ): Promise<{ readonly status: number; readonly info: string }> {
    if (this.roleRefusal !== undefined) {
      return { status: 403, info: this.roleRefusal };
    }
    try {
      await this.publish(body);
      this.prove('topic', 'proven', l10n.t('{0} #{1} was published', device.name, seqNumber));
      return { status: 200, info: 'OK' };
    } catch {
      this.prove('topic', 'broken', l10n.t('the callback could not publish: the broker is away'));
      return { status: 600, info: 'Connection refused' };
    }
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
