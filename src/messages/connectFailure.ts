import * as l10n from '@vscode/l10n';
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

/** Where and how the attempt was made. */
export interface AttemptFacts {
  /** `host:port` */
  readonly place: string;
  readonly clientId: string;
  readonly nowMs: number;
  /** AWS names rights; any other broker knows users. */
  readonly kind: 'aws' | 'broker';
  /** The scheme of the address: what to try instead depends on it. */
  readonly scheme: 'mqtt' | 'mqtts' | 'ws' | 'wss';
  /** The broker had let us in before. */
  readonly wasOpen: boolean;
}

/** Turns a failure into words: what failed, of whose making, and what to do next. */
export function explainFailure(failure: ConnectFailure, facts: AttemptFacts): SessionEnd {
  if (failure.http) return explainHttp(failure.http, facts);
  if (failure.returnCode !== undefined) return explainReturnCode(failure.returnCode, facts);
  return explainCode(failure.code, facts);
}

/** AWS accepts signatures up to five minutes off its own clock. */
const allowedClockDifferenceMs = 5 * 60_000;

function explainHttp(
  { status, dateMs }: { readonly status: number; readonly dateMs: number | undefined },
  { place, nowMs, kind }: AttemptFacts,
): SessionEnd {
  if (status === 407) {
    return refused(
      l10n.t(
        'The proxy wants a user name and password. Write them into the setting "{0}".',
        'http.proxy',
      ),
    );
  }
  if (status === 404) {
    return refused(l10n.t('{0} has no MQTT at this path. Brokers often use "/mqtt".', place));
  }
  if (status !== 403 && status !== 401) {
    return lost(l10n.t('{0} answered with HTTP status {1}.', place, status));
  }
  const differenceMs = dateMs === undefined || kind !== 'aws' ? 0 : dateMs - nowMs;
  if (Math.abs(differenceMs) > allowedClockDifferenceMs) {
    const minutes = Math.round(Math.abs(differenceMs) / 60_000);
    return refused(
      differenceMs > 0
        ? l10n.t('Your clock is {0} min behind AWS.', minutes)
        : l10n.t('Your clock is {0} min ahead of AWS.', minutes),
    );
  }
  const reason = l10n.t('{0} does not accept the credentials.', place);
  return { kind: 'refused', reason, isAboutCredentials: true };
}

function explainReturnCode(code: number, { clientId, kind }: AttemptFacts): SessionEnd {
  switch (code) {
    // MQTT 3.1.1 §3.2.2.3; AWS IoT answers 7 to a connect its policies do not allow; MQTT 5 §3.2.2.2.
    case 5:
    case 7:
    case 0x87:
      if (kind !== 'aws') return badLogin();
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
      return badLogin();
    case 2:
    case 0x85:
      return refused(l10n.t('The broker does not accept the client id.'));
    case 0x8e:
      return takenOver();
    default:
      return lost(l10n.t('The broker is not available (code {0}).', code));
  }
}

function badLogin(): SessionEnd {
  return refused(
    l10n.t('The broker does not accept the user name or password. Change them in the connection.'),
  );
}

function explainCode(code: string | undefined, facts: AttemptFacts): SessionEnd {
  const { place } = facts;
  switch (code) {
    case 'ECONNREFUSED':
      return lost(
        l10n.t('Nothing listens on {0}. The broker may be down, or the port another.', place),
      );
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return lost(
        l10n.t('The name of {0} is not known. Check the address and the network.', place),
      );
    case 'ENETUNREACH':
    case 'EHOSTUNREACH':
    case 'ENETDOWN':
      return lost(l10n.t('The network is unreachable.'));
    case 'ETIMEDOUT':
      return lost(doesNotAnswer(facts));
    case 'ECONNRESET':
    case 'EPIPE':
    case undefined:
      return lost(closedIt(facts));
    default:
      return explainTls(code, facts) ?? lost(l10n.t('{0} cannot be reached ({1}).', place, code));
  }
}

/** One that closes before it says a word is spoken to in the wrong way, as a rule. */
function closedIt({ place, kind, scheme, wasOpen }: AttemptFacts): string {
  if (wasOpen || kind === 'aws') return l10n.t('The broker closed the connection.');
  return scheme === 'mqtts' || scheme === 'wss'
    ? l10n.t('{0} closed the connection before it answered. The port may not speak TLS.', place)
    : l10n.t(
        '{0} closed the connection before it answered. The port may want TLS ("{1}").',
        place,
        `${scheme}s:`,
      );
}

function doesNotAnswer({ place, scheme, wasOpen }: AttemptFacts): string {
  if (wasOpen) return l10n.t('{0} does not answer.', place);
  return scheme === 'mqtt' || scheme === 'mqtts'
    ? l10n.t(
        '{0} does not answer. A firewall may block the port; many brokers also listen for WebSockets on 443 ("{1}").',
        place,
        'wss:',
      )
    : l10n.t('{0} does not answer. A firewall may block the port.', place);
}

/** Codes of OpenSSL's verification and of TLS alerts (RFC 8446 §6), as Node names them. */
function explainTls(code: string, { place, kind }: AttemptFacts): SessionEnd | undefined {
  if (/^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_)/.test(code)) {
    return refused(
      kind === 'aws'
        ? l10n.t(
            'Self-signed certificate in the chain of {0}. If your company checks the traffic, add its certificate to those of the operating system.',
            place,
          )
        : l10n.t(
            'The certificate of {0} comes from an authority that is not known here. If it is your own, give its CA file in the connection.',
            place,
          ),
    );
  }
  if (/CERT_HAS_EXPIRED|CERT_NOT_YET_VALID/.test(code)) {
    return refused(
      l10n.t(
        'The certificate of {0} has expired or is not valid yet. Renew it on the broker, or mend the clock here.',
        place,
      ),
    );
  }
  if (/ALTNAME_INVALID|HOSTNAME_MISMATCH/.test(code)) {
    return refused(
      l10n.t(
        'The certificate of {0} was made for another name. Connect by the name that is in it.',
        place,
      ),
    );
  }
  if (/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST/.test(code)) {
    return refused(
      l10n.t('{0} does not speak TLS. Choose the port that does, or connect without TLS.', place),
    );
  }
  if (/ALERT|CERTIFICATE_REQUIRED/.test(code)) {
    return refused(
      l10n.t(
        '{0} wants a client certificate that it knows. Give certificate and key file in the connection.',
        place,
      ),
    );
  }
  return /CERT|ERR_TLS|ERR_SSL|ERR_OSSL/.test(code)
    ? refused(l10n.t('The certificate of {0} is not trusted ({1}).', place, code))
    : undefined;
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
