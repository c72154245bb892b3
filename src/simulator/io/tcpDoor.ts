import { once } from 'node:events';
import net from 'node:net';
import { Emitter } from '../../shared/event';
import type { SerialDoor } from './serialDoor';

/**
 * The console on a TCP port of this machine: avrdude takes it as `net:127.0.0.1:<port>`, and that is the way where
 * there are no pseudo-terminals. Connecting is opening; like a serial port, one program has it at a time.
 */
export class TcpDoor implements SerialDoor {
  private client: net.Socket | undefined;
  private readonly opened = new Emitter<undefined>();
  private readonly closed = new Emitter<undefined>();
  private readonly received = new Emitter<Uint8Array>();

  readonly onDidOpen = this.opened.event;
  readonly onDidClose = this.closed.event;
  readonly onDidReceive = this.received.event;

  static async listen(): Promise<TcpDoor> {
    const server = net.createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new TcpDoor(server);
  }

  private constructor(private readonly server: net.Server) {
    server.on('connection', (socket) => this.accept(socket));
  }

  get address(): string {
    const address = this.server.address();
    return `net:127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  }

  write(bytes: Uint8Array): void {
    this.client?.write(bytes);
  }

  /** Sockets move their bytes by themselves. */
  pump(): void {}

  dispose(): void {
    this.server.close();
    this.client?.destroy();
    for (const emitter of [this.opened, this.closed]) emitter.dispose();
    this.received.dispose();
  }

  private accept(socket: net.Socket): void {
    if (this.client) {
      socket.destroy();
      return;
    }
    this.client = socket;
    socket.setNoDelay(true);
    socket.on('data', (bytes) => this.received.fire(Uint8Array.from(bytes)));
    // A reset by the other end is a close like any other.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.client = undefined;
      this.closed.fire(undefined);
    });
    this.opened.fire(undefined);
  }
}
