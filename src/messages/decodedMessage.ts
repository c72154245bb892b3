import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import { displayFieldValue, type FieldDisplay, type PayloadSettings } from '../sigfox/fieldDisplay';
import { formatFieldValue, type FieldValue, type PayloadDecoder } from '../sigfox/payloadCodec';
import { type Field, formatFieldBytes, formatFieldType } from '../sigfox/payloadField';
import type { StoredMessage } from './messageStore';

/** One field of a message as it is shown: everything is text that is safe for one line. */
export interface ShownField {
  readonly name: string;
  readonly label: string;
  /** Rounded, with its unit: for the row of a device. */
  readonly short: string;
  /** Exact, with its unit; undefined where `problem` says why there is none. */
  readonly exact: string | undefined;
  /** The value itself, for copying and export. */
  readonly value: FieldValue | undefined;
  readonly problem: string | undefined;
  /** Type and place in the payload: `float:32 · bytes 0–3`; empty for a field of the body. */
  readonly origin: string;
  /** First and last byte in the payload. */
  readonly bytes: readonly [first: number, last: number] | undefined;
}

export interface DecodedMessage {
  readonly fields: readonly ShownField[];
  /** Why the message as a whole is not what its config says, or undefined. */
  readonly problem: string | undefined;
}

/** Decodes what is kept: by the payload config where there is one, else the fields the body itself has. */
export function decodeMessage(
  { content }: Pick<StoredMessage, 'content'>,
  settings: PayloadSettings | undefined,
  decoderOf: (settings: PayloadSettings) => PayloadDecoder,
): DecodedMessage {
  if (content.kind === 'unreadable') return { fields: [], problem: content.reason };
  const { payload, bodyFields } = content.message;
  if (settings && payload) return decodePayload(payload, settings, decoderOf(settings));
  const fields = [...bodyFields].map(([name, value]) => bodyField(name, value, settings));
  return { fields, problem: undefined };
}

function decodePayload(
  payload: Uint8Array,
  settings: PayloadSettings,
  decoder: PayloadDecoder,
): DecodedMessage {
  const { values, problems } = decoder.decode(payload);
  const reasons = new Map(problems.map(({ field, message }) => [field, message]));
  const fields = decoder.config.fields.map((field, at): ShownField => {
    const value = values[at];
    const display = displayOf(field.name, settings);
    const unit = display?.unit === undefined || display.unit === '' ? '' : ` ${display.unit}`;
    return {
      name: field.name,
      label: fieldLabel(field.name, settings),
      short: shortText(field, value, display),
      exact: value === undefined ? undefined : safeLine(formatFieldValue(field, value) + unit),
      value,
      problem: reasons.get(field.name),
      origin: `${formatFieldType(field)} · ${formatFieldBytes(field)}`,
      bytes: [field.firstByte, field.lastByte],
    };
  });
  return { fields, problem: wholeProblem(payload, decoder, problems.length) };
}

/** A flag is a word while it is set, and nothing while it is not. */
function shortText(
  field: Field,
  value: FieldValue | undefined,
  display: FieldDisplay | undefined,
): string {
  if (value === undefined || value === false) return '';
  return safeLine(
    value === true ? (display?.label ?? field.name) : displayFieldValue(field, value, display),
  );
}

/** Short payloads are the most common fault by far, and have words of their own. */
function wholeProblem(
  payload: Uint8Array,
  decoder: PayloadDecoder,
  count: number,
): string | undefined {
  const { fields, problems } = decoder.config;
  if (fields.length === 0) return problems[0]?.message;
  if (count === 0) return undefined;
  const needed = Math.max(...fields.map((field) => field.lastByte + 1));
  return payload.length < needed
    ? l10n.t('needs {0} bytes, got {1}', needed, payload.length)
    : l10n.t('{0} of {1} fields cannot be read', count, fields.length);
}

function bodyField(
  name: string,
  value: string | number | boolean,
  settings: PayloadSettings | undefined,
): ShownField {
  const text = safeLine(String(value));
  return {
    name,
    label: fieldLabel(name, settings),
    short: text,
    exact: text,
    value,
    problem: undefined,
    origin: l10n.t('from the body'),
    bytes: undefined,
  };
}

/** How the person wants a field shown. */
export function displayOf(
  name: string,
  settings: PayloadSettings | undefined,
): FieldDisplay | undefined {
  return settings && Object.hasOwn(settings.display, name) ? settings.display[name] : undefined;
}

export function fieldLabel(name: string, settings: PayloadSettings | undefined): string {
  return safeLine(displayOf(name, settings)?.label ?? name, 40);
}
