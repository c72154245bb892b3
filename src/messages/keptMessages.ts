import type { ReceivedMessage } from './messageSource';
import type { MessageQuery } from './messageQuery';
import type { SearchBookData } from './searchBook';

/** A message as it lies on the disk: what came, when, and where from. Nothing decoded is kept. */
export interface KeptMessage {
  /** Counts up in the order of keeping; never used again. */
  readonly id: number;
  readonly connectionId: string;
  /** Empty for a message that names no device. */
  readonly device: string;
  readonly received: ReceivedMessage;
}

/** A device with the number of its kept messages. */
export interface KeptDevice {
  readonly connectionId: string;
  readonly device: string;
  readonly count: number;
}

/** A time from which messages may be missing, because the window that kept them ended without a word. */
export interface KeptGap {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What is known after opening: enough to show the view as it was. */
export interface OpenedHistory {
  readonly messages: readonly KeptMessage[];
  readonly devices: readonly KeptDevice[];
  readonly gaps: readonly KeptGap[];
  /** Where a store that could not be used was moved, and why it could not. */
  readonly moved: { readonly path: string; readonly why: 'damaged' | 'newer' } | undefined;
}

/** Whether messages are kept; exactly one of these at any time. */
export type KeepingState =
  | { readonly kind: 'opening' }
  | { readonly kind: 'keeping' }
  /** The editor's Node has no SQLite, or the person wants nothing kept. */
  | { readonly kind: 'memoryOnly'; readonly why: 'noSqlite' | 'off' }
  /** `lost` messages were received and not kept since. */
  | {
      readonly kind: 'failing';
      readonly why: 'diskFull' | 'busy' | 'other';
      readonly detail: string;
      readonly lost: number;
    };

/** How much is kept at most; the oldest goes first. */
export interface KeepingBudget {
  readonly megabytes: number;
  readonly days: number;
}

export interface SearchRequest {
  readonly query: MessageQuery;
  readonly book: SearchBookData;
  readonly limit: number;
  readonly nowMs: number;
}

export interface SearchProgress {
  readonly looked: number;
  readonly of: number;
  readonly found: number;
}

export interface SearchOutcome {
  /** Newest last. */
  readonly messages: readonly KeptMessage[];
  /** There are more than the limit. */
  readonly isCut: boolean;
}

/** Messages beyond the memory of this window. Every call may reject when the disk fails. */
export interface KeptMessages {
  open(): Promise<OpenedHistory | { readonly kind: 'noSqlite' }>;
  /** Resolves once they are on the disk; gives what went wrong otherwise. */
  append(batch: Batch): Promise<AppendOutcome>;
  /** Up to `limit` messages of a device that came before; newest last. */
  older(request: OlderRequest): Promise<readonly KeptMessage[]>;
  count(): Promise<number>;
  /** Forgets everything and gives how many there were. */
  clear(): Promise<number>;
  search(
    request: SearchRequest,
    onProgress: (progress: SearchProgress) => void,
    signal: AbortSignal,
  ): Promise<SearchOutcome>;
  /** All kept messages that are asked for, oldest first, in pieces; leaving the loop ends it. */
  read(request: ReadRequest): AsyncIterable<readonly KeptMessage[]>;
  /** Gets ready for a search while the person still types. */
  prepareSearch(): Promise<void>;
  /** Whether a connection is live: a window that ends meanwhile leaves a gap. */
  noteLive(isLive: boolean): void;
  /** Keeps the last batch and ends, while the window waits. */
  closeNow(last: Batch | undefined): void;
}

/** Of one device, where it is named. */
export interface ReadRequest {
  readonly fromMs: number;
  readonly of?: { readonly connectionId: string; readonly device: string };
}

export interface OlderRequest {
  readonly connectionId: string;
  readonly device: string;
  readonly beforeMs: number;
  readonly limit: number;
}

export type AppendOutcome =
  | { readonly kind: 'kept' }
  | {
      readonly kind: 'failed';
      readonly why: 'diskFull' | 'busy' | 'other';
      readonly detail: string;
    };

/** Messages on their way to the disk, packed so that a worker gets them without a copy of each. */
export interface Batch {
  readonly places: readonly (readonly [connectionId: string, device: string, topic: string])[];
  readonly rows: Float64Array;
  readonly bytes: Uint8Array;
}
