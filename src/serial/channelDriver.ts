import { Emitter, type Event } from '../shared/event';
import type { OpenPort, SerialDriver } from './serialDriver';

/** A console without a port: a board that runs inside this program. */
export interface ByteChannel {
  readonly onDidReceive: Event<Uint8Array>;
  /** The board is gone. */
  readonly onDidEnd: Event<unknown>;
  write(bytes: Uint8Array): void;
  /** What opening the port of a real board does to it. */
  reset(): void;
}

/** Opens a channel inside the program where there is one for the address, and a port of the machine otherwise. */
export class ChannelDriver implements SerialDriver {
  constructor(
    private readonly channelAt: (address: string) => ByteChannel | undefined,
    private readonly machine: () => Promise<SerialDriver>,
  ) {}

  async open(...[address, settings]: Parameters<SerialDriver['open']>): Promise<OpenPort> {
    const channel = this.channelAt(address);
    return channel ? new ChannelPort(channel) : (await this.machine()).open(address, settings);
  }
}

class ChannelPort implements OpenPort {
  readonly hasSignals = false;
  private readonly received = new Emitter<Uint8Array>();
  private readonly closed = new Emitter<{ readonly isLost: boolean }>();
  private readonly subscriptions;
  readonly onDidReceive = this.received.event;
  readonly onDidClose = this.closed.event;

  constructor(private readonly channel: ByteChannel) {
    this.subscriptions = [
      channel.onDidReceive((bytes) => this.received.fire(bytes)),
      channel.onDidEnd(() => this.end(true)),
    ];
    channel.reset();
  }

  write(bytes: Uint8Array): Promise<void> {
    this.channel.write(bytes);
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.end(false);
    return Promise.resolve();
  }

  private end(isLost: boolean): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.closed.fire({ isLost });
    this.closed.dispose();
    this.received.dispose();
  }
}
