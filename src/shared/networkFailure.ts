import * as l10n from '@vscode/l10n';

/** Why a connection did not come about, in words with a next step. */
export interface NetworkFailure {
  readonly reason: string;
  /** Trying again later may help by itself; otherwise a person has to change something first. */
  readonly mayPass: boolean;
}

/** The code that stands for a proxy's answer 407, which is no code of the operating system. */
export const proxyAuthenticationCode = 'PROXY_AUTHENTICATION';

/** Words for a code of the operating system, of TLS or of a proxy. `place` is `host:port`. */
export function explainNetworkCode(code: string, place: string): NetworkFailure {
  switch (code) {
    case 'ECONNREFUSED':
      return passing(l10n.t('Nothing listens on {0}.', place));
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return passing(
        l10n.t(
          'The name of {0} is not known. Check the network, and whether it wants a proxy.',
          place,
        ),
      );
    case 'ENETUNREACH':
    case 'EHOSTUNREACH':
    case 'ENETDOWN':
      return passing(l10n.t('The network is unreachable.'));
    case 'ETIMEDOUT':
      return passing(l10n.t('{0} does not answer. A firewall may block the port.', place));
    case 'ECONNRESET':
    case 'EPIPE':
      return passing(l10n.t('{0} closed the connection.', place));
    case proxyAuthenticationCode:
      return lasting(
        l10n.t(
          'The proxy on the way to {0} wants a user name and password (407). Sign in to it when the editor asks, or write them into the setting "{1}".',
          place,
          'http.proxy',
        ),
      );
    default:
      return explainRareCode(code, place);
  }
}

function explainRareCode(code: string, place: string): NetworkFailure {
  if (code === 'SELF_SIGNED_CERT_IN_CHAIN' || code === 'DEPTH_ZERO_SELF_SIGNED_CERT') {
    return lasting(
      l10n.t(
        'Self-signed certificate in the chain of {0}. If your company checks the traffic, add its certificate to those of the operating system.',
        place,
      ),
    );
  }
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
    return lasting(l10n.t('The certificate of {0} is not valid today; is the clock right?', place));
  }
  return isCertificateCode(code)
    ? lasting(
        l10n.t(
          'The certificate of {0} is not trusted ({1}). If your company checks the traffic, add its certificate to those of the operating system.',
          place,
          code,
        ),
      )
    : passing(l10n.t('{0} cannot be reached ({1}).', place, code));
}

function isCertificateCode(code: string): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|ERR_TLS/.test(code);
}

function passing(reason: string): NetworkFailure {
  return { reason, mayPass: true };
}

function lasting(reason: string): NetworkFailure {
  return { reason, mayPass: false };
}
