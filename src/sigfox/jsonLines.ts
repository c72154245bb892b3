import * as l10n from '@vscode/l10n';
import { isRecord } from './bodyScalars';
import { type CallbackUplink, checkCallbackBody, renderCallbackBody } from './callbackBody';
import { shortestFloat } from './floatText';
import { formatHex, parseHex } from './hex';
import { parseJson } from './jsonDepth';
import { compileDecoder, type FieldValue, formatFieldValue } from './payloadCodec';
import { encodePayload } from './payloadEncoder';
import { type Field, maxPayloadBytes } from './payloadField';
import { type PayloadConfig, parsePayloadConfig } from './payloadGrammar';
import { readUplinkMessage } from './uplinkMessage';

/** Longer lines are refused unread. */
export const maxLineLength = 1024 * 1024;

/**
 * Answers one line of JSON with one line of JSON; never throws. The language of this room for scripts: `decode`,
 * `encode`, `check`, `render` and `read`.
 */
export function answerLine(line: string): string {
  if (line.length > maxLineLength) return problemLine(l10n.t('The line is longer than 1 MB.'));
  const request = parseJson(line);
  if (!isRecord(request)) {
    return problemLine(
      l10n.t('A line is one JSON object with "do": decode, encode, check, render or read.'),
    );
  }
  switch (request['do']) {
    case 'decode':
      return decode(request);
    case 'encode':
      return encode(request);
    case 'check':
      return check(request);
    case 'render':
      return render(request);
    case 'read':
      return read(request);
    default:
      return problemLine(l10n.t('"do" is decode, encode, check, render or read.'));
  }
}

type Request = Readonly<Record<string, unknown>>;

function decode(request: Request): string {
  const { config: text, hex } = request;
  if (typeof text !== 'string') return wants('config');
  if (typeof hex !== 'string') return wants('hex');
  const config = parsePayloadConfig(text);
  const read = parseHex(hex);
  if (read.kind === 'invalid')
    return objectLine({
      values: '{}',
      text: '{}',
      problems: list([...config.problems, told(read.reason)]),
    });
  const { values, problems } = compileDecoder(config).decode(read.payload);
  const known = config.fields.flatMap((field, at) => {
    const value = values[at];
    return value === undefined ? [] : [{ field, value }];
  });
  const tooLong =
    read.payload.length > maxPayloadBytes
      ? [told(l10n.t('The payload has {0} bytes; Sigfox carries at most 12.', read.payload.length))]
      : [];
  return objectLine({
    values: members(known.map(({ field, value }) => [field.name, jsonValue(field, value)])),
    text: members(
      known.map(({ field, value }) => [field.name, JSON.stringify(formatFieldValue(field, value))]),
    ),
    problems: list([...config.problems, ...tooLong, ...problems]),
  });
}

function encode(request: Request): string {
  const { config: text, values } = request;
  if (typeof text !== 'string') return wants('config');
  if (!isRecord(values)) return wants('values');
  const config = parsePayloadConfig(text);
  if (config.problems.some(({ severity }) => severity === 'error')) {
    return objectLine({ problems: list(config.problems) });
  }
  const unknown = Object.keys(values)
    .filter((name) => !config.fields.some((field) => field.name === name))
    .map((field) => ({ field, message: l10n.t('The config has no field of this name.') }));
  const encoded = encodePayload(config, readValues(config, values));
  if (encoded.kind === 'invalid') {
    return objectLine({ problems: list([...config.problems, ...unknown, ...encoded.problems]) });
  }
  return objectLine({
    hex: JSON.stringify(formatHex(encoded.payload)),
    problems: list([...config.problems, ...unknown]),
  });
}

function check(request: Request): string {
  const { config, template } = request;
  if (typeof config !== 'string') return wants('config');
  const parsed = parsePayloadConfig(config);
  if (typeof template !== 'string') return objectLine({ problems: list(parsed.problems) });
  return objectLine({ problems: list(checkCallbackBody(template, parsed)) });
}

function render(request: Request): string {
  const { template, config, uplink } = request;
  if (typeof template !== 'string') return wants('template');
  if (!isRecord(uplink)) return wants('uplink');
  const read = readUplink(uplink);
  if (typeof read === 'string') return problemLine(read);
  const parsed = parsePayloadConfig(typeof config === 'string' ? config : '');
  const configProblems = typeof config === 'string' ? parsed.problems : [];
  const { text, problems } = renderCallbackBody(template, read, parsed);
  return objectLine({
    text: JSON.stringify(text),
    problems: list([...configProblems, ...problems]),
  });
}

function read(request: Request): string {
  const { body } = request;
  if (typeof body !== 'string') return wants('body');
  const result = readUplinkMessage(new TextEncoder().encode(body));
  if (result.kind === 'unreadable') return objectLine({ reason: JSON.stringify(result.reason) });
  const { device, timeMs, payload, seqNumber } = result.message;
  const message = JSON.stringify({
    device,
    time: timeMs === undefined ? undefined : timeMs / 1_000,
    data: payload && formatHex(payload),
    seqNumber,
  });
  return objectLine({ message });
}

/** Integers may come as decimal strings, since JSON numbers end at 2^53. */
function readValues(config: PayloadConfig, values: Request): Map<string, FieldValue> {
  const read = new Map<string, FieldValue>();
  for (const field of config.fields) {
    const value = Object.hasOwn(values, field.name) ? values[field.name] : undefined;
    if (typeof value === 'string' && field.type !== 'char') {
      if (isInteger(field) && /^-?\d{1,30}$/.test(value)) read.set(field.name, BigInt(value));
      else read.set(field.name, value);
    } else if (
      typeof value === 'string' ||
      typeof value === 'number' ||
      typeof value === 'boolean'
    ) {
      read.set(field.name, value);
    }
  }
  return read;
}

function readUplink(uplink: Request): CallbackUplink | string {
  const { device, time, data } = uplink;
  if (typeof device !== 'string') return l10n.t('"{0}" is missing.', 'uplink.device');
  if (typeof time !== 'number') return l10n.t('"{0}" is missing.', 'uplink.time');
  if (typeof data !== 'string') return l10n.t('"{0}" is missing.', 'uplink.data');
  const others = Object.entries(uplink).filter(([, value]) =>
    ['string', 'number', 'boolean'].includes(typeof value),
  );
  return {
    ...(Object.fromEntries(others) as Record<string, string | number | boolean>),
    device,
    time,
    data,
  };
}

function jsonValue(field: Field, value: FieldValue): string {
  if (typeof value === 'bigint') return JSON.stringify(String(value));
  if (typeof value !== 'number') return JSON.stringify(value);
  if (field.type !== 'float') return String(value);
  if (!Number.isFinite(value)) return 'null';
  // JSON has a negative zero, though JavaScript's own writer drops the sign.
  return Object.is(value, -0) ? '-0' : String(shortestFloat(value, field.bits === 32 ? 32 : 64));
}

function isInteger(field: Field): boolean {
  return field.type === 'int' || field.type === 'uint';
}

function told(message: string): { readonly severity: 'error'; readonly message: string } {
  return { severity: 'error', message };
}

function wants(key: string): string {
  return problemLine(l10n.t('"{0}" is missing.', key));
}

function problemLine(message: string): string {
  return objectLine({ problems: list([told(message)]) });
}

/** Problems of a field come from the codec, which knows no severity: without a value there is no use. */
function list(problems: readonly object[]): string {
  return JSON.stringify(problems.map((problem) => ({ severity: 'error', ...problem })));
}

/** Written by hand: an object of ours would lose a member called `__proto__`, and would sort members called `1`. */
function members(pairs: readonly (readonly [name: string, json: string])[]): string {
  return `{${pairs.map(([name, json]) => `${JSON.stringify(name)}:${json}`).join(',')}}`;
}

function objectLine(parts: Readonly<Record<string, string>>): string {
  return members(Object.entries(parts));
}
