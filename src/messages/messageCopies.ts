import type { ReceivedMessage } from './messageSource';
import type { DeviceLog, StoredMessage } from './messageStore';

/** The disk may give back what is at the edge of memory. */
export function isAmongOldest(
  log: Pick<DeviceLog, 'messages'>,
  received: ReceivedMessage,
): boolean {
  for (const [at, known] of log.messages.entries()) {
    // In a burst, many share the millisecond at the edge.
    if (at >= 2 * copyWindow && known.received.receivedAtMs > received.receivedAtMs) return false;
    const isSameTime = known.received.receivedAtMs === received.receivedAtMs;
    if ((isSameTime || isDated(known)) && areEqual(known.received.body, received.body)) return true;
  }
  return false;
}

/** It names its time or its number, which two messages of one device never share. */
function isDated({ content }: StoredMessage): boolean {
  if (content.kind === 'unreadable') return false;
  return content.message.timeMs !== undefined || content.message.seqNumber !== undefined;
}

/** How far back a second copy is looked for: Sigfox repeats a callback after 1, 2 and 4 minutes. */
const copyWindow = 8;

/**
 * A callback or a broker may deliver twice. A copy is the same body to the byte and names its time or its number: two
 * messages of one device never share those.
 */
export function isCopy(
  log: Pick<DeviceLog, 'messages'> & { readonly newest: readonly number[] },
  { received, content }: Subject,
): boolean {
  const mark = markOf(content);
  if (mark !== undefined && !log.newest.includes(mark)) return false;
  const from = Math.max(0, log.messages.length - copyWindow);
  for (let at = log.messages.length - 1; at >= from; at--) {
    const known = log.messages[at];
    if (!known || !isDated(known)) continue;
    if (areEqual(known.received.body, received.body)) return true;
    // An archive writes a body in its own way; the same message may come by the live way as well.
    if (known.received.isFromArchive === true && isSameMessage(known, { received, content })) {
      return true;
    }
  }
  return false;
}

/**
 * Notes what tells a message apart from the newest before it. Looking at these few numbers instead of the messages
 * themselves, which lie anywhere in memory, makes a window that receives thousands a second twice as fast.
 */
export function noteMark(newest: number[], content: Subject['content']): void {
  const mark = markOf(content);
  if (mark === undefined) return;
  if (newest.length === copyWindow) newest.shift();
  newest.push(mark);
}

/** The same for every copy of a message. */
function markOf(content: Subject['content']): number | undefined {
  if (content.kind === 'unreadable') return undefined;
  return content.message.seqNumber ?? content.message.timeMs;
}

type Subject = Pick<StoredMessage, 'received' | 'content'>;

/** Without a time of Sigfox's own, so far apart two clocks may be. */
const clockSlackMs = 10 * 60_000;

/**
 * The same message by device and sequence number, whatever its body looks like. The counter comes round within a day
 * on some devices, so the time has to agree as well; and one message may have callbacks of several kinds, so the
 * payload has to.
 */
export function isSameMessage(a: Subject, b: Subject): boolean {
  if (a.content.kind === 'unreadable' || b.content.kind === 'unreadable') {
    return areEqual(a.received.body, b.received.body) && isAboutSameTime(a, b);
  }
  const [one, other] = [a.content.message, b.content.message];
  if (one.device !== other.device || one.seqNumber !== other.seqNumber) return false;
  if (!areEqual(one.payload ?? empty, other.payload ?? empty)) return false;
  return one.timeMs !== undefined && other.timeMs !== undefined
    ? one.timeMs === other.timeMs
    : isAboutSameTime(a, b);
}

const empty = new Uint8Array();

function isAboutSameTime(a: Subject, b: Subject): boolean {
  return Math.abs(a.received.receivedAtMs - b.received.receivedAtMs) < clockSlackMs;
}

function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}
