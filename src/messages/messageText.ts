import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import { formatHex } from '../sigfox/hex';
import type { DecodedMessage } from './decodedMessage';
import { messageTimeMs, type StoredMessage } from './messageStore';
import type { TimeFormat } from './relativeTime';

/** A longer body is cut here; the export has it whole. */
const maxBodyLength = 20_000;

/** One message as a page of plain text: who, when, each field with its bytes, and the body as it came. */
export function messageText(
  message: StoredMessage,
  decoded: DecodedMessage,
  name: string | undefined,
  format: TimeFormat,
): string {
  const { content, received } = message;
  const read = content.kind === 'message' ? content.message : undefined;
  const device = read?.device ?? l10n.t('no device');
  const title = name === undefined ? device : `${safeLine(name, 60)} (${device})`;
  const atMs = messageTimeMs(message);
  const lines = [
    read?.seqNumber === undefined ? title : `${title}  #${read.seqNumber}`,
    '',
    pair(l10n.t('Sent'), `${format.dateTime(atMs)}  (${new Date(atMs).toISOString()})`),
    pair(
      l10n.t('Received'),
      `${format.dateTime(received.receivedAtMs)}  (${l10n.t('{0} s later', ((received.receivedAtMs - atMs) / 1_000).toFixed(1))})`,
    ),
    pair(l10n.t('Topic'), safeLine(received.topic, 256)),
  ];
  if (decoded.problem !== undefined)
    lines.push(pair(l10n.t('Problem'), safeLine(decoded.problem, 300)));
  if (decoded.fields.length > 0) lines.push('', l10n.t('Fields'), ...fieldLines(decoded));
  if (read?.payload) lines.push('', l10n.t('Payload'), ...payloadLines(read.payload, decoded));
  if (read && read.radio.size > 0) {
    lines.push(
      '',
      l10n.t('Radio'),
      ...[...read.radio].map(([key, value]) => `  ${pair(safeLine(key, 30), safeLine(value))}`),
    );
  }
  lines.push('', l10n.t('Body'), ...bodyLines(received.body));
  return `${lines.join('\n')}\n`;
}

function fieldLines({ fields }: DecodedMessage): string[] {
  const width = Math.min(30, Math.max(...fields.map(({ label }) => label.length)));
  return fields.map(
    ({ label, exact, problem, origin }) =>
      `  ${label.padEnd(width)}  ${(problem ?? exact ?? '').padEnd(20)}  ${origin}`,
  );
}

/** Each byte with the field it belongs to: `  0  41  temp`. */
function payloadLines(payload: Uint8Array, { fields }: DecodedMessage): string[] {
  const owners = (at: number) =>
    fields
      .filter(({ bytes }) => bytes && bytes[0] <= at && at <= bytes[1])
      .map(({ label }) => label);
  return [
    `  ${formatHex(payload)}`,
    ...[...payload].map((byte, at) => {
      const hex = byte.toString(16).padStart(2, '0');
      const bits = byte.toString(2).padStart(8, '0');
      return `  ${String(at).padStart(2)}  ${hex}  ${bits}  ${owners(at).join(', ')}`.trimEnd();
    }),
  ];
}

/** Indented where it is JSON; otherwise as it is. Control characters are shown as such and not obeyed. */
function bodyLines(body: Uint8Array): string[] {
  const text = new TextDecoder().decode(body.subarray(0, maxBodyLength));
  return pretty(text)
    .split('\n')
    .map((line) => `  ${safeLine(line, 2_000)}`);
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function pair(key: string, value: string): string {
  return `${key.padEnd(10)}${value}`;
}
