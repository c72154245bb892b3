import type { BackendCallback, BackendDevice, BackendMessage } from '../sigfox/backendApi';
import type { ChainFact, ChainLink } from '../sigfox/chainFact';

/** Something a room read, or why it could not be read: what is not known is never called broken. */
export type Reading<T> =
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'unread'; readonly why: string; readonly fix?: Fix };

/** One button: a command of ours or of the editor, or a page on the web. */
export type Fix =
  | {
      readonly kind: 'command';
      readonly label: string;
      readonly command: string;
      readonly arguments?: readonly unknown[];
    }
  | { readonly kind: 'page'; readonly label: string; readonly url: string };

/** All that is known of the way of one device's messages, gathered for one diagnosis. */
export interface PathFacts {
  readonly nowMs: number;
  /** What the rooms proved by themselves, the newest of each link. */
  readonly chain: ReadonlyMap<ChainLink, ChainFact>;
  /** The device asked about; undefined while none is known. */
  readonly device: { readonly id: string; readonly name: string } | undefined;
  readonly sketch: SketchFacts | undefined;
  readonly newest: ArrivalFacts | undefined;
  readonly sigfox: Reading<SigfoxFacts>;
  readonly stack: Reading<StackFacts>;
  /** What is wrong with the values pasted from the saved callback form. */
  readonly pasted: readonly PastedFacts[];
  readonly connection: ConnectionFacts | undefined;
  /** AWS's word on our own session. */
  readonly session: Reading<SessionFacts>;
  readonly view: { readonly isPaused: boolean; readonly filter: string };
}

export interface SketchFacts {
  readonly name: string;
  /** Errors the checks or the compiler found in it. */
  readonly problems: readonly string[];
}

/** The newest message of the device in this window. */
export interface ArrivalFacts {
  readonly atMs: number;
  /** Why its payload gives no values. */
  readonly undecodable: string | undefined;
  /** Row of the message, for commands about it. */
  readonly row: string;
}

export interface SigfoxFacts {
  readonly account: string;
  /** Undefined when the backend has no such device. */
  readonly device: BackendDevice | undefined;
  readonly deviceTypeName: string | undefined;
  readonly newest: BackendMessage | undefined;
  readonly callbacks: Reading<readonly BackendCallback[]>;
  /** Names of other device types with devices whose messages had a callback called. */
  readonly calledTypes: readonly string[];
  /** The newest message that Sigfox delivered and that did not come here. */
  readonly undelivered: BackendMessage | undefined;
  /** By how much the other side's clock is ahead of ours. */
  readonly clockAheadMs: number | undefined;
}

/** The stack, or the role a person named in its place. */
export interface StackFacts {
  readonly name: string;
  /** Why it cannot be used; undefined when it can. */
  readonly trouble: { readonly kind: 'gone' | 'failed'; readonly words: string } | undefined;
  readonly target:
    | {
        readonly roleArn: string;
        readonly region: string;
        readonly topic: string;
        readonly externalId: string | undefined;
      }
    | undefined;
}

export interface PastedFacts {
  readonly field: 'roleArn' | 'externalId' | 'topic' | 'region' | 'body';
  readonly message: string;
  /** Of the form, where the stack has to take it over. */
  readonly externalId?: string;
}

export interface ConnectionFacts {
  readonly name: string;
  readonly kind: 'aws' | 'broker';
  readonly isSimulated: boolean;
  readonly region: string | undefined;
  readonly account: string | undefined;
  readonly topicFilters: readonly string[];
  readonly state:
    | { readonly kind: 'live'; readonly sinceMs: number }
    | { readonly kind: 'connecting' | 'disconnected' }
    | { readonly kind: 'signedOut' | 'reconnecting'; readonly reason: string }
    | {
        readonly kind: 'refused';
        readonly reason: string;
        readonly missing?: { readonly action: string; readonly resource: string };
      };
}

export interface SessionFacts {
  readonly isConnected: boolean;
  /** Topic filters the broker delivers to us. */
  readonly subscriptions: readonly string[];
}

export function unread(why: string, fix?: Fix): { readonly kind: 'unread'; readonly why: string } {
  return { kind: 'unread', why, ...(fix ? { fix } : {}) };
}

export function read<T>(value: T): Reading<T> {
  return { kind: 'read', value };
}
