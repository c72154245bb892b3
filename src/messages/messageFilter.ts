import { formatHex } from '../sigfox/hex';
import type { DecodedMessage } from './decodedMessage';
import type { StoredMessage } from './messageStore';

/**
 * Whether a message shows under a filter: a text without regard to case, looked for in the device's name and id, the
 * hexadecimal payload, the names and values of its fields. The word `undecodable` finds what has a problem.
 */
export function matchesFilter(
  message: StoredMessage,
  decoded: DecodedMessage,
  deviceName: string | undefined,
  filter: string,
): boolean {
  const wanted = filter.trim().toLowerCase();
  if (wanted === '') return true;
  if (wanted === 'undecodable') return decoded.problem !== undefined;
  for (const text of searchable(message, decoded, deviceName)) {
    if (text.toLowerCase().includes(wanted)) return true;
  }
  return false;
}

function* searchable(
  { content, received }: StoredMessage,
  decoded: DecodedMessage,
  deviceName: string | undefined,
): Iterable<string> {
  if (deviceName !== undefined) yield deviceName;
  yield received.topic;
  if (content.kind === 'unreadable') {
    yield new TextDecoder().decode(received.body);
    return;
  }
  yield content.message.device;
  if (content.message.payload) yield formatHex(content.message.payload);
  if (content.message.seqNumber !== undefined) yield `#${content.message.seqNumber}`;
  for (const { name, label, exact } of decoded.fields) yield `${name} ${label} ${exact ?? ''}`;
}
