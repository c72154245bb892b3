import { Aedes } from 'aedes';
import { randomBytes } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createWebSocketStream, WebSocketServer } from 'ws';
import type { AwsCredentials } from '../../messages/connection';
import type { Clock } from '../../shared/clock';
import type { Broker, Fault } from '../broker';
import { ConnectionGuard } from './connectionGuard';
import { signatureProblem } from './sigV4Check';

const region = 'eu-west-1';

/** MQTT 3.1.1 §3.2.2.3: connection refused, not authorized. */
class NotAuthorized extends Error {
  readonly returnCode = 5;
}

/**
 * An MQTT broker on 127.0.0.1 that behaves like AWS IoT Core: signed WebSockets only, AWS's limits, one connection a
 * client id. It speaks MQTT 3.1.1 and refuses 5, which AWS speaks too: the one difference a client can see.
 */
export class AwsLikeBroker implements Broker {
  readonly region = region;
  readonly credentials: AwsCredentials = {
    accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(30).toString('base64url'),
    sessionToken: randomBytes(60).toString('base64'),
  };
  url = '';
  private port = 0;
  private fault: Fault | undefined;
  private server: http.Server | undefined;
  private readonly sockets = new Set<Socket>();
  private readonly guards = new Set<ConnectionGuard>();
  private readonly webSockets = new WebSocketServer({
    noServer: true,
    // Larger frames than this hold more than the largest payload.
    maxPayload: 192 * 1024,
    handleProtocols: (offered) => (offered.has('mqtt') ? 'mqtt' : false),
  });

  private constructor(
    private readonly clock: Clock,
    private readonly aedes: Aedes,
  ) {
    aedes.authenticate = (_client, _user, _password, done) => {
      if (this.fault !== 'connectRefused') return done(null, true);
      done(new NotAuthorized(), false);
    };
    aedes.authorizeSubscribe = (_client, subscription, done) =>
      done(null, this.fault === 'subscribeRefused' ? null : subscription);
    aedes.authorizeForward = ({ conn }, packet) =>
      conn instanceof ConnectionGuard && !conn.mayDeliver() ? null : packet;
    // A limit or a cut connection is no news here: the client is told by the end of its connection.
    aedes.on('clientError', () => undefined);
    aedes.on('connectionError', () => undefined);
  }

  static async start(clock: Clock): Promise<AwsLikeBroker> {
    const broker = new AwsLikeBroker(
      clock,
      await Aedes.createBroker({ heartbeatInterval: 3_600_000 }),
    );
    await broker.listen();
    return broker;
  }

  publish(topic: string, body: Uint8Array): Promise<void> {
    if (this.fault === 'brokerAway') return Promise.reject(new Error('the broker is away'));
    return new Promise((resolve, reject) => {
      this.aedes.publish(
        { cmd: 'publish', topic, payload: Buffer.from(body), qos: 1, retain: false, dup: false },
        (error) => (error ? reject(error) : resolve()),
      );
    });
  }

  async setFault(fault: Fault | undefined): Promise<void> {
    const previous = this.fault;
    this.fault = fault;
    if (previous === 'brokerAway' && fault !== 'brokerAway') await this.listen();
    if (previous === 'networkGone' && fault !== 'networkGone') this.cutAll();
    switch (fault) {
      case 'brokerAway':
        return this.goAway();
      case 'networkGone':
        for (const guard of this.guards) guard.freeze();
        return;
      case 'connectRefused':
      case 'subscribeRefused':
        this.cutAll();
        return;
      case 'takenOver':
        // The broker ends the older of two connections with one client id (MQTT 3.1.1 §3.1.4).
        for (const guard of this.guards) guard.destroy();
        return;
      case undefined:
        return;
    }
  }

  async close(): Promise<void> {
    await this.goAway();
    this.webSockets.close();
    await new Promise<void>((resolve) => this.aedes.close(resolve));
  }

  /** How many clients are connected and ready, for tests. */
  get clientCount(): number {
    return this.aedes.connectedClients;
  }

  /** Listens on the port it had before, or on any that is free. */
  private listen(): Promise<void> {
    const server = http.createServer((_request, response) => response.writeHead(426).end());
    this.server = server;
    server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
    server.on('upgrade', (request, socket, head) => this.admit(request, socket, head));
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.port, '127.0.0.1', () => {
        this.port = (server.address() as AddressInfo).port;
        this.url = `ws://127.0.0.1:${this.port}/mqtt`;
        resolve();
      });
    });
  }

  /** Lets a WebSocket in that is signed and does not come from a page; AWS answers 403 to all others. */
  private admit(request: http.IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    // The network is gone: the request is never answered.
    if (this.fault === 'networkGone') return;
    const host = `127.0.0.1:${this.port}`;
    const problem = this.requestProblem(request, host);
    if (problem !== undefined) return refuse(socket, problem, this.clock.now());
    this.webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      const guard = new ConnectionGuard(createWebSocketStream(webSocket), () => this.clock.now());
      this.guards.add(guard);
      guard.once('close', () => this.guards.delete(guard));
      guard.on('error', () => undefined);
      this.aedes.handle(guard, request);
    });
  }

  private requestProblem(request: http.IncomingMessage, host: string): string | undefined {
    // A page of any site could reach a port of this machine; our client sends no Origin.
    if (request.headers.origin !== undefined) return 'foreign origin';
    if (request.headers.host !== host) return 'foreign host';
    const target = request.url ?? '/';
    if (!target.startsWith('/mqtt?')) return 'no such path';
    return signatureProblem(target, host, this.credentials, region, this.clock.now());
  }

  private async goAway(): Promise<void> {
    const server = this.server;
    this.server = undefined;
    this.cutAll();
    if (server) await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  private cutAll(): void {
    for (const socket of this.sockets) socket.destroy();
  }
}

function refuse(socket: Duplex, reason: string, nowMs: number): void {
  const body = JSON.stringify({ message: 'Forbidden', reason });
  socket.end(
    [
      'HTTP/1.1 403 Forbidden',
      `Date: ${new Date(nowMs).toUTCString()}`,
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}
