import * as l10n from '@vscode/l10n';
import { connect, ErrorWithSubackPacket, type IClientOptions, type MqttClient } from 'mqtt';
import type { WebSocket } from 'ws';
import type { Clock } from '../../shared/clock';
import { UserError } from '../../shared/userError';
import { type ConnectFailure, explainFailure, takenOver } from '../connectFailure';
import type { BrokerEndpoint } from '../connection';
import type { MessageSession, MessageSource, SessionEnd, SessionRequest } from '../messageSource';

export type BrokerRequest = SessionRequest & { readonly endpoint: BrokerEndpoint };

export type OpenResult = Awaited<ReturnType<MessageSource['open']>>;

/** One MQTT client from its first packet to the end of its session. */
export class MqttAttempt {
  private failure: ConnectFailure | undefined;
  private end: SessionEnd | undefined;
  private isOpen = false;

  constructor(
    private readonly request: BrokerRequest,
    private readonly options: IClientOptions,
    private readonly clock: Clock,
  ) {}

  /** Resolves once subscribed, or with the reason why not. */
  run(signal: AbortSignal): Promise<OpenResult | 'versionRefused'> {
    return new Promise((resolve) => {
      const client = connect(this.watchHandshake());
      const abort = () => void client.end(true);
      signal.addEventListener('abort', abort, { once: true });
      if (signal.aborted) abort();
      client.on('error', (error) => this.noteError(error));
      client.on('disconnect', (packet) => this.noteDisconnect(packet.reasonCode));
      let topic = '';
      client.on('message', (name, body, packet) => {
        const isRepeated = packet.dup || packet.retain;
        // Most come on the topic of the one before: they share its text.
        if (name !== topic) topic = name;
        this.request.onMessage({ topic, body, receivedAtMs: this.clock.now(), isRepeated });
      });
      client.on('connect', () => {
        void this.subscribe(client).then((end) => {
          this.end = end;
          if (end) client.end(true);
          else if (client.connected) {
            this.isOpen = true;
            resolve({ kind: 'open', session: this.session(client) });
          }
        });
      });
      client.once('close', () => {
        signal.removeEventListener('abort', abort);
        client.end(true);
        const end = signal.aborted ? ({ kind: 'closed' } as const) : this.reasonOfEnd();
        if (this.isOpen) this.request.onEnd(end);
        else resolve(this.isVersionRefused() ? 'versionRefused' : { kind: 'ended', end });
      });
    });
  }

  /** Subscribes to every filter; gives the end when the broker refuses one. */
  private async subscribe(client: MqttClient): Promise<SessionEnd | undefined> {
    const { topicFilters, endpoint } = this.request;
    for (let from = 0; from < topicFilters.length; from += maxTopicsPerSubscribe) {
      const batch = topicFilters.slice(from, from + maxTopicsPerSubscribe);
      const refused = await refusedFilter(client, batch);
      if (refused !== undefined) return subscriptionRefused(refused, endpoint.kind);
    }
    return undefined;
  }

  private session(client: MqttClient): MessageSession {
    return {
      protocol: this.options.protocolVersion === 5 ? 'MQTT 5' : 'MQTT 3.1.1',
      publish: (topic, body) => publish(client, topic, body, this.request.endpoint.kind),
      close: async () => {
        this.end = { kind: 'closed' };
        await client.endAsync(true);
      },
    };
  }

  /** Learns what was answered to the WebSocket's request, which the MQTT client does not tell. */
  private watchHandshake(): IClientOptions {
    const { createWebsocket } = this.options;
    if (!createWebsocket) return this.options;
    return {
      ...this.options,
      createWebsocket: (url, protocols, options) => {
        const socket = createWebsocket(url, protocols, options) as WebSocket;
        socket.on('unexpected-response', (request, response) => {
          const dateMs = Date.parse(response.headers.date ?? '');
          this.failure = {
            http: {
              status: response.statusCode ?? 0,
              dateMs: Number.isNaN(dateMs) ? undefined : dateMs,
            },
          };
          request.destroy();
          socket.terminate();
        });
        return socket;
      },
    };
  }

  private noteError(error: Error): void {
    if (this.failure?.http) return;
    const code = codeOf(error);
    if (typeof code === 'number') this.failure = { returnCode: code };
    else if (typeof code === 'string') this.failure = { code };
    // The client's own time-outs have words only: no CONNACK, no answer to a ping.
    else if (/timeout|timed out/i.test(error.message)) this.failure = { code: 'ETIMEDOUT' };
  }

  private noteDisconnect(reasonCode: number | undefined): void {
    // MQTT 5 §3.14.2.1: session taken over.
    if (reasonCode === 0x8e) this.end = takenOver();
    else if (reasonCode !== undefined) this.failure = { returnCode: reasonCode };
  }

  private isVersionRefused(): boolean {
    // Unsupported protocol version (MQTT 3.1.1 §3.2.2.3, MQTT 5 §3.2.2.2).
    return this.failure?.returnCode === 1 || this.failure?.returnCode === 0x84;
  }

  private reasonOfEnd(): SessionEnd {
    if (this.end) return this.end;
    const { hostname = '', port = 0, protocol } = this.options;
    const scheme =
      protocol === 'mqtts' || protocol === 'ws' || protocol === 'wss' ? protocol : 'mqtt';
    return explainFailure(this.failure ?? {}, {
      place: `${hostname}:${port}`,
      clientId: this.request.clientId,
      nowMs: this.clock.now(),
      kind: this.request.endpoint.kind,
      scheme,
      wasOpen: this.isOpen,
    });
  }
}

/** AWS IoT Core ends the connection at more topics in one SUBSCRIBE. */
const maxTopicsPerSubscribe = 8;

/** The first filter of the batch that was not granted; a client that was closed meanwhile tells its reason itself. */
async function refusedFilter(
  client: MqttClient,
  batch: readonly string[],
): Promise<string | undefined> {
  try {
    await client.subscribeAsync([...batch], { qos: 1 });
    return undefined;
  } catch (error) {
    if (!(error instanceof ErrorWithSubackPacket)) return undefined;
    // 0x80 and above: not granted (MQTT 3.1.1 §3.9.3, MQTT 5 §3.9.3).
    return batch[error.packet.granted.findIndex((code) => Number(code) >= 0x80)];
  }
}

function subscriptionRefused(filter: string, kind: 'aws' | 'broker'): SessionEnd {
  if (kind === 'broker') {
    return {
      kind: 'refused',
      reason: l10n.t(
        'The broker does not allow this user to subscribe to "{0}". Ask its keeper for the right, or listen to another topic.',
        filter,
      ),
    };
  }
  const resource = `topicfilter/${filter}`;
  return {
    kind: 'refused',
    reason: l10n.t(
      'The broker refused the subscription: "{0}" is not allowed on "{1}".',
      'iot:Subscribe',
      resource,
    ),
    missing: { action: 'iot:Subscribe', resource },
  };
}

function publish(
  client: MqttClient,
  topic: string,
  body: Uint8Array,
  kind: 'aws' | 'broker',
): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = () =>
      reject(
        new UserError(
          kind === 'broker'
            ? l10n.t(
                'The broker did not take the message: this user may not publish to "{0}".',
                topic,
              )
            : l10n.t(
                'The broker did not take the message: "{0}" may be missing on "{1}".',
                'iot:Publish',
                `topic/${topic}`,
              ),
        ),
      );
    // AWS IoT ends the connection when a publish is not allowed, without a word in MQTT 3.1.1.
    client.once('close', refuse);
    client.publish(topic, Buffer.from(body), { qos: 1 }, (error) => {
      client.removeListener('close', refuse);
      if (error) refuse();
      else resolve();
    });
  });
}

/** Codes of the operating system are text, those of MQTT numbers. */
function codeOf(error: unknown): string | number | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' || typeof error.code === 'number' ? error.code : undefined;
}
