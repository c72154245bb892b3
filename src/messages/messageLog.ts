import type { DeviceId } from '../sigfox/device';
import { followSequence, type SequenceEvent, type SequenceState } from '../sigfox/sequence';
import { noteMark } from './messageCopies';
import type { ReceivedMessage } from './messageSource';
import type { DeviceLog, StoredMessage } from './messageStore';

/** A device's messages while they change. */
export interface MutableLog extends DeviceLog {
  readonly messages: StoredMessage[];
  evicted: number;
  duplicates: number;
  sequence: SequenceState | undefined;
  /** What tells the newest messages apart: the next one is looked for among these first. */
  readonly newest: number[];
  /** Older messages that were asked for: they do not count against the device's budget. */
  room: number;
}

/** An older message, as the disk gives it back. */
export interface OlderMessage {
  /** Below those that come later, and below every number of this window. */
  readonly number: number;
  readonly received: ReceivedMessage;
}

/** A sparse log holds what was found: its sequence numbers say nothing. */
export interface LogOptions {
  readonly isSparse?: boolean;
}

export function createLog(
  key: string,
  connectionId: string,
  device: DeviceId | undefined,
): MutableLog {
  return {
    ...{ key, connectionId, device, messages: [] },
    ...{ evicted: 0, duplicates: 0, sequence: undefined, newest: [], room: 0 },
  };
}

/** What the next message's sequence number tells. */
export function follow(
  log: MutableLog,
  { content, received }: Pick<StoredMessage, 'content' | 'received'>,
  { isSparse }: LogOptions,
): SequenceEvent | undefined {
  if (content.kind === 'unreadable' || isSparse === true) return undefined;
  const { seqNumber, timeMs } = content.message;
  if (seqNumber === undefined) return undefined;
  const { state, event } = followSequence(log.sequence, seqNumber, timeMs ?? received.receivedAtMs);
  log.sequence = state;
  return event;
}

/** All messages of a log, in the order of their arrival wherever that was; the sequence is judged anew. */
export function replaceMessages(
  log: MutableLog,
  messages: readonly Omit<StoredMessage, 'sequence'>[],
  options: LogOptions,
): void {
  const sorted = messages.toSorted(
    (a, b) => a.received.receivedAtMs - b.received.receivedAtMs || a.number - b.number,
  );
  log.sequence = undefined;
  log.messages.splice(
    0,
    log.messages.length,
    ...sorted.map((each) => ({ ...each, sequence: follow(log, each, options) })),
  );
  log.newest.length = 0;
  for (const { content } of sorted) noteMark(log.newest, content);
}
