import { formatHex } from '../sigfox/hex';
import type { FieldValue } from '../sigfox/payloadCodec';
import type { DecodedMessage, ShownField } from './decodedMessage';
import { isNumber, type MessageQuery, type Operator } from './messageQuery';
import { messageTimeMs, type StoredMessage } from './messageStore';

/** All that a query can ask about one message. */
export interface QuerySubject {
  readonly message: Pick<StoredMessage, 'content' | 'received' | 'connectionId'>;
  readonly decoded: DecodedMessage;
  readonly deviceName: string | undefined;
  readonly connectionName: string | undefined;
  readonly nowMs: number;
}

/** Whether a message is among what is looked for. */
export function matchesQuery(query: MessageQuery, subject: QuerySubject): boolean {
  switch (query.kind) {
    case 'all':
      return true;
    case 'and':
      return query.parts.every((part) => matchesQuery(part, subject));
    case 'or':
      return query.parts.some((part) => matchesQuery(part, subject));
    case 'not':
      return !matchesQuery(query.part, subject);
    case 'text':
      return hasText(query.text, subject);
    case 'device':
      return deviceMatches(query.text, deviceOf(subject), subject.deviceName);
    case 'field':
      return subject.decoded.fields.some((field) => isNamed(field, query.text));
    case 'topic':
      return includes(subject.message.received.topic, query.text);
    case 'connection':
      return includes(subject.connectionName ?? subject.message.connectionId, query.text);
    case 'hex':
      return hexOf(subject)?.includes(query.text) === true;
    case 'undecodable':
      return subject.decoded.problem !== undefined;
    case 'time':
    case 'last':
      return timeMatches(query, messageTimeMs(subject.message), subject.nowMs);
    case 'compare':
      return subject.decoded.fields.some(
        ({ name, label, value }) =>
          value !== undefined &&
          isNamed({ name, label }, query.field) &&
          compareValue(value, query.operator, query.value),
      );
  }
}

/** The beginning of the id, or a part of the name. */
export function deviceMatches(text: string, device: string, name: string | undefined): boolean {
  return device.toLowerCase().startsWith(text) || (name !== undefined && includes(name, text));
}

export function timeMatches(
  query: Extract<MessageQuery, { kind: 'time' | 'last' }>,
  timeMs: number,
  nowMs: number,
): boolean {
  return query.kind === 'last'
    ? timeMs >= nowMs - query.ms
    : timeMs >= query.fromMs && timeMs < query.toMs;
}

export function isNamed(
  { name, label }: Pick<ShownField, 'name' | 'label'>,
  wanted: string,
): boolean {
  return name.toLowerCase() === wanted || label.toLowerCase() === wanted;
}

export function compareValue(value: FieldValue, operator: Operator, wanted: string): boolean {
  return compileComparison(operator, wanted)(value);
}

/** Numbers by their size, also where the body has them as text; all else as text without regard to case. */
export function compileComparison(
  operator: Operator,
  wanted: string,
): (value: FieldValue) => boolean {
  const isNumeric = isNumber(wanted);
  const wantedNumber = Number(wanted);
  return (value) => {
    if (isNumeric && typeof value === 'number' && Number.isFinite(value)) {
      return compareNumbers(value, operator, wantedNumber);
    }
    if (isNumeric && typeof value !== 'boolean' && isNumber(String(value))) {
      return compareNumbers(Number(value), operator, wantedNumber);
    }
    if (operator === '=') return String(value).toLowerCase() === wanted;
    return operator === '!=' && String(value).toLowerCase() !== wanted;
  };
}

function compareNumbers(a: number, operator: Operator, b: number): boolean {
  switch (operator) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    case '=':
      return a === b;
    case '!=':
      return a !== b;
  }
}

function hasText(text: string, subject: QuerySubject): boolean {
  const { content } = subject.message;
  if (text.startsWith('#') && content.kind === 'message') {
    const { seqNumber } = content.message;
    if (seqNumber !== undefined && `#${seqNumber}` === text) return true;
  }
  for (const part of searchable(subject)) if (includes(part, text)) return true;
  return false;
}

function* searchable({ message, decoded, deviceName }: QuerySubject): Iterable<string> {
  const { content, received } = message;
  if (deviceName !== undefined) yield deviceName;
  yield received.topic;
  if (content.kind === 'unreadable') {
    yield new TextDecoder().decode(received.body);
    return;
  }
  yield content.message.device;
  if (content.message.payload) yield formatHex(content.message.payload);
  for (const { name, label, exact } of decoded.fields) yield `${name} ${label} ${exact ?? ''}`;
}

function deviceOf({ message: { content } }: QuerySubject): string {
  return content.kind === 'message' ? content.message.device : '';
}

function hexOf({ message: { content } }: QuerySubject): string | undefined {
  const payload = content.kind === 'message' ? content.message.payload : undefined;
  return payload && formatHex(payload);
}

function includes(text: string, part: string): boolean {
  return text.toLowerCase().includes(part);
}
