import type { Connections } from './connections';
import { messageTimeMs, type MessageStore, type StoredMessage } from './messageStore';
import type { PayloadSettingsBook } from './payloadSettingsBook';
import { formatHex } from '../sigfox/hex';

/** What the callback form is filled from: the newest message that came, and where it came to. */
export interface CallbackSubject {
  readonly config: string;
  /** Times in seconds; payload in hexadecimal. */
  readonly sample:
    | {
        readonly device: string;
        readonly time: number;
        readonly data: string;
        readonly seqNumber: number;
      }
    | undefined;
  /** Of the AWS connection that is used here, or one that behaves like it. */
  readonly region?: string;
  readonly topic?: string;
}

/**
 * The newest message with a payload says what a callback would look like for devices of its kind: of those with that payload
 * config, or of any; of devices whose config is known first, for theirs can be written into the form.
 */
export function callbackSubject(
  store: MessageStore,
  book: PayloadSettingsBook,
  connections: Connections,
  wantedConfig?: string,
): CallbackSubject {
  const configOf = (message: StoredMessage) =>
    book.settingsFor(message, connections.get(message.connectionId)?.connection)?.config ?? '';
  const newest =
    wantedConfig === undefined
      ? (newestWithPayload(store, (message) => configOf(message) !== '') ??
        newestWithPayload(store, () => true))
      : newestWithPayload(store, (message) => configOf(message) === wantedConfig);
  const onAws = connections.all.map((status) => status.connection).find(isAws);
  return {
    config: newest ? configOf(newest) : '',
    sample: newest && sampleOf(newest),
    ...(onAws?.endpoint.kind === 'aws' ? { region: onAws.endpoint.region } : {}),
    ...(onAws?.topicFilters[0] === undefined ? {} : { topic: onAws.topicFilters[0] }),
  };
}

function isAws({ endpoint }: { readonly endpoint: { readonly kind: string } }): boolean {
  return endpoint.kind === 'aws';
}

function newestWithPayload(
  store: MessageStore,
  isWanted: (message: StoredMessage) => boolean,
): StoredMessage | undefined {
  let newest: StoredMessage | undefined;
  for (const { messages } of store.logs) {
    const last = messages.findLast(
      ({ content }) => content.kind === 'message' && content.message.payload,
    );
    if (last && last.number > (newest?.number ?? 0) && isWanted(last)) newest = last;
  }
  return newest;
}

function sampleOf(stored: StoredMessage): CallbackSubject['sample'] {
  const { content } = stored;
  if (content.kind === 'unreadable' || !content.message.payload) return undefined;
  const { device, payload, seqNumber } = content.message;
  return {
    device,
    time: Math.floor(messageTimeMs(stored) / 1_000),
    data: formatHex(payload),
    seqNumber: seqNumber ?? 0,
  };
}
