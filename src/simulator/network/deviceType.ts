import type { Random } from '../../shared/clock';
import type { FieldValue } from '../../sigfox/payloadCodec';
import type { PayloadSettings } from '../../sigfox/fieldDisplay';

/** What the devices of one kind have in common, as in the backend. */
export interface DeviceType {
  readonly name: string;
  readonly settings: PayloadSettings;
  /** JSON body of the callback, in the backend's template language. */
  readonly bodyTemplate: string;
}

/** A device as the network knows it. */
export interface NetworkDevice {
  /** As the backend writes it: upper-case hexadecimal. */
  readonly id: string;
  readonly name: string;
  readonly type: DeviceType;
  readonly firstSeqNumber: number;
}

/** A device of a scenario, which sends by itself. */
export interface ScenarioDevice extends NetworkDevice {
  readonly firstAfterMs: number;
  readonly periodMs: number;
  /** The values of message number `turn`, from 0. */
  measure(turn: number, random: Random): ReadonlyMap<string, FieldValue>;
  /** A firmware that does not send what its config says: it turns the right payload into what goes on air. */
  readonly corrupt?: (payload: Uint8Array) => Uint8Array;
}
