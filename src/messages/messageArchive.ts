import type { ReceivedMessage } from './messageSource';

/**
 * Where messages are kept whether or not a window listens, such as the table of a stack. What it gives back need not be
 * the body to the byte: a message is known again by device and sequence number.
 */
export interface MessageArchive {
  /** The connection whose messages it keeps. */
  readonly connectionId: string;
  /** How people call it: the name of the stack or table. */
  readonly name: string;
  /**
   * Messages in pages, those of a device oldest first. Ends when there are no more or the bounds are met; rejects with a
   * UserError that says what to do. Leaving the loop or aborting stops asking.
   */
  read(request: ArchiveRequest, signal: AbortSignal): AsyncIterable<ArchivePage>;
}

export interface ArchiveRequest {
  /** For each device known here, the arrival time (Unix ms) of its newest known message: later ones are wanted. */
  readonly cursors: ReadonlyMap<string, number>;
  /** For devices that are not known here: messages that arrived after this. */
  readonly sinceMs: number;
  readonly bounds: ArchiveBounds;
}

export interface ArchiveBounds {
  readonly messagesPerDevice: number;
  readonly messages: number;
}

export interface ArchivePage {
  readonly messages: readonly ReceivedMessage[];
  /** There is more than the bounds allow. */
  readonly isCut: boolean;
}
