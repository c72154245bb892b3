import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';

/** Why something could not be had over the network. */
export type NetworkFailure =
  /** The name of the host is not known, or nobody could be asked. */
  | { readonly kind: 'nameNotFound'; readonly host: string }
  | { readonly kind: 'nameTimedOut'; readonly host: string }
  | { readonly kind: 'connectionRefused'; readonly host: string }
  | { readonly kind: 'unreachable'; readonly host: string }
  | { readonly kind: 'timedOut'; readonly host: string }
  /** The connection ended before everything had come. */
  | { readonly kind: 'cutOff'; readonly host: string }
  | { readonly kind: 'httpStatus'; readonly host: string; readonly status: number }
  | { readonly kind: 'certificate'; readonly host: string }
  | { readonly kind: 'proxy'; readonly reason: string }
  /** What came is not what the list of platforms or libraries promises. */
  | { readonly kind: 'badChecksum'; readonly what: string };

/** The failure in words: what happened, and what a person can look at. */
export function networkWords(failure: NetworkFailure): string {
  switch (failure.kind) {
    case 'nameNotFound':
      return l10n.t(
        'The name "{0}" is not known: this machine is offline, or the address is wrong.',
        safeLine(failure.host),
      );
    case 'nameTimedOut':
      return l10n.t('Nobody answers who "{0}" is: name look-ups time out.', safeLine(failure.host));
    case 'connectionRefused':
      return l10n.t('"{0}" refuses the connection: nothing listens there.', safeLine(failure.host));
    case 'unreachable':
      return l10n.t(
        'There is no way to "{0}": the network is unreachable.',
        safeLine(failure.host),
      );
    case 'timedOut':
      return l10n.t(
        '"{0}" does not answer: the connection times out. A firewall or a missing proxy can be why.',
        safeLine(failure.host),
      );
    case 'cutOff':
      return l10n.t(
        'The connection to "{0}" ended before everything had come.',
        safeLine(failure.host),
      );
    case 'httpStatus':
      return statusWords(failure.status, safeLine(failure.host));
    case 'certificate':
      return l10n.t(
        'The certificate of "{0}" is not trusted here. Where a company inspects traffic, its certificate is missing on this machine.',
        safeLine(failure.host),
      );
    case 'proxy':
      return l10n.t(
        'The proxy does not help: {0}. The setting "http.proxy" says which it is.',
        safeLine(failure.reason),
      );
    case 'badChecksum':
      return l10n.t(
        'The checksum of "{0}" is not the one the list promises: the file was changed or cut off on its way. Nothing of it was kept.',
        safeLine(failure.what),
      );
  }
}

function statusWords(status: number, host: string): string {
  if (status === 407) {
    return l10n.t(
      'The proxy wants a name and password (407). The setting "http.proxy" can hold them.',
    );
  }
  if (status === 404) {
    return host === ''
      ? l10n.t('The server does not have the file (404 Not Found).')
      : l10n.t('"{0}" does not have the file (404 Not Found).', host);
  }
  return host === ''
    ? l10n.t('The server answers {0} instead of the file.', status)
    : l10n.t('"{0}" answers {1} instead of the file.', host, status);
}

/**
 * Finds the reason in what arduino-cli says, which are the words of Go's network library; undefined when it is none of
 * the network's. The address is the one that was asked, where that is known: the message does not always say.
 */
export function readGoFailure(message: string, address = ''): NetworkFailure | undefined {
  const text = message.slice(0, maxMessageLength);
  const host = hostIn(text) || hostIn(address);
  const status = /server returned (\d{3})\b/.exec(text)?.[1];
  if (status !== undefined) return { kind: 'httpStatus', host, status: Number(status) };
  if (/hash differs|checksum (?:differs|mismatch)|sum differs/i.test(text)) {
    return { kind: 'badChecksum', what: whatIn(text) };
  }
  if (/Proxy Authentication Required/i.test(text)) return { kind: 'httpStatus', host, status: 407 };
  const proxy = /proxyconnect (?:tcp|udp): (.+)$/m.exec(text)?.[1];
  if (proxy !== undefined) return { kind: 'proxy', reason: proxy };
  const lookup = /lookup ([^\s:]+)(?: on \S+)?: (.+)/.exec(text);
  if (lookup) {
    const [, name = '', reason = ''] = lookup;
    return { kind: /timeout/.test(reason) ? 'nameTimedOut' : 'nameNotFound', host: name };
  }
  return connectionFailure(text, host);
}

function connectionFailure(text: string, host: string): NetworkFailure | undefined {
  if (/connection refused/.test(text)) return { kind: 'connectionRefused', host };
  if (/(network|host) (is unreachable|is down)|no route to host/.test(text)) {
    return { kind: 'unreachable', host };
  }
  if (/x509:|certificate/.test(text)) return { kind: 'certificate', host };
  if (/timeout|timed out|deadline exceeded/i.test(text)) return { kind: 'timedOut', host };
  if (/unexpected EOF|connection reset|: EOF\b/.test(text)) return { kind: 'cutOff', host };
  return undefined;
}

const maxMessageLength = 20_000;

function hostIn(text: string): string {
  const address = /\bhttps?:\/\/([^\s/"'?#]+)/.exec(text)?.[1];
  const dialled = /dial (?:tcp|udp) ([^\s]+?):(?:\s|$)/.exec(text)?.[1];
  return (address?.replace(/^.*@/, '') ?? dialled ?? '').slice(0, 200);
}

/** The file or package that was being looked at when the checksum turned out wrong. */
function whatIn(text: string): string {
  const named = /'([^']{1,200})'|"([^"]{1,200})"|(?:tool|platform|library) (\S{1,200})/i.exec(text);
  const what = named?.[1] ?? named?.[2] ?? named?.[3] ?? text.split(':')[0] ?? '';
  return what.replace(/:$/, '').trim();
}

/** The reason in what Node's `fetch` throws. */
export function readFetchFailure(error: unknown, address: string): NetworkFailure | undefined {
  const host = new URL(address).host;
  const code = codeOf(error);
  switch (code) {
    case 'ENOTFOUND':
      return { kind: 'nameNotFound', host };
    case 'EAI_AGAIN':
      return { kind: 'nameTimedOut', host };
    case 'ECONNREFUSED':
      return { kind: 'connectionRefused', host };
    case 'ENETUNREACH':
    case 'EHOSTUNREACH':
    case 'ENETDOWN':
      return { kind: 'unreachable', host };
    case 'ETIMEDOUT':
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'UND_ERR_BODY_TIMEOUT':
      return { kind: 'timedOut', host };
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
      return { kind: 'cutOff', host };
    default:
      return code !== undefined && /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)/.test(code)
        ? { kind: 'certificate', host }
        : undefined;
  }
}

/** `fetch` wraps the system's error, sometimes twice. */
function codeOf(error: unknown, depth = 0): string | undefined {
  if (!(error instanceof Error) || depth > 4) return undefined;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string') return code;
  const inner = error instanceof AggregateError ? (error.errors as unknown[])[0] : error.cause;
  return codeOf(inner, depth + 1);
}
