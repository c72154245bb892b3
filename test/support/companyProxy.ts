import fs from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo, type Socket } from 'node:net';
import path from 'node:path';
import type { Duplex } from 'node:stream';

/** What the proxy does with a request to connect. */
export type ProxyManner = 'checks' | 'wantsPassword' | 'isSilent';

/**
 * A company's proxy on 127.0.0.1: it lets CONNECT through, opens the TLS inside with a certificate of its own authority,
 * and hands what is in there, WebSockets too, to one plain server, whatever name was asked for.
 */
export class CompanyProxy {
  manner: ProxyManner = 'checks';
  authority: 'known' | 'unknown' = 'known';
  /** The server behind it wants to be asked by its own name. */
  renamesHost = false;
  /** `host:port` of every CONNECT. */
  readonly connects: string[] = [];
  private readonly sockets = new Set<Duplex>();
  private readonly inside: Readonly<Record<'known' | 'unknown', https.Server>>;
  private readonly server = http.createServer((_request, response) => {
    response.writeHead(501).end();
  });

  private constructor(
    folder: string,
    private readonly target: URL,
  ) {
    this.inside = {
      known: this.openTls(folder, 'known'),
      unknown: this.openTls(folder, 'unknown'),
    };
    this.server.on('connect', (request, socket) => this.connect(request.url ?? '', socket));
  }

  static async start(folder: string, target: string): Promise<CompanyProxy> {
    const proxy = new CompanyProxy(folder, new URL(target));
    const servers = [proxy.server, proxy.inside.known, proxy.inside.unknown];
    await Promise.all(servers.map((server) => listen(server)));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${portOf(this.server)}`;
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
    for (const server of [this.server, this.inside.known, this.inside.unknown]) server.close();
  }

  private connect(asked: string, socket: Duplex): void {
    this.connects.push(asked);
    this.keep(socket);
    if (this.manner === 'isSilent') return;
    if (this.manner === 'wantsPassword') {
      const words = 'HTTP/1.1 407 Proxy Authentication Required\r\n';
      socket.end(`${words}Proxy-Authenticate: Basic realm="Company"\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const inner = this.keep(net.connect(portOf(this.inside[this.authority]), '127.0.0.1'));
    inner.once('connect', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      socket.pipe(inner).pipe(socket);
    });
  }

  private openTls(folder: string, authority: string): https.Server {
    const read = (ending: string) =>
      fs.readFileSync(path.join(folder, `${authority}-server.${ending}`));
    const server = https.createServer({ key: read('key'), cert: read('crt') });
    server.on('request', (request: http.IncomingMessage, response: http.ServerResponse) => {
      const { method, url } = request;
      const host = this.renamesHost ? { host: this.target.host } : {};
      const headers = { ...request.headers, ...host };
      const sent = http.request({ ...this.place(), method, headers, path: url }, (answer) => {
        response.writeHead(answer.statusCode ?? 0, answer.headers);
        answer.pipe(response);
      });
      sent.on('error', () => response.destroy());
      request.pipe(sent);
    });
    server.on('upgrade', (request: http.IncomingMessage, socket: Socket) => {
      const inner = this.keep(net.connect(this.place()));
      this.keep(socket);
      inner.once('connect', () => {
        const headers = Object.entries(request.headers).map(
          ([name, value]) => `${name}: ${String(value)}\r\n`,
        );
        inner.write(`GET ${request.url ?? ''} HTTP/1.1\r\n${headers.join('')}\r\n`);
        socket.pipe(inner).pipe(socket);
      });
    });
    return server;
  }

  private place(): { host: string; port: number } {
    return { host: this.target.hostname, port: Number(this.target.port) };
  }

  private keep<T extends Duplex>(socket: T): T {
    this.sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => this.sockets.delete(socket));
    return socket;
  }
}

function listen(server: http.Server | https.Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
}

function portOf(server: http.Server | https.Server): number {
  return (server.address() as AddressInfo).port;
}
