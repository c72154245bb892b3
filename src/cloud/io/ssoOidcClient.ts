import {
  AccessDeniedException,
  AuthorizationPendingException,
  CreateTokenCommand,
  ExpiredTokenException,
  RegisterClientCommand,
  SlowDownException,
  SSOOIDCClient,
  StartDeviceAuthorizationCommand,
} from '@aws-sdk/client-sso-oidc';
import * as l10n from '@vscode/l10n';
import { explainNetworkCode } from '../../shared/networkFailure';
import { safeLine } from '../../shared/safeText';
import { UserError } from '../../shared/userError';
import type { SsoSession } from '../awsProfile';
import type {
  ClientRegistration,
  DeviceAuthorization,
  DeviceCode,
  TokenAnswer,
} from '../deviceSignIn';
import { HostHttpHandler } from './hostHttpHandler';

/** RFC 8628 §3.4. */
const grantType = 'urn:ietf:params:oauth:grant-type:device_code';

/** Device authorisation as AWS's service "SSO OIDC" offers it. */
export class SsoOidcClient implements DeviceAuthorization {
  private readonly handler = new HostHttpHandler();
  private readonly client: SSOOIDCClient;

  constructor(
    private readonly session: SsoSession,
    endpoint: string | undefined,
  ) {
    this.client = new SSOOIDCClient({
      region: session.region,
      requestHandler: this.handler,
      ...(endpoint === undefined ? {} : { endpoint }),
    });
  }

  async register(signal: AbortSignal): Promise<ClientRegistration> {
    const answer = await this.send(signal, (options) =>
      this.client.send(
        new RegisterClientCommand({
          clientName: 'Sigfox Workbench',
          clientType: 'public',
          scopes: [...this.session.scopes],
        }),
        options,
      ),
    );
    const { clientSecretExpiresAt } = answer;
    return {
      clientId: text(answer.clientId, 'clientId'),
      clientSecret: text(answer.clientSecret, 'clientSecret'),
      expiresAtMs: clientSecretExpiresAt === undefined ? undefined : clientSecretExpiresAt * 1_000,
    };
  }

  async begin(registration: ClientRegistration, signal: AbortSignal): Promise<DeviceCode> {
    const { clientId, clientSecret } = registration;
    const { startUrl } = this.session;
    const answer = await this.send(signal, (options) =>
      this.client.send(
        new StartDeviceAuthorizationCommand({ clientId, clientSecret, startUrl }),
        options,
      ),
    );
    const url = answer.verificationUriComplete ?? answer.verificationUri;
    return {
      deviceCode: text(answer.deviceCode, 'deviceCode'),
      userCode: safeLine(text(answer.userCode, 'userCode'), 40),
      verificationUrl: webAddress(text(url, 'verificationUri')),
      expiresInSeconds: count(answer.expiresIn, 600),
      intervalSeconds: count(answer.interval, 0),
    };
  }

  async ask(
    { clientId, clientSecret }: ClientRegistration,
    deviceCode: string,
    signal: AbortSignal,
  ): Promise<TokenAnswer> {
    const command = new CreateTokenCommand({ clientId, clientSecret, grantType, deviceCode });
    try {
      const answer = await this.client.send(command, { abortSignal: signal });
      return {
        kind: 'token',
        accessToken: text(answer.accessToken, 'accessToken'),
        expiresInSeconds: count(answer.expiresIn, 3_600),
        refreshToken: answer.refreshToken,
      };
    } catch (error) {
      if (error instanceof AuthorizationPendingException) return { kind: 'pending' };
      if (error instanceof SlowDownException) return { kind: 'slowDown' };
      if (error instanceof ExpiredTokenException) return { kind: 'expired' };
      if (error instanceof AccessDeniedException) return { kind: 'denied' };
      // A network that is away for a moment does not end the wait (RFC 8628 §3.5).
      if (signal.aborted || this.mayPass()) return { kind: 'unreachable' };
      throw this.explain(error);
    }
  }

  private mayPass(): boolean {
    const { network, http } = this.handler.lastRequest;
    if (network) return explainNetworkCode(network.code, network.place).mayPass;
    return http !== undefined && http.status >= 500;
  }

  private async send<T>(
    signal: AbortSignal,
    call: (options: { abortSignal: AbortSignal }) => Promise<T>,
  ): Promise<T> {
    try {
      return await call({ abortSignal: signal });
    } catch (error) {
      throw this.explain(error);
    }
  }

  private explain(error: unknown): UserError {
    if (error instanceof UserError) return error;
    const { network, http } = this.handler.lastRequest;
    if (network) return new UserError(explainNetworkCode(network.code, network.place).reason);
    const name = error instanceof Error ? error.name : 'unknown';
    return new UserError(
      l10n.t(
        'The sign-in service of "{0}" answered with {1} (HTTP status {2}). Check "sso_region" and "sso_start_url", or sign in with the AWS CLI.',
        safeLine(this.session.cacheKey, 60),
        safeLine(name, 60),
        http?.status ?? 0,
      ),
      { cause: error },
    );
  }
}

function text(value: string | undefined, name: string): string {
  if (typeof value === 'string' && value !== '' && value.length < 20_000) return value;
  throw new UserError(l10n.t('The sign-in service gave no "{0}".', name));
}

function count(value: number | undefined, otherwise: number): number {
  return typeof value === 'number' && value >= 0 && value < 1_000_000 ? value : otherwise;
}

/** The browser is sent there: an https page, or one on this machine. */
function webAddress(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && url.hostname === '127.0.0.1')) {
    return url.href;
  }
  throw new UserError(l10n.t('The sign-in service names a page that is no https address.'));
}
