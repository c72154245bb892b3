import type { AwsCredentials } from '../messages/connection';

/** The broker as the simulator needs it; io/awsLikeBroker.ts is the one there is. */
export interface Broker {
  /** `ws://127.0.0.1:<port>/mqtt`; the same for the broker's whole life, also over a restart. */
  readonly url: string;
  readonly region: string;
  readonly credentials: AwsCredentials;
  /** Publishes as the Sigfox backend does through its role; rejects while the broker is away. */
  publish(topic: string, body: Uint8Array): Promise<void>;
  /** Plants a fault, or lifts the one that is planted. */
  setFault(fault: Fault | undefined): Promise<void>;
  close(): Promise<void>;
}

/** What can be broken on purpose. */
export type Fault =
  /** The listener is closed and every client cut off; lifted, it comes back on the same port. */
  | 'brokerAway'
  /** The policy has no `iot:Connect`: who is there is cut off, who comes is refused. */
  | 'connectRefused'
  /** The policy has no `iot:Subscribe`. */
  | 'subscribeRefused'
  /** Nothing comes through any more, and no end is told: half-open connections. */
  | 'networkGone'
  /** Another client connects with the client id of the one that is there, once. */
  | 'takenOver';
