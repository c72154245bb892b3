import { createHash, timingSafeEqual } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ApiUser } from '../../sigfox/io/httpBackendApi';
import type { VirtualBackend } from '../network/virtualBackend';

/** The REST API v2 of the virtual backend on 127.0.0.1, behind basic auth as the real one. */
export class BackendServer {
  private constructor(
    private readonly server: http.Server,
    readonly baseUrl: string,
  ) {}

  static async start(backend: VirtualBackend, user: ApiUser): Promise<BackendServer> {
    const server = http.createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const baseUrl = `http://${host}/v2`;
    server.on('request', (request, response) => {
      request.resume();
      const url = new URL(request.url ?? '/', baseUrl);
      const { status, body } = refusal(request, host, user) ?? {
        ...(url.pathname.startsWith('/v2/')
          ? backend.answer(
              request.method ?? 'GET',
              url.pathname.slice('/v2'.length),
              url.searchParams,
              baseUrl,
            )
          : { status: 404, body: undefined }),
      };
      const text = body === undefined ? '' : JSON.stringify(body);
      response.writeHead(status, { 'content-type': 'application/json' }).end(text);
    });
    return new BackendServer(server, baseUrl);
  }

  dispose(): void {
    void this.close();
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }
}

/** A page of any site could reach a port of this machine; it neither knows the user nor may it ask. */
function refusal(
  request: http.IncomingMessage,
  host: string,
  { login, password }: ApiUser,
): { readonly status: number; readonly body: object } | undefined {
  const { origin, authorization = '' } = request.headers;
  if (origin !== undefined || request.headers.host !== host) {
    return { status: 403, body: { message: 'Forbidden' } };
  }
  const expected = `Basic ${Buffer.from(`${login}:${password}`).toString('base64')}`;
  return timingSafeEqual(digest(authorization), digest(expected))
    ? undefined
    : { status: 401, body: { message: 'Unauthorized' } };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
