import * as l10n from '@vscode/l10n';
import type { Clock } from '../shared/clock';
import { UserError } from '../shared/userError';
import type { SsoSession } from './awsProfile';
import type { SsoToken } from './ssoToken';

/** This program as the portal knows it. */
export interface ClientRegistration {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly expiresAtMs: number | undefined;
}

/** What the person needs: where to go, and the code that page has to show. */
export interface DeviceCode {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly verificationUrl: string;
  readonly expiresInSeconds: number;
  readonly intervalSeconds: number;
}

/** One answer to the question whether the person has agreed. */
export type TokenAnswer =
  | {
      readonly kind: 'token';
      readonly accessToken: string;
      readonly expiresInSeconds: number;
      readonly refreshToken: string | undefined;
    }
  | { readonly kind: 'pending' | 'slowDown' | 'expired' | 'denied' | 'unreachable' };

/** The device authorisation of an AWS access portal (RFC 8628). Calls reject with a UserError. */
export interface DeviceAuthorization {
  register(signal: AbortSignal): Promise<ClientRegistration>;
  begin(registration: ClientRegistration, signal: AbortSignal): Promise<DeviceCode>;
  ask(
    registration: ClientRegistration,
    deviceCode: string,
    signal: AbortSignal,
  ): Promise<TokenAnswer>;
}

/** RFC 8628 §3.5: the interval where none is given, and what "slow down" adds to it. */
const defaultIntervalSeconds = 5;
const slowDownSeconds = 5;

/**
 * Signs in by a code that the person confirms in the browser. Resolves with the token, or with undefined when the
 * signal was aborted; rejects with a UserError that says what to do.
 */
export async function signInByDevice(
  session: SsoSession,
  doors: {
    readonly authorization: DeviceAuthorization;
    readonly clock: Clock;
    /** Shows the code and opens the browser; false when the person left. */
    show(code: DeviceCode): Promise<boolean>;
  },
  signal: AbortSignal,
): Promise<SsoToken | undefined> {
  const { authorization, clock } = doors;
  const registration = await authorization.register(signal);
  const code = await authorization.begin(registration, signal);
  const endsAtMs = clock.now() + code.expiresInSeconds * 1_000;
  if (!(await doors.show(code))) return undefined;
  let intervalSeconds = Math.max(1, code.intervalSeconds || defaultIntervalSeconds);
  while (clock.now() < endsAtMs) {
    if (!(await wait(clock, intervalSeconds * 1_000, signal))) return undefined;
    const answer = await authorization.ask(registration, code.deviceCode, signal);
    switch (answer.kind) {
      case 'token':
        return tokenOf(session, registration, answer, clock.now());
      case 'slowDown':
        intervalSeconds += slowDownSeconds;
        break;
      case 'denied':
        throw new UserError(l10n.t('The sign-in was refused in the browser.'));
      case 'expired':
        throw codeExpired();
      case 'pending':
      case 'unreachable':
    }
  }
  throw codeExpired();
}

function tokenOf(
  { startUrl, region }: SsoSession,
  { clientId, clientSecret, expiresAtMs }: ClientRegistration,
  answer: TokenAnswer & { readonly kind: 'token' },
  nowMs: number,
): SsoToken {
  return {
    startUrl,
    region,
    accessToken: answer.accessToken,
    expiresAtMs: nowMs + answer.expiresInSeconds * 1_000,
    clientId,
    clientSecret,
    ...(expiresAtMs === undefined ? {} : { registrationExpiresAtMs: expiresAtMs }),
    ...(answer.refreshToken === undefined ? {} : { refreshToken: answer.refreshToken }),
  };
}

/** False when the signal was aborted meanwhile. */
function wait(clock: Clock, delayMs: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const finish = () => {
      timer.dispose();
      signal.removeEventListener('abort', finish);
      resolve(!signal.aborted);
    };
    const timer = clock.after(signal.aborted ? 0 : delayMs, finish);
    signal.addEventListener('abort', finish);
  });
}

function codeExpired(): UserError {
  return new UserError(l10n.t('The code was not confirmed in time.'), {
    action: { title: l10n.t('Sign In'), command: 'sigfox.cloud.signIn' },
  });
}
