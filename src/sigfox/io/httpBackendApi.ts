import type { Clock } from '../../shared/clock';
import { networkCode } from '../../shared/io/networkCode';
import { proxyAuthenticationCode } from '../../shared/networkFailure';
import {
  type Page,
  readCallback,
  readDevice,
  readDeviceType,
  readMessage,
  readPage,
} from '../backendAnswers';
import type {
  BackendApi,
  BackendCallback,
  BackendDevice,
  BackendDeviceType,
  BackendMessage,
} from '../backendApi';
import { busy, forbidden, nonsense, notFound, signedOut, unreachable } from '../backendFailure';
import type { DeviceId } from '../device';
import { AnswerTooLong, type HostAnswer, hostRequest } from './hostRequest';

/** Login and password of an API user; the password lives in the editor's secret storage. */
export interface ApiUser {
  readonly login: string;
  readonly password: string;
}

export interface BackendPlace {
  /** `https://api.sigfox.com/v2`; plain http on the loopback interface only. */
  readonly baseUrl: string;
  apiUser(signal: AbortSignal): Promise<ApiUser>;
}

const timeoutMs = 20_000;
const maxAnswerBytes = 4 * 1024 * 1024;
/** A hundred entries a page; more pages than this are a server that never ends. */
const maxPages = 1_000;
/** The backend allows one request for messages a second and device. */
const messagesPeriodMs = 1_000;
const maxTries = 4;

/** The REST API v2 with basic auth: paging, the rate limit and a bounded answer. */
export class HttpBackendApi implements BackendApi {
  private readonly nextAllowedMs = new Map<string, number>();
  private aheadMs: number | undefined;

  constructor(
    private readonly place: BackendPlace,
    private readonly clock: Clock,
  ) {}

  get clockAheadMs(): number | undefined {
    return this.aheadMs;
  }

  deviceTypes(signal: AbortSignal): Promise<readonly BackendDeviceType[]> {
    return this.list('/device-types/?limit=100', readDeviceType, signal);
  }

  devices(signal: AbortSignal): Promise<readonly BackendDevice[]> {
    return this.list('/devices/?limit=100', readDevice, signal);
  }

  async device(id: DeviceId, signal: AbortSignal): Promise<BackendDevice> {
    const path = `/devices/${id}`;
    const device = readDevice(await this.request('GET', path, signal));
    if (!device) throw nonsense(path, '');
    return device;
  }

  async messages(
    id: DeviceId,
    { sinceMs }: { readonly sinceMs: number },
    signal: AbortSignal,
  ): Promise<readonly BackendMessage[]> {
    await this.keepPace(`messages ${id}`, signal);
    const query = new URLSearchParams({
      since: String(Math.floor(sinceMs)),
      limit: '100',
      fields: 'rinfos(cbStatus)',
    });
    return this.list(`/devices/${id}/messages?${query.toString()}`, readMessage, signal);
  }

  callbacks(deviceTypeId: string, signal: AbortSignal): Promise<readonly BackendCallback[]> {
    const path = `/device-types/${encodeURIComponent(deviceTypeId)}/callbacks`;
    return this.list(path, readCallback, signal);
  }

  async disengage(id: DeviceId, signal: AbortSignal): Promise<void> {
    await this.request('POST', `/devices/${id}/disengage`, signal);
  }

  /** Follows the pages, but only to the same server: the address of the next one is the server's word. */
  private async list<T>(
    firstPath: string,
    readEntry: (entry: unknown) => T | undefined,
    signal: AbortSignal,
  ): Promise<readonly T[]> {
    const entries: T[] = [];
    let path: string | undefined = firstPath;
    for (let page = 0; path !== undefined; page++) {
      if (page === maxPages) throw nonsense(firstPath, `${maxPages} pages`);
      const answer = await this.request('GET', path, signal);
      const read: Page<T> | undefined = readPage(answer, readEntry);
      if (!read) throw nonsense(path, JSON.stringify(answer));
      entries.push(...read.entries);
      path = read.next === undefined ? undefined : this.pathOf(read.next);
    }
    return entries;
  }

  private pathOf(next: string): string {
    const { baseUrl } = this.place;
    if (!next.startsWith(`${baseUrl}/`)) throw nonsense('paging', next);
    return next.slice(baseUrl.length);
  }

  private async request(
    method: 'GET' | 'POST',
    path: string,
    signal: AbortSignal,
  ): Promise<unknown> {
    const what = path.split('?')[0] ?? path;
    for (let tried = 1; ; tried++) {
      const { status, headers, body } = await this.send(method, path, signal);
      if (status === 429 && tried < maxTries) {
        await this.sleep(retryAfterMs(headers['retry-after'], tried), signal);
        continue;
      }
      switch (status) {
        case 200:
        case 201:
          return parse(what, body);
        case 204:
          return undefined;
        case 401:
          throw signedOut();
        case 403:
          throw forbidden(what);
        case 404:
          throw notFound(what);
        case 429:
          throw busy();
        default:
          throw nonsense(what, `HTTP ${status}`);
      }
    }
  }

  private async send(method: string, path: string, signal: AbortSignal): Promise<HostAnswer> {
    const url = new URL(`${this.place.baseUrl}${path}`);
    if (url.protocol !== 'https:' && !isLoopback(url)) throw nonsense(url.origin, 'no https');
    const { login, password } = await this.place.apiUser(signal);
    const credentials = Buffer.from(`${login}:${password}`).toString('base64');
    const headers = { authorization: `Basic ${credentials}`, accept: 'application/json' };
    const place = `${url.hostname}:${url.port === '' ? 443 : url.port}`;
    let answer;
    try {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
      answer = await hostRequest(url, { method, headers, maxBytes: maxAnswerBytes }, limit);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof AnswerTooLong) throw nonsense(path, error.message);
      throw unreachable(networkCode(error), place, error);
    }
    if (answer.status === 407) throw unreachable(proxyAuthenticationCode, place);
    const dateMs = Date.parse(answer.headers.date ?? '');
    if (!Number.isNaN(dateMs)) this.aheadMs = dateMs - this.clock.now();
    return answer;
  }

  private async keepPace(key: string, signal: AbortSignal): Promise<void> {
    const nowMs = this.clock.now();
    const atMs = Math.max(nowMs, this.nextAllowedMs.get(key) ?? 0);
    this.nextAllowedMs.set(key, atMs + messagesPeriodMs);
    if (atMs > nowMs) await this.sleep(atMs - nowMs, signal);
  }

  private sleep(delayMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = () => {
        timer.dispose();
        reject(signal.reason as Error);
      };
      const timer = this.clock.after(delayMs, () => {
        signal.removeEventListener('abort', abort);
        resolve();
      });
      signal.addEventListener('abort', abort, { once: true });
      if (signal.aborted) abort();
    });
  }
}

function isLoopback({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && (hostname === '127.0.0.1' || hostname === '[::1]');
}

/** The server's own wish, within reason; else 1, 2, 4 seconds. */
function retryAfterMs(wish: string | undefined, tried: number): number {
  const wishedSeconds = Number(wish ?? Number.NaN);
  const isSensible = wishedSeconds >= 0 && wishedSeconds <= 60;
  return isSensible ? wishedSeconds * 1_000 : 1_000 * 2 ** (tried - 1);
}

function parse(what: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw nonsense(what, text);
  }
}
