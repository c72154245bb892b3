import type { Endpoint } from './connection';

/** One message as it came from the broker, before anything is read from it. */
export interface ReceivedMessage {
  readonly topic: string;
  readonly body: Uint8Array;
  readonly receivedAtMs: number;
  /** The broker sent it again, or kept it from before (MQTT 3.1.1 §3.3.1). */
  readonly isRepeated: boolean;
  /** It was read from an archive: its body may be written otherwise than it came. */
  readonly isFromArchive?: true;
}

/** Why a session could not begin, or ended. */
export type SessionEnd =
  /** The broker said no; trying again at once is of no use. */
  | {
      readonly kind: 'refused';
      readonly reason: string;
      readonly missing?: MissingRight;
      /** The signature was not accepted: the credentials may have ended. */
      readonly isAboutCredentials?: true;
    }
  /** The session with AWS ended; it goes on by itself once a person has signed in. */
  | { readonly kind: 'signedOut'; readonly reason: string }
  /** The network or the broker went away. */
  | { readonly kind: 'lost'; readonly reason: string }
  /** Another client with the same client id took over. */
  | { readonly kind: 'takenOver'; readonly reason: string }
  /** We closed it. */
  | { readonly kind: 'closed' };

/** The right the broker found missing, in the words of an IAM policy. */
export interface MissingRight {
  readonly action:
    'iot:Connect' | 'iot:Subscribe' | 'iot:Receive' | 'iot:Publish' | 'iot:DescribeEndpoint';
  /** `client/<client id>`, `topicfilter/<filter>` or `topic/<topic>`, the tail of the ARN; `*` where AWS knows no other. */
  readonly resource: string;
}

/** What an endpoint rejects with: how the attempt ended before it reached the broker. */
export class EndpointTrouble extends Error {
  override readonly name = 'EndpointTrouble';

  constructor(readonly end: SessionEnd) {
    super('reason' in end ? end.reason : end.kind);
  }
}

export interface SessionRequest {
  readonly endpoint: Endpoint;
  readonly clientId: string;
  readonly topicFilters: readonly string[];
  onMessage(message: ReceivedMessage): void;
  /** Called once, after the session had begun. */
  onEnd(end: SessionEnd): void;
}

/** A live, subscribed session. */
export interface MessageSession {
  /** What was agreed with the broker. */
  readonly protocol: 'MQTT 5' | 'MQTT 3.1.1' | 'capture';
  /** Resolves when the broker has the message (QoS 1); rejects with a UserError that names the missing right. */
  publish(topic: string, body: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/** Where messages come from: one attempt, one session. Trying again is the feed's business. */
export interface MessageSource {
  /** Resolves once subscribed to every filter. Aborting ends the attempt within a second. */
  open(
    request: SessionRequest,
    signal: AbortSignal,
  ): Promise<
    | { readonly kind: 'open'; readonly session: MessageSession }
    | { readonly kind: 'ended'; readonly end: SessionEnd }
  >;
}
