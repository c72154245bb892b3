import http from 'node:http';
import type { AddressInfo } from 'node:net';

type Answer = readonly [status: number, errorType: string, body: Record<string, unknown>];

/**
 * Stands in for the two calls of AWS IoT's data plane about a client (API reference, GetConnection and
 * ListSubscriptions), on 127.0.0.1: what it knows of clients is written into it.
 */
export class IotDataPlane {
  readonly clients = new Map<string, readonly string[]>();
  /** Calls it does not allow. */
  readonly denied = new Set<'GetConnection' | 'ListSubscriptions'>();
  /** Services that signatures were made for. */
  readonly signedFor: string[] = [];
  private readonly server = http.createServer((request, response) => {
    const [status, type, body] = this.answer(request);
    const headers = { 'content-type': 'application/json', 'x-amzn-errortype': type };
    response.writeHead(status, headers).end(JSON.stringify(body));
  });

  static async start(): Promise<IotDataPlane> {
    const plane = new IotDataPlane();
    await new Promise<void>((resolve) => plane.server.listen(0, '127.0.0.1', resolve));
    return plane;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private answer({ url = '', method, headers }: http.IncomingMessage): Answer {
    const { pathname } = new URL(url, this.url);
    const [, id = '', list] = /^\/connections\/([^/]+)(\/subscriptions)?$/.exec(pathname) ?? [];
    const [, service] =
      /Credential=[^,]*\/(\w+)\/aws4_request/.exec(headers.authorization ?? '') ?? [];
    if (method !== 'GET' || id === '') return [404, 'NotFoundException', { message: pathname }];
    if (service === undefined) return [403, 'ForbiddenException', { message: 'not signed' }];
    this.signedFor.push(service);
    if (this.denied.has(list === undefined ? 'GetConnection' : 'ListSubscriptions')) {
      return [403, 'ForbiddenException', { message: null, traceId: 'a1' }];
    }
    const clientId = decodeURIComponent(id);
    const filters = this.clients.get(clientId);
    if (!filters) return [404, 'ResourceNotFoundException', { message: 'No such client' }];
    return list === undefined
      ? [200, '', { connected: true, clientId, cleanSession: true, connectedSince: Date.now() }]
      : [200, '', { subscriptions: filters.map((topicFilter) => ({ topicFilter, qos: 1 })) }];
  }
}
