import { randomUUID } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the stand-in answers the question for a token, before it goes by what the person did in the browser. */
export type Misbehaviour =
  'slowDown' | 'expired' | 'denied' | 'nonsense' | 'huge' | 'unavailable' | 'dropped';

interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** Milliseconds since the Unix epoch, as the portal writes it. */
  readonly expiration: number;
}

/**
 * Stands in for AWS's sign-in service (SSO OIDC) and access portal on 127.0.0.1, with the wire format of both. Whoever
 * opens the page of a code confirms it.
 */
export class SsoStandIn {
  /** One misbehaviour a question, then as it should be. */
  readonly misbehaviours: Misbehaviour[] = [];
  /** What was asked for, in order: paths only. */
  readonly asked: string[] = [];
  /** How long a portal's token holds. */
  tokenSeconds = 28_800;
  private readonly confirmed = new Set<string>();
  private readonly userCodes = new Map<string, string>();
  private readonly tokens = new Set<string>();
  private readonly server = http.createServer((request, response) => {
    void this.answer(request, response);
  });

  private constructor(private readonly credentials: () => Promise<RoleCredentials>) {}

  static async start(credentials: () => Promise<RoleCredentials>): Promise<SsoStandIn> {
    const standIn = new SsoStandIn(credentials);
    await new Promise<void>((resolve) => standIn.server.listen(0, '127.0.0.1', resolve));
    return standIn;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** No token holds any more. */
  revoke(): void {
    this.tokens.clear();
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async answer(
    request: http.IncomingMessage,
    response: http.ServerResponse,
  ): Promise<void> {
    const url = new URL(request.url ?? '', this.url);
    this.asked.push(url.pathname);
    let text = '';
    for await (const chunk of request) text += String(chunk);
    switch (url.pathname) {
      case '/client/register': {
        json(response, 200, {
          clientId: 'CANARY-CLIENT',
          clientSecret: 'CANARY-CLIENT-SECRET',
          clientIdIssuedAt: seconds(),
          clientSecretExpiresAt: seconds() + 7_776_000,
        });
        return;
      }
      case '/device_authorization': {
        this.begin(response);
        return;
      }
      case '/device':
        this.confirmed.add(url.searchParams.get('user_code') ?? '');
        {
          html(response, '<h1>Request approved</h1>');
          return;
        }
      case '/token': {
        this.giveToken(JSON.parse(text) as Record<string, string>, response);
        return;
      }
      case '/federation/credentials':
        return this.giveCredentials(String(request.headers['x-amz-sso_bearer_token']), response);
      default: {
        json(response, 404, {});
        return;
      }
    }
  }

  private begin(response: http.ServerResponse): void {
    const deviceCode = randomUUID();
    const userCode = randomUUID().slice(4, 13).toUpperCase();
    this.userCodes.set(deviceCode, userCode);
    const verificationUri = `${this.url}/device`;
    json(response, 200, {
      deviceCode,
      userCode,
      verificationUri,
      verificationUriComplete: `${verificationUri}?user_code=${userCode}`,
      expiresIn: 600,
      interval: 1,
    });
  }

  private giveToken(asked: Record<string, string>, response: http.ServerResponse): void {
    const misbehaviour = this.misbehaviours.shift();
    switch (misbehaviour) {
      case 'slowDown':
        return refuse(response, 'SlowDownException', 'slow_down');
      case 'expired':
        return refuse(response, 'ExpiredTokenException', 'expired_token');
      case 'denied':
        return refuse(response, 'AccessDeniedException', 'access_denied');
      case 'nonsense':
        return html(response, '<html>Welcome to the hotel network</html>');
      case 'huge':
        return huge(response);
      case 'unavailable':
        return json(response, 503, { message: 'later' });
      case 'dropped':
        response.destroy();
        return;
      case undefined:
    }
    const isRefresh = asked['grantType'] === 'refresh_token';
    const userCode = this.userCodes.get(asked['deviceCode'] ?? '') ?? 'none';
    if (!isRefresh && !this.confirmed.has(userCode)) {
      return refuse(response, 'AuthorizationPendingException', 'authorization_pending');
    }
    const accessToken = `CANARY-TOKEN-${randomUUID()}`;
    this.tokens.add(accessToken);
    json(response, 200, {
      accessToken,
      expiresIn: this.tokenSeconds,
      refreshToken: 'CANARY-REFRESH-TOKEN',
      tokenType: 'Bearer',
    });
  }

  private async giveCredentials(token: string, response: http.ServerResponse): Promise<void> {
    if (this.tokens.has(token)) json(response, 200, { roleCredentials: await this.credentials() });
    else refuse(response, 'UnauthorizedException', 'invalid', 401);
  }
}

const seconds = () => Math.floor(Date.now() / 1_000);

function json(response: http.ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

function html(response: http.ServerResponse, body: string): void {
  response.writeHead(200, { 'content-type': 'text/html' });
  response.end(body);
}

function refuse(response: http.ServerResponse, name: string, error: string, status = 400): void {
  response.setHeader('x-amzn-errortype', name);
  json(response, status, { error, error_description: name });
}

/** A gigabyte, as fast as it is taken. */
function huge(response: http.ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  const block = Buffer.alloc(1_000_000, 'x');
  let left = 1_000;
  const more = () => {
    while (left > 0) {
      left -= 1;
      if (!response.write(block)) {
        response.once('drain', more);
        return;
      }
    }
    response.end();
  };
  more();
}
