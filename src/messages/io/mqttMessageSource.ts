import * as l10n from '@vscode/l10n';
import type { IClientOptions } from 'mqtt';
import { WebSocket } from 'ws';
import type { Clock } from '../../shared/clock';
import { lookupLoopback } from '../../shared/io/lookupLoopback';
import type { BrokerEndpoint } from '../connection';
import type { MessageSource, SessionRequest } from '../messageSource';
import { type BrokerRequest, MqttAttempt, type OpenResult } from './mqttAttempt';
import { signedUrl } from './signedUrl';
import { readTlsFiles } from './tlsFiles';

/** AWS bills pings that come more often, and ends a connection after one and a half of it without a word. */
const defaultKeepaliveSeconds = 30;
const connectTimeoutMs = 15_000;

/** Messages over MQTT: AWS IoT Core by a signed WebSocket, any other broker by its address. */
export class MqttMessageSource implements MessageSource {
  /** Brokers that refused MQTT 5 once; they are asked with 3.1.1 from then on. */
  private readonly olderBrokers = new Set<string>();

  constructor(
    private readonly clock: Clock,
    private readonly keepaliveSeconds = defaultKeepaliveSeconds,
  ) {}

  async open(request: SessionRequest, signal: AbortSignal): Promise<OpenResult> {
    const { endpoint } = request;
    if (endpoint.kind === 'replay') return refused(l10n.t('A capture is no broker.'));
    const { url } = endpoint;
    if (!this.olderBrokers.has(url)) {
      const result = await this.attempt({ ...request, endpoint }, signal, 5);
      if (result !== 'versionRefused') return result;
      this.olderBrokers.add(url);
    }
    const result = await this.attempt({ ...request, endpoint }, signal, 4);
    return result === 'versionRefused'
      ? refused(l10n.t('The broker speaks neither MQTT 5 nor 3.1.1.'))
      : result;
  }

  private async attempt(
    request: BrokerRequest,
    signal: AbortSignal,
    protocolVersion: 4 | 5,
  ): Promise<OpenResult | 'versionRefused'> {
    const endpoint = await withAddress(request.endpoint, signal);
    const problem = plainTextProblem(endpoint);
    if (problem !== undefined) return refused(problem);
    const door = await this.openDoor(endpoint, signal);
    if (typeof door === 'string') return refused(door);
    if (signal.aborted) return { kind: 'ended', end: { kind: 'closed' } };
    const options: IClientOptions = {
      ...door,
      clientId: request.clientId,
      protocolVersion,
      clean: true,
      keepalive: keepAliveOf(request.endpoint) ?? this.keepaliveSeconds,
      connectTimeout: connectTimeoutMs,
      // Trying again is the feed's business.
      reconnectPeriod: 0,
      resubscribe: false,
    };
    const result = await new MqttAttempt(request, options, this.clock).run(signal);
    // A refused signature has no reason: whether the session ended, only asking tells.
    if (endpoint.kind === 'aws' && isAboutCredentials(result)) await endpoint.recheck?.(signal);
    return result;
  }

  /** What differs between the kinds of broker: the address and the way to be let in; or why there is none. */
  private async openDoor(
    endpoint: BrokerEndpoint,
    signal: AbortSignal,
  ): Promise<IClientOptions | string> {
    const url = new URL(endpoint.url);
    const protocol = url.protocol.slice(0, -1) as 'mqtt' | 'mqtts' | 'ws' | 'wss';
    const address: IClientOptions = {
      protocol,
      hostname: url.hostname.replace(/^\[|\]$/g, ''),
      port: Number(url.port) || defaultPorts[protocol],
      path: `${url.pathname}${url.search}`,
    };
    if (endpoint.kind === 'aws') {
      const signed = await signedUrl(endpoint, this.clock.now(), signal);
      const options = { handshakeTimeout: connectTimeoutMs, lookup: lookupLoopback };
      return { ...address, createWebsocket: () => new WebSocket(signed, ['mqtt'], options) };
    }
    const isSecure = protocol === 'mqtts' || protocol === 'wss';
    const tls = isSecure ? await readTlsFiles(endpoint.tls ?? {}, signal) : {};
    if (typeof tls === 'string') return tls;
    const password = await endpoint.password?.(signal);
    return {
      ...address,
      ...tls,
      // A WebSocket carries the files in options of its own.
      ...(protocol === 'wss' ? { wsOptions: { ...tls } } : {}),
      ...(endpoint.username === undefined ? {} : { username: endpoint.username }),
      ...(password === undefined ? {} : { password }),
    };
  }
}

/** The endpoint with the address to connect to, asked for where it is not known beforehand. */
async function withAddress(endpoint: BrokerEndpoint, signal: AbortSignal): Promise<BrokerEndpoint> {
  if (endpoint.kind !== 'aws' || !endpoint.address) return endpoint;
  const url = await endpoint.address(signal);
  return {
    kind: 'aws',
    url,
    region: endpoint.region,
    credentials: (asked) => endpoint.credentials(asked),
    recheck: async (asked) => endpoint.recheck?.(asked),
  };
}

function isAboutCredentials(result: OpenResult | 'versionRefused'): boolean {
  return (
    result !== 'versionRefused' &&
    result.kind === 'ended' &&
    result.end.kind === 'refused' &&
    result.end.isAboutCredentials === true
  );
}

function keepAliveOf(endpoint: BrokerEndpoint): number | undefined {
  return endpoint.kind === 'broker' ? endpoint.keepAliveSeconds : undefined;
}

const defaultPorts = { mqtt: 1883, mqtts: 8883, ws: 80, wss: 443 } as const;

/** A signed address shows a bearer secret to whoever can read it: without TLS on this machine only. */
function plainTextProblem(endpoint: BrokerEndpoint): string | undefined {
  const { protocol, hostname } = new URL(endpoint.url);
  if (endpoint.kind !== 'aws' || protocol === 'wss:') return undefined;
  const isLoopback = /^(127(\.\d+){3}|localhost|.+\.localhost|\[::1\])$/.test(hostname);
  return isLoopback
    ? undefined
    : l10n.t('A signed address is sent by "wss" only, not by "{0}".', protocol.slice(0, -1));
}

function refused(reason: string): OpenResult {
  return { kind: 'ended', end: { kind: 'refused', reason } };
}
