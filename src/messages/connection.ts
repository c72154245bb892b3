import type { PayloadSettings } from '../sigfox/fieldDisplay';

/** Temporary or long-lived AWS credentials; they stay in memory. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** AWS IoT Core, or what behaves like it: MQTT over a WebSocket whose address is signed with SigV4. */
export interface AwsEndpoint {
  readonly kind: 'aws';
  /** `wss://<data endpoint>/mqtt`; plain `ws` on the loopback interface only. */
  readonly url: string;
  readonly region: string;
  /** Asked before every attempt to connect, because a signature is short-lived. */
  credentials(signal: AbortSignal): Promise<AwsCredentials>;
}

/** Any other broker, by `mqtt`, `mqtts`, `ws` or `wss`. */
export interface PlainEndpoint {
  readonly kind: 'broker';
  readonly url: string;
  readonly username?: string;
  /** Asked before every attempt; the password lives in the editor's secret storage. */
  password?(signal: AbortSignal): Promise<string | undefined>;
}

export type Endpoint = AwsEndpoint | PlainEndpoint;

/** A place messages come from. It holds no secret: those are asked for through the endpoint. */
export interface Connection {
  /** Stable over restarts; also part of tree ids and of what is remembered per window. */
  readonly id: string;
  readonly name: string;
  /** Exact topics as a rule: on AWS IoT `x/#` does not deliver `x`. */
  readonly topicFilters: readonly string[];
  readonly endpoint: Endpoint;
  /** A publish on a real broker reaches real subscribers, so it is confirmed first. */
  readonly isSimulated: boolean;
  /** What the connection itself knows of its devices' payloads; the person's own settings come first. */
  payloadSettings?(device: string): PayloadSettings | undefined;
  /** A name the connection itself has for a device. */
  deviceName?(device: string): string | undefined;
}
