import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import { type ByteView, byteView, type FieldCell } from './byteView';
import type { Connections } from './connections';
import { decodeMessage } from './decodedMessage';
import type { DevicePageState } from './devicePageProtocol';
import {
  type DeviceLog,
  type MessageStore,
  messageTimeMs,
  type StoredMessage,
} from './messageStore';
import type { PayloadSettingsBook } from './payloadSettingsBook';
import type { TimeFormat } from './relativeTime';
import { type SequenceStrip, sequenceStrip } from './sequenceStrip';

export interface DevicePageSources {
  readonly store: MessageStore;
  readonly connections: Connections;
  readonly book: PayloadSettingsBook;
  readonly format: TimeFormat;
}

/** Everything the page of a device shows, in words and cells; the page only draws it. */
export interface DevicePageModel {
  readonly kind: 'device';
  /** What brings the page back after a reload. */
  readonly state: DevicePageState;
  readonly title: string;
  /** `41F2A7 · #77 · 22 Nov 2016, 13:17:51 · topic sigfox` */
  readonly subtitle: string;
  /** Empty, or where the message before comes from. */
  readonly comparedWith: string;
  /** Number of the message in the store; undefined while there is none. */
  readonly message: number | undefined;
  readonly isNewest: boolean;
  readonly hasOlder: boolean;
  readonly view: ByteView;
  readonly strip: SequenceStrip;
}

export function devicePageModel(
  sources: DevicePageSources,
  state: DevicePageState,
): DevicePageModel {
  const log = sources.store.log(`${state.connectionId}/${state.device}`);
  const title = titleOf(sources, state);
  const strip = sequenceStrip(log?.messages ?? [], log?.duplicates ?? 0, sources.format);
  const shown = shownMessage(log, state);
  if (!log || !shown) return { ...emptyModel(state, title), strip };
  const before = messageBefore(log, shown);
  const isNewest = shown === log.messages.at(-1);
  return {
    kind: 'device',
    // A page that follows goes on following; one that was put on a message stays there.
    state,
    title,
    subtitle: subtitleOf(shown, state.device, sources.format),
    comparedWith:
      before === undefined
        ? l10n.t('No message before this one is known.')
        : l10n.t('Compared with {0}', nameOfMessage(before, sources.format)),
    message: shown.number,
    isNewest,
    hasOlder: shown !== log.messages[0],
    view: viewOf(sources, shown, before),
    strip,
  };
}

/** The message `by` steps newer than the shown one, as the page's state; the newest is followed. */
export function stepFrom(
  { store }: DevicePageSources,
  state: DevicePageState,
  by: number,
): DevicePageState {
  const messages = store.log(`${state.connectionId}/${state.device}`)?.messages ?? [];
  const shown = shownMessage({ messages }, state);
  const at = shown ? messages.indexOf(shown) + by : messages.length - 1;
  return shownIn(state, messages, messages[Math.max(0, at)]);
}

/** The page's state with one message shown. */
export function stateAt(
  { store }: DevicePageSources,
  state: DevicePageState,
  number: number | undefined,
): DevicePageState {
  const messages = store.log(`${state.connectionId}/${state.device}`)?.messages ?? [];
  const wanted = messages.find((message) => message.number === number);
  return shownIn(state, messages, wanted);
}

type Arrival = Pick<DevicePageState, 'receivedAtMs' | 'nth'>;

/** The page's state with this message shown; the newest is followed. */
function shownIn(
  { connectionId, device }: DevicePageState,
  messages: readonly StoredMessage[],
  message: StoredMessage | undefined,
): DevicePageState {
  const follows = !message || message === messages.at(-1);
  const receivedAtMs = follows ? undefined : message.received.receivedAtMs;
  const nth = follows ? 0 : arrivedAt(messages, message.received.receivedAtMs).indexOf(message);
  return { connectionId, device, receivedAtMs, ...(nth > 0 ? { nth } : {}) };
}

function arrivedAt(messages: readonly StoredMessage[], atMs: number): readonly StoredMessage[] {
  return messages.filter(({ received }) => received.receivedAtMs === atMs);
}

/** Numbers are of one window; the time of arrival finds a message in the next one as well. */
function shownMessage(
  log: Pick<DeviceLog, 'messages'> | undefined,
  { receivedAtMs, nth = 0 }: Arrival,
): StoredMessage | undefined {
  const messages = log?.messages ?? [];
  const found = receivedAtMs === undefined ? undefined : arrivedAt(messages, receivedAtMs)[nth];
  return found ?? messages.at(-1);
}

/** The nearest earlier message with bytes: a status between two measurements compares with neither. */
function messageBefore(log: DeviceLog, shown: StoredMessage): StoredMessage | undefined {
  const at = log.messages.indexOf(shown);
  return log.messages.slice(0, at).findLast((message) => payloadOf(message) !== undefined);
}

function payloadOf({ content }: StoredMessage): Uint8Array | undefined {
  return content.kind === 'message' ? content.message.payload : undefined;
}

function viewOf(
  { book, connections }: DevicePageSources,
  shown: StoredMessage,
  before: StoredMessage | undefined,
): ByteView {
  const connection = connections.connectionOf(shown.connectionId);
  const settings = book.settingsFor(shown, connection);
  const payload = payloadOf(shown);
  if (payload) {
    return byteView({
      payload,
      before: before && payloadOf(before),
      settings,
      decoderOf: (wanted) => book.decoder(wanted),
    });
  }
  const { fields, problem } = decodeMessage(shown, settings, (wanted) => book.decoder(wanted));
  return {
    bytes: [],
    config: [],
    problem: problem ?? l10n.t('The body has no payload bytes; these are the fields it has.'),
    fields: fields.map(({ label, exact, origin }): FieldCell => ({
      ...{ label, text: exact ?? '', isProblem: false, before: '', change: '', origin },
      isChanged: false,
    })),
  };
}

function emptyModel(state: DevicePageState, title: string) {
  return {
    kind: 'device',
    state,
    title,
    subtitle: l10n.t('No message of this device is here. It shows when the next one arrives.'),
    comparedWith: '',
    message: undefined,
    isNewest: true,
    hasOlder: false,
    view: { bytes: [], fields: [], config: [], problem: undefined },
  } as const;
}

function titleOf({ book, connections }: DevicePageSources, state: DevicePageState): string {
  const connection = connections.connectionOf(state.connectionId);
  const name = book.nameOf(state.device, connection);
  return safeLine(name ?? (state.device === '' ? l10n.t('Not Sigfox Messages') : state.device), 60);
}

function subtitleOf(message: StoredMessage, device: string, format: TimeFormat): string {
  const words = [
    device,
    nameOfMessage(message, format),
    l10n.t('topic {0}', safeLine(message.received.topic, 80)),
  ];
  return words.filter((word) => word !== '').join(' · ');
}

/** `#77, 22 Nov 2016, 13:17:51` */
function nameOfMessage(message: StoredMessage, format: TimeFormat): string {
  const { content } = message;
  const seqNumber = content.kind === 'message' ? content.message.seqNumber : undefined;
  const time = format.dateTime(messageTimeMs(message));
  return seqNumber === undefined ? time : `#${seqNumber}, ${time}`;
}
