import type { Clock } from '../shared/clock';
import type { Disposable } from '../shared/disposable';
import { Emitter } from '../shared/event';
import { UserError } from '../shared/userError';
import type {
  BackendApi,
  BackendCallback,
  BackendDevice,
  BackendDeviceType,
  BackendMessage,
} from './backendApi';
import { BackendFailure, type BackendFailureReason } from './backendFailure';
import type { DeviceId } from './device';

/** Whose backend is asked: an API user's at Sigfox, or the simulator's. */
export interface BackendAccount {
  readonly api: BackendApi;
  /** The API user's login, or "Simulator". */
  readonly name: string;
  readonly isSimulated: boolean;
}

/** Where the account stands; exactly one of these at any time. */
export type BackendState =
  | { readonly kind: 'signedOut' }
  | { readonly kind: 'looking' }
  | { readonly kind: 'known'; readonly atMs: number }
  | {
      readonly kind: 'failed';
      readonly reason: string;
      readonly failure: BackendFailureReason | undefined;
    };

/** How far back messages are asked for when a device is first looked at. */
const historyMs = 24 * 60 * 60_000;
/** A callback is repeated for seven minutes: so long a message's status may still change. */
const changingMs = 10 * 60_000;
const messagesPerDevice = 200;

/** What Sigfox's backend says of device types, devices and messages, as far as it was asked. */
export class BackendBook implements Disposable {
  private current: BackendAccount | undefined;
  private ending = new AbortController();
  private stateNow: BackendState = { kind: 'signedOut' };
  private types: readonly BackendDeviceType[] = [];
  private byId = new Map<string, BackendDevice>();
  private readonly logs = new Map<string, readonly BackendMessage[]>();
  private readonly callbacksByType = new Map<string, readonly BackendCallback[]>();
  private readonly asking = new Map<string, Promise<void>>();
  private readonly changed = new Emitter<DeviceId | undefined>();

  /** The device whose messages are known better; undefined when anything else changed. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly clock: Clock) {}

  get account(): BackendAccount | undefined {
    return this.current;
  }

  get state(): BackendState {
    return this.stateNow;
  }

  get deviceTypes(): readonly BackendDeviceType[] {
    return this.types;
  }

  get devices(): Iterable<BackendDevice> {
    return this.byId.values();
  }

  device(id: string): BackendDevice | undefined {
    return this.byId.get(id);
  }

  nameOf(id: string): string | undefined {
    const name = this.byId.get(id)?.name;
    return name === id ? undefined : name;
  }

  /** Newest first; undefined until they were asked for. */
  messagesOf(id: string): readonly BackendMessage[] | undefined {
    return this.logs.get(id);
  }

  /** Another account knows other devices: everything is forgotten, and what is under way is given up. */
  use(account: BackendAccount | undefined): void {
    if (account === this.current) return;
    this.ending.abort();
    this.ending = new AbortController();
    this.asking.clear();
    this.current = account;
    this.types = [];
    this.byId = new Map();
    this.logs.clear();
    this.callbacksByType.clear();
    this.setState({ kind: account ? 'looking' : 'signedOut' });
  }

  /** Asks for device types and devices. What fails becomes the state; what was known stays. */
  refresh(): Promise<void> {
    return this.once('', async ({ api }, signal) => {
      const [types, devices] = await Promise.all([api.deviceTypes(signal), api.devices(signal)]);
      signal.throwIfAborted();
      this.types = types;
      this.byId = new Map(devices.map((device) => [device.id, device]));
      this.setState({ kind: 'known', atMs: this.clock.now() });
    });
  }

  /** Asks for the messages of a device that are new or whose callbacks may still be under way. */
  refreshMessages(id: DeviceId): Promise<void> {
    return this.once(id, async ({ api }, signal) => {
      const known = this.logs.get(id) ?? [];
      const newestMs = known[0]?.timeMs ?? Number.NEGATIVE_INFINITY;
      const sinceMs = Math.max(this.clock.now() - historyMs, newestMs - changingMs);
      const fresh = await api.messages(id, { sinceMs }, signal).catch(noneOfAStranger);
      signal.throwIfAborted();
      const older = known.filter(({ timeMs }) => timeMs < sinceMs);
      this.logs.set(id, [...fresh, ...older].slice(0, messagesPerDevice));
      this.changed.fire(id);
    });
  }

  /** One device anew, as the doctor needs it; rejects with a BackendFailure. */
  async lookAt(id: DeviceId, signal: AbortSignal): Promise<BackendDevice> {
    const device = await this.needed().api.device(id, signal);
    this.byId.set(id, device);
    this.changed.fire(undefined);
    return device;
  }

  async callbacks(deviceTypeId: string, signal: AbortSignal): Promise<readonly BackendCallback[]> {
    const callbacks = await this.needed().api.callbacks(deviceTypeId, signal);
    this.callbacksByType.set(deviceTypeId, callbacks);
    return callbacks;
  }

  /** As they were when they were last asked for. */
  knownCallbacks(deviceTypeId: string): readonly BackendCallback[] | undefined {
    return this.callbacksByType.get(deviceTypeId);
  }

  async disengage(id: DeviceId, signal: AbortSignal): Promise<void> {
    await this.needed().api.disengage(id, signal);
    await this.lookAt(id, signal);
  }

  dispose(): void {
    this.ending.abort();
    this.changed.dispose();
  }

  private needed(): BackendAccount {
    if (this.current) return this.current;
    throw new BackendFailure('signedOut', '');
  }

  /** Asked twice for the same, it asks once. */
  private once(
    key: string,
    ask: (account: BackendAccount, signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const known = this.asking.get(key);
    const { current } = this;
    if (known ?? !current) return known ?? Promise.resolve();
    const { signal } = this.ending;
    const asked = ask(current, signal)
      .catch((error: unknown) => {
        if (!signal.aborted) this.setState(failedState(error));
      })
      .finally(() => {
        if (this.asking.get(key) === asked) this.asking.delete(key);
      });
    this.asking.set(key, asked);
    return asked;
  }

  private setState(state: BackendState): void {
    this.stateNow = state;
    this.changed.fire(undefined);
  }
}

/** A device of somebody else has no messages here; that is no trouble of the account's. */
function noneOfAStranger(error: unknown): readonly BackendMessage[] {
  if (error instanceof BackendFailure && /^(notFound|forbidden)$/.test(error.reason)) return [];
  throw error;
}

function failedState(error: unknown): BackendState {
  if (!(error instanceof UserError)) throw error;
  return {
    kind: 'failed',
    reason: error.message,
    failure: error instanceof BackendFailure ? error.reason : undefined,
  };
}
