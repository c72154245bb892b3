import type { Disposable } from '../shared/disposable';
import { Emitter } from '../shared/event';
import { type DeviceMatch, type DevicePort, findDevice } from '../shared/usbDevice';

/** Somebody who has a port open and gives it up when another needs it: a monitor, a plotter, another extension. */
export interface PortHolder {
  /** As people know it: "Serial Monitor". */
  readonly name: string;
  /** Closes the port; resolves when it is closed. */
  release(): Promise<void>;
  /**
   * The port may be opened again: at this address, which may be another than before, or not at all when the device has
   * not come back.
   */
  resume(address: string | undefined): void;
}

/** A port that is somebody's alone until it is given back. */
export interface PortLease {
  readonly address: string;
  /** Gives the port back; `address` is where the device is now, for those who know. Giving back twice does nothing. */
  release(address?: string): Promise<void>;
}

/** What the broker knows of the ports of the machine. */
export interface PortsView {
  readonly ports: readonly DevicePort[];
  readonly onDidChange: (listener: () => void) => Disposable;
}

/** Asks the person which of several devices is meant; undefined when they do not say. */
export type ChooseDevice = (candidates: readonly DevicePort[]) => Promise<DevicePort | undefined>;

/** A board that re-enumerates is back within seconds; one that was pulled out is not waited for. */
const returnPatienceMs = 5_000;

/**
 * Says who has which port. A lease makes holders let go first and lets them in again afterwards, at the address where
 * their device is then: they are followed by the device, never by the name of the port. Leases of one port wait for each
 * other.
 */
export class PortBroker implements Disposable {
  private readonly holders = new Map<PortHolder, DevicePort>();
  private readonly queues = new Map<string, Promise<unknown>>();
  private readonly leased = new Map<string, string>();
  private readonly changed = new Emitter<undefined>();

  /** A port was taken or given back. */
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly view: PortsView,
    private readonly after: (delayMs: number, callback: () => void) => Disposable,
    private readonly choose: ChooseDevice,
  ) {}

  /** Says that somebody has the port open, until it is disposed. */
  hold(port: DevicePort, holder: PortHolder): Disposable {
    this.holders.set(holder, port);
    this.changed.fire(undefined);
    return {
      dispose: () => {
        if (this.holders.delete(holder)) this.changed.fire(undefined);
      },
    };
  }

  /** Who has the port, in words; undefined when nobody of ours has. */
  userOf(address: string): string | undefined {
    const holder = [...this.holders].find(([, port]) => port.address === address)?.[0];
    return this.leased.get(address) ?? holder?.name;
  }

  /** Takes the port for somebody alone, as soon as those before are done; an aborted wait rejects. */
  async lease(port: DevicePort, name: string, signal: AbortSignal): Promise<PortLease> {
    const before = this.queues.get(port.address) ?? Promise.resolve();
    let finish: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const queue = before.then(() => finished);
    this.queues.set(port.address, queue);
    try {
      await until(before, signal);
      const displaced = await this.displace(port.address);
      this.leased.set(port.address, name);
      this.changed.fire(undefined);
      return this.leaseOf(port, displaced, finish);
    } catch (error) {
      finish();
      throw error;
    }
  }

  dispose(): void {
    this.changed.dispose();
    this.holders.clear();
  }

  private leaseOf(
    port: DevicePort,
    displaced: readonly PortHolder[],
    finish: () => void,
  ): PortLease {
    let isReleased = false;
    const presence = this.watchPresence(port);
    return {
      address: port.address,
      release: async (address) => {
        if (isReleased) return;
        isReleased = true;
        this.leased.delete(port.address);
        this.changed.fire(undefined);
        try {
          if (displaced.length === 0) return;
          const now = presence.wasInterrupted() ? await this.follow(port, address) : port;
          for (const holder of displaced) this.letIn(holder, now);
        } finally {
          presence.dispose();
          finish();
        }
      },
    };
  }

  /** A port that has stayed needs no looking for; one that is not in the list cannot be seen to go. */
  private watchPresence(wanted: DevicePort): Disposable & { wasInterrupted(): boolean } {
    const isThere = () => {
      const atAddress = this.view.ports.filter(({ address }) => address === wanted.address);
      return findDevice(wanted, atAddress).kind === 'found';
    };
    const isListed = isThere();
    let hasLeft = false;
    const subscription = this.view.onDidChange(() => {
      hasLeft ||= isListed && !isThere();
    });
    return { wasInterrupted: () => hasLeft, dispose: () => subscription.dispose() };
  }

  private async displace(address: string): Promise<readonly PortHolder[]> {
    const displaced = [...this.holders]
      .filter(([, port]) => port.address === address)
      .map(([holder]) => holder);
    for (const holder of displaced) await holder.release();
    return displaced;
  }

  private letIn(holder: PortHolder, now: DevicePort | undefined): void {
    // It may have gone for good while it was waiting.
    if (!this.holders.has(holder)) return;
    if (now) this.holders.set(holder, now);
    holder.resume(now?.address);
  }

  /** Where the device is after it was used: what the uploader says is believed when it is the same device. */
  private async follow(
    port: DevicePort,
    said: string | undefined,
  ): Promise<DevicePort | undefined> {
    const match = await this.comesBack(port);
    if (match.kind === 'found') return match.port;
    if (match.kind === 'gone') return undefined;
    const named = match.candidates.find(({ address }) => address === said);
    return named ?? this.choose(match.candidates);
  }

  private comesBack(port: DevicePort): Promise<DeviceMatch<DevicePort>> {
    const look = () => findDevice(port, this.view.ports);
    const first = look();
    if (first.kind !== 'gone') return Promise.resolve(first);
    return new Promise((resolve) => {
      const settle = (match: DeviceMatch<DevicePort>) => {
        subscription.dispose();
        patience.dispose();
        resolve(match);
      };
      const subscription = this.view.onDidChange(() => {
        const match = look();
        if (match.kind !== 'gone') settle(match);
      });
      const patience = this.after(returnPatienceMs, () => settle({ kind: 'gone' }));
    });
  }
}

function until(promise: Promise<unknown>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(new Error('The wait for the port was given up.'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    void promise.then(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    });
  });
}
