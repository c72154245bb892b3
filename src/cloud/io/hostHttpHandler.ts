import type { IncomingMessage, RequestOptions } from 'node:http';
import { Readable } from 'node:stream';
import { proxyAuthenticationCode } from '../../shared/networkFailure';
import { hostModules } from '../../shared/io/hostModules';
import { lookupLoopback } from '../../shared/io/lookupLoopback';
import { networkCode } from '../../shared/io/networkCode';

/** What the SDK asks a handler to send, as far as it is used here. */
interface SdkRequest {
  readonly method: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

interface SdkResponse {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: Readable;
}

/** What was seen of the last request: the words for a failure are made from it. */
export interface LastRequest {
  readonly http?: { readonly status: number; readonly dateMs: number | undefined };
  readonly network?: { readonly code: string; readonly place: string };
}

const defaultTimeoutMs = 20_000;

/** The longest answer that is read; AWS's own are far below (a template has at most 1 MB). */
const maxAnswerBytes = 8_000_000;

/**
 * Sends the SDK's requests by the editor's own http and https, without an agent, so that its proxy and certificates
 * hold. The SDK's handler always brings an agent, which the editor honours instead of its own where `http.proxySupport`
 * is not "override".
 */
export class HostHttpHandler {
  readonly metadata = { handlerProtocol: 'http/1.1' };
  private last: LastRequest = {};

  constructor(private readonly timeoutMs = defaultTimeoutMs) {}

  get lastRequest(): LastRequest {
    return this.last;
  }

  async handle(
    request: SdkRequest,
    { abortSignal }: { abortSignal?: unknown } = {},
  ): Promise<{ response: SdkResponse }> {
    const place = `${request.hostname}:${request.port ?? (request.protocol === 'http:' ? 80 : 443)}`;
    this.last = {};
    try {
      const limit = AbortSignal.timeout(this.timeoutMs);
      const signal =
        abortSignal instanceof AbortSignal ? AbortSignal.any([abortSignal, limit]) : limit;
      const answer = await send(request, signal);
      const { statusCode: status = 0, headers } = answer;
      if (status === 407) throw new NetworkError(proxyAuthenticationCode);
      const body = await readAll(answer);
      const dateMs = Date.parse(headers.date ?? '');
      this.last = { http: { status, dateMs: Number.isNaN(dateMs) ? undefined : dateMs } };
      return {
        response: { statusCode: status, headers: plain(headers), body: Readable.from([body]) },
      };
    } catch (error) {
      this.last = { network: { code: networkCode(error), place } };
      throw error;
    }
  }

  /** The SDK hands its options to every handler; this one has none. */
  updateHttpClientConfig(): void {}

  httpHandlerConfigs(): Record<string, never> {
    return {};
  }

  destroy(): void {}
}

/** A failure the SDK may not take for one of AWS's own. */
class NetworkError extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

function send(request: SdkRequest, signal: AbortSignal): Promise<IncomingMessage> {
  const { http, https } = hostModules();
  const query = queryText(request.query ?? {});
  const options: RequestOptions = {
    method: request.method,
    hostname: request.hostname,
    ...(request.port === undefined ? {} : { port: request.port }),
    path: query === '' ? request.path : `${request.path}?${query}`,
    headers: request.headers,
    lookup: lookupLoopback,
    signal,
  };
  return new Promise((resolve, reject) => {
    const sent = (request.protocol === 'http:' ? http : https).request(options, resolve);
    sent.once('error', reject);
    sent.end(request.body === undefined ? undefined : toBytes(request.body));
  });
}

function toBytes(body: unknown): string | Uint8Array {
  if (typeof body === 'string' || body instanceof Uint8Array) return body;
  throw new TypeError('Only text and bytes are sent.');
}

function queryText(query: NonNullable<SdkRequest['query']>): string {
  return Object.keys(query)
    .sort()
    .flatMap((key) => {
      const value = query[key];
      const values = typeof value === 'string' ? [value] : (value ?? [undefined]);
      return values.map((each) =>
        each === undefined ? escape(key) : `${escape(key)}=${escape(each)}`,
      );
    })
    .join('&');
}

/** As SigV4 wants it: what `encodeURIComponent` leaves alone is escaped as well. */
function escape(text: string): string {
  const hex = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(text).replace(/[!'()*]/g, hex);
}

async function readAll(answer: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxAnswerBytes) {
      answer.destroy();
      throw new NetworkError('ANSWER_TOO_LONG');
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function plain(headers: IncomingMessage['headers']): Record<string, string> {
  const pairs = Object.entries(headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ]);
  return Object.fromEntries(pairs) as Record<string, string>;
}
