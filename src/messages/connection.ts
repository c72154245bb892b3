import type { Event } from '../shared/event';
import type { PayloadSettings } from '../sigfox/fieldDisplay';
import type { ReceivedMessage } from './messageSource';
import type { PayloadRule } from './payloadRule';

/** Temporary or long-lived AWS credentials; they stay in memory. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** AWS IoT Core, or what behaves like it: MQTT over a WebSocket whose address is signed with SigV4. */
export interface AwsEndpoint {
  readonly kind: 'aws';
  /** `wss://<data endpoint>/mqtt`; plain `ws` on the loopback interface only. Where `address` is there, a name only. */
  readonly url: string;
  readonly region: string;
  /** Asks AWS for the data endpoint, where it is not known beforehand. Rejects with an EndpointTrouble. */
  address?(signal: AbortSignal): Promise<string>;
  /** Asked before every attempt to connect, because a signature is short-lived. Rejects with an EndpointTrouble. */
  credentials(signal: AbortSignal): Promise<AwsCredentials>;
  /** After AWS did not accept a signature: looks whether the credentials still hold. Rejects with an EndpointTrouble. */
  recheck?(signal: AbortSignal): Promise<void>;
  /** A person signed in, here or elsewhere: whoever waits for that goes on. */
  readonly onDidSignIn?: Event<unknown>;
  /** What AWS itself knows of a session of ours. Rejects with an error in words when it may not be asked. */
  session?(clientId: string, signal: AbortSignal): Promise<BrokerSession>;
  /** Who AWS takes us for, as far as it is known. */
  identity?(): { readonly account: string; readonly arn: string } | undefined;
}

/** A session as the broker sees it. */
export interface BrokerSession {
  readonly isConnected: boolean;
  /** Topic filters it delivers to that client. */
  readonly subscriptions: readonly string[];
}

/** Any other broker, by `mqtt`, `mqtts`, `ws` or `wss`. */
export interface PlainEndpoint {
  readonly kind: 'broker';
  readonly url: string;
  readonly username?: string;
  /** Asked before every attempt; the password lives in the editor's secret storage. */
  password?(signal: AbortSignal): Promise<string | undefined>;
  readonly tls?: TlsFiles;
  /** How often the broker hears from us while nothing else is said; the source has a default. */
  readonly keepAliveSeconds?: number;
}

/** Files in PEM, by their paths on the machine the extension runs on. */
export interface TlsFiles {
  /** The authority that signed the broker's certificate, where the machine does not know it. */
  readonly caFile?: string;
  /** What the broker knows us by (mutual TLS). */
  readonly certificateFile?: string;
  readonly keyFile?: string;
  /** Asked when the key turns out to be encrypted. */
  passphrase?(signal: AbortSignal): Promise<string | undefined>;
}

/** A capture that is played as if its messages arrived now. */
export interface ReplayEndpoint {
  readonly kind: 'replay';
  /** `replay://<name>/`: for people, and to tell one from another. */
  readonly url: string;
  readonly messages: readonly ReceivedMessage[];
  /** 1 is as it was; infinite is as fast as it goes. */
  readonly speed: number;
}

/** Where a network is between. */
export type BrokerEndpoint = AwsEndpoint | PlainEndpoint;

export type Endpoint = BrokerEndpoint | ReplayEndpoint;

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
  /** Payload configs by topic or device type; the first that fits counts. */
  readonly payloadRules?: readonly PayloadRule[];
  /** A name the connection itself has for a device. */
  deviceName?(device: string): string | undefined;
}
