import type { Clock } from '../shared/clock';
import type { Event } from '../shared/event';
import { formatHex } from '../sigfox/hex';
import type { BackendMessage } from '../sigfox/backendApi';
import { reconcile, type SeenMessage } from '../sigfox/reconciliation';
import type { Connections } from './connections';
import type { MessageStore, StoredMessage } from './messageStore';

/** A message that reached Sigfox and not the topic. */
export interface LostMessage {
  readonly timeMs: number;
  readonly seqNumber: number | undefined;
  /** Lower-case hexadecimal. */
  readonly data: string;
  /** What the backend says of its callback. */
  readonly reason: string;
}

/** What Sigfox's backend knows, while somebody is signed in to it. */
export interface BackendWord {
  nameOf(device: string): string | undefined;
  /** Newest first; undefined while they are not known. */
  messagesOf(device: string): readonly BackendMessage[] | undefined;
  readonly onDidChange: Event<unknown>;
}

export interface LostSources {
  readonly store: MessageStore;
  readonly connections: Connections;
  readonly clock: Clock;
  readonly backend: BackendWord;
}

/** The messages of a device that were lost on the way from Sigfox to the topic, newest first. */
export function lostMessages(
  { store, connections, clock, backend }: LostSources,
  connectionId: string,
  device: string,
): readonly LostMessage[] {
  const messages = backend.messagesOf(device);
  const log = store.log(`${connectionId}/${device}`);
  if (!messages || !log) return [];
  const state = connections.get(connectionId)?.state;
  const [oldest] = log.evicted > 0 ? log.messages : [];
  const listeningSinceMs =
    state?.kind === 'live'
      ? Math.max(state.sinceMs, oldest?.received.receivedAtMs ?? 0)
      : undefined;
  const seen = log.messages.flatMap(seenMessage);
  return reconcile(messages, seen, { nowMs: clock.now(), listeningSinceMs }).flatMap(
    ({ message, outcome }) =>
      outcome.kind === 'lost'
        ? [
            {
              timeMs: message.timeMs,
              seqNumber: message.seqNumber,
              data: message.data,
              reason: outcome.reason,
            },
          ]
        : [],
  );
}

function seenMessage({ content }: StoredMessage): SeenMessage[] {
  if (content.kind === 'unreadable') return [];
  const { device, timeMs, seqNumber, payload } = content.message;
  return [{ device, timeMs, seqNumber, data: payload && formatHex(payload) }];
}
