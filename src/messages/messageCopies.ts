import type { ReceivedMessage } from './messageSource';
import type { DeviceLog, StoredMessage } from './messageStore';

/** The disk may give back what is at the edge of memory. */
export function isAmongOldest(
  log: Pick<DeviceLog, 'messages'>,
  received: ReceivedMessage,
): boolean {
  return log.messages
    .slice(0, 2 * copyWindow)
    .some(
      (known) =>
        areEqual(known.received.body, received.body) &&
        (isDated(known) || known.received.receivedAtMs === received.receivedAtMs),
    );
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
export function isCopy(log: Pick<DeviceLog, 'messages'>, received: ReceivedMessage): boolean {
  const from = Math.max(0, log.messages.length - copyWindow);
  for (let at = log.messages.length - 1; at >= from; at--) {
    const known = log.messages[at];
    if (known && isDated(known) && areEqual(known.received.body, received.body)) return true;
  }
  return false;
}

function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}
