import { messageTimeMs, type StoredMessage } from './messageStore';

/**
 * When a device was heard: when its message arrived, whatever time the body names. What the broker kept from before or
 * sends again was heard when it was sent, so far as that is known.
 */
export function heardAtMs(message: Pick<StoredMessage, 'content' | 'received'>): number {
  const { receivedAtMs, isRepeated } = message.received;
  return isRepeated ? Math.min(receivedAtMs, messageTimeMs(message)) : receivedAtMs;
}
