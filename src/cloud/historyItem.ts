import { isRecord } from '../sigfox/bodyScalars';

/** A message as the table of the stack keeps it. */
export interface HistoryItem {
  readonly device: string;
  readonly topic: string;
  /** Unix ms at which AWS IoT received it. */
  readonly receivedAtMs: number;
  /** The callback's body written anew: its fields, without those the rule added. */
  readonly body: string;
}

/** What the rule of the template adds to the body (`SELECT *, topic() AS topic, …`). */
const added = new Set(['topic', 'received', 'expires']);

/** Deeper than this no body of a callback is nested. */
const maxDepth = 8;

/**
 * Reads an item of the table, in DynamoDB's own notation (`{"device": {"S": "1D743"}}`, API reference, AttributeValue).
 * Undefined for what is no message.
 */
export function readHistoryItem(item: unknown): HistoryItem | undefined {
  if (!isRecord(item)) return undefined;
  const device = stringOf(item['device']);
  const receivedAtMs = numberOf(item['received']);
  if (device === undefined || receivedAtMs === undefined) return undefined;
  const fields = Object.entries(item)
    .filter(([name]) => !added.has(name))
    .map(([name, value]) => `${JSON.stringify(name)}:${jsonOf(value, 0)}`);
  return {
    device,
    topic: stringOf(item['topic']) ?? '',
    receivedAtMs,
    body: `{${fields.join(',')}}`,
  };
}

function stringOf(value: unknown): string | undefined {
  return isRecord(value) && typeof value['S'] === 'string' ? value['S'] : undefined;
}

function numberOf(value: unknown): number | undefined {
  const text = isRecord(value) ? value['N'] : undefined;
  return typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** As JSON; a number keeps its digits. */
function jsonOf(value: unknown, depth: number): string {
  if (!isRecord(value) || depth > maxDepth) return 'null';
  const { S: text, N: digits, BOOL: truth, L: list, M: map } = value;
  if (typeof text === 'string') return JSON.stringify(text);
  if (typeof digits === 'string') return isNumber(digits) ? digits : JSON.stringify(digits);
  if (typeof truth === 'boolean') return String(truth);
  if (Array.isArray(list)) return `[${list.map((each) => jsonOf(each, depth + 1)).join(',')}]`;
  if (!isRecord(map)) return 'null';
  const fields = Object.entries(map).map(
    ([name, each]) => `${JSON.stringify(name)}:${jsonOf(each, depth + 1)}`,
  );
  return `{${fields.join(',')}}`;
}

function isNumber(text: string): boolean {
  return /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text);
}
