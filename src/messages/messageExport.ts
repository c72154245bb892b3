import { formatHex } from '../sigfox/hex';
import type { FieldValue } from '../sigfox/payloadCodec';
import type { DecodedMessage, ShownField } from './decodedMessage';
import { messageTimeMs, type StoredMessage } from './messageStore';

export interface ExportedMessage {
  readonly message: StoredMessage;
  readonly decoded: DecodedMessage;
  readonly name: string | undefined;
}

/** One JSON object a line; the body as it came, in base64, so that nothing is lost. */
export function toJsonLines(messages: Iterable<ExportedMessage>): string {
  let text = '';
  for (const exported of messages) text += `${JSON.stringify(messageRecord(exported))}\n`;
  return text;
}

/** What a message says, as JSON: for a line of an export and for copying. */
export function messageRecord({ message, decoded, name }: ExportedMessage): object {
  const { content, received } = message;
  const read = content.kind === 'message' ? content.message : undefined;
  return {
    device: read?.device,
    name,
    time: new Date(messageTimeMs(message)).toISOString(),
    receivedAt: new Date(received.receivedAtMs).toISOString(),
    seqNumber: read?.seqNumber,
    data: read?.payload && formatHex(read.payload),
    // A record without a prototype keeps a field called __proto__.
    fields: Object.assign(Object.create(null), valuesOf(decoded.fields)) as object,
    problem: decoded.problem,
    topic: received.topic,
    body: Buffer.from(received.body).toString('base64'),
  };
}

/** A table: one column for every field of any message. */
export function toCsv(messages: readonly ExportedMessage[]): string {
  const names = [
    ...new Set(messages.flatMap(({ decoded }) => decoded.fields.map(({ name }) => name))),
  ];
  return csvHeader(names) + csvLines(messages, names);
}

/** The first line of a table with a column for each of these fields. */
export function csvHeader(names: readonly string[]): string {
  const header = ['time', 'device', 'name', 'seqNumber', 'data', ...names, 'problem', 'topic'];
  return csvLine(header.map(textCell));
}

export function csvLines(messages: readonly ExportedMessage[], names: readonly string[]): string {
  return messages.map((exported) => csvLine(csvRow(exported, names))).join('');
}

function csvLine(cells: readonly string[]): string {
  return `${cells.join(',')}\r\n`;
}

/** A name for the file that any system takes: device ids and names come from outside. */
export function exportFileName(
  subject: string | undefined,
  extension: 'jsonl' | 'csv' | 'sigfoxcapture',
): string {
  const plain = (subject ?? '')
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  // Windows keeps some names for devices.
  const isReserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i.test(plain);
  return `sigfox-${plain === '' || isReserved ? 'messages' : plain}.${extension}`;
}

function csvRow({ message, decoded, name }: ExportedMessage, names: readonly string[]): string[] {
  const { content, received } = message;
  const read = content.kind === 'message' ? content.message : undefined;
  const values = new Map(decoded.fields.map(({ name: field, value }) => [field, value]));
  return [
    new Date(messageTimeMs(message)).toISOString(),
    textCell(read?.device ?? ''),
    textCell(name ?? ''),
    read?.seqNumber === undefined ? '' : String(read.seqNumber),
    textCell(read?.payload ? formatHex(read.payload) : ''),
    ...names.map((field) => valueCell(values.get(field))),
    textCell(decoded.problem ?? ''),
    textCell(received.topic),
  ];
}

/** Numbers stay numbers, negative ones too; only text can be taken for a formula. */
function valueCell(value: FieldValue | undefined): string {
  return typeof value === 'string' ? textCell(value) : String(value ?? '');
}

/** A spreadsheet runs what begins with one of these as a formula (OWASP, CSV injection). */
function textCell(text: string): string {
  const harmless = /^[=+\-@\t\r\n\0]/.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}

function valuesOf(fields: readonly ShownField[]): Record<string, unknown> {
  const values = Object.create(null) as Record<string, unknown>;
  for (const { name, value } of fields) {
    if (value === undefined) continue;
    values[name] = typeof value === 'bigint' ? String(value) : value;
  }
  return values;
}
