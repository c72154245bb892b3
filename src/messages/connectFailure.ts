import * as l10n from '@vscode/l10n';
import { explainNetworkCode, proxyAuthenticationCode } from '../shared/networkFailure';
import type { SessionEnd } from './messageSource';

/** What is known of an attempt that failed; every part may be absent. */
export interface ConnectFailure {
  /** Code of the operating system or of TLS, such as `ECONNREFUSED`. */
  readonly code?: string;
  /** Return code of MQTT 3.1.1, or reason code of MQTT 5. */
  readonly returnCode?: number;
  /** Answer to the WebSocket's request, with the other side's clock. */
  readonly http?: { readonly status: number; readonly dateMs: number | undefined };
}

/** Turns a failure into words: what failed, and of whose making. `place` is `host:port`. */
export function explainFailure(
  failure: ConnectFailure,
  { place, clientId, nowMs }: { place: string; clientId: string; nowMs: number },
): SessionEnd {
  if (failure.http) return explainHttp(failure.http, place, nowMs);
  if (failure.returnCode !== undefined) return explainReturnCode(failure.returnCode, clientId);
  return explainCode(failure.code, place);
}

/** A session that was open, and whose other side does not answer any more. */
export const silentCode = 'SILENT';

/** AWS accepts signatures up to five minutes off its own clock. */
const allowedClockDifferenceMs = 5 * 60_000;

function explainHttp(
  { status, dateMs }: { readonly status: number; readonly dateMs: number | undefined },
  place: string,
  nowMs: number,
): SessionEnd {
  if (status === 407) return explainCode(proxyAuthenticationCode, place);
  if (status !== 403 && status !== 401) {
    return lost(l10n.t('{0} answered with HTTP status {1}.', place, status));
  }
  const differenceMs = dateMs === undefined ? 0 : dateMs - nowMs;
  if (Math.abs(differenceMs) > allowedClockDifferenceMs) {
    const minutes = Math.round(Math.abs(differenceMs) / 60_000);
    return refused(
      differenceMs > 0
        ? l10n.t('Your clock is {0} min behind AWS.', minutes)
        : l10n.t('Your clock is {0} min ahead of AWS.', minutes),
    );
  }
  return refused(l10n.t('{0} does not accept the credentials.', place));
}

function explainReturnCode(code: number, clientId: string): SessionEnd {
  switch (code) {
    // MQTT 3.1.1 §3.2.2.3; AWS IoT answers 7 to a connect its policies do not allow; MQTT 5 §3.2.2.2.
    case 5:
    case 7:
    case 0x87:
      return {
        kind: 'refused',
        reason: l10n.t(
          'The broker refused the connection: "{0}" is not allowed on "{1}".',
          'iot:Connect',
          `client/${clientId}`,
        ),
        missing: { action: 'iot:Connect', resource: `client/${clientId}` },
      };
    case 4:
    case 0x86:
      return refused(l10n.t('The broker does not accept the user name or password.'));
    case 2:
    case 0x85:
      return refused(l10n.t('The broker does not accept the client id.'));
    case 0x8e:
      return takenOver();
    default:
      return lost(l10n.t('The broker is not available (code {0}).', code));
  }
}

function explainCode(code: string | undefined, place: string): SessionEnd {
  if (code === undefined || code === 'ECONNRESET' || code === 'EPIPE') {
    return lost(l10n.t('The broker closed the connection.'));
  }
  if (code === silentCode) return lost(l10n.t('{0} does not answer.', place));
  const { reason, mayPass } = explainNetworkCode(code, place);
  return mayPass ? lost(reason) : refused(reason);
}

/** Another client came with the same client id. */
export function takenOver(): SessionEnd {
  return { kind: 'takenOver', reason: l10n.t('Another client took over the client id.') };
}

function lost(reason: string): SessionEnd {
  return { kind: 'lost', reason };
}

function refused(reason: string): SessionEnd {
  return { kind: 'refused', reason };
}
