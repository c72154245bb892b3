import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import type { PayloadSettings } from '../sigfox/fieldDisplay';
import { type FieldValue, formatFieldValue, type PayloadDecoder } from '../sigfox/payloadCodec';
import { type Field, formatFieldBytes, formatFieldType } from '../sigfox/payloadField';
import { fieldLabel } from './decodedMessage';

/** One bit as it is drawn; `fields` are the positions in the config of those that own it. */
export interface BitCell {
  /** Empty where the payload has no such byte. */
  readonly text: '0' | '1' | '';
  readonly fields: readonly number[];
  readonly isChanged: boolean;
  /** `Bit 7 of byte 0 is 0: temp.` */
  readonly spoken: string;
}

export interface ByteCell {
  /** `42`, or empty where a field needs the byte and the payload does not have it. */
  readonly hex: string;
  /** The byte before, where it was another; empty where there was none. */
  readonly before: string | undefined;
  /** Most significant first. */
  readonly bits: readonly BitCell[];
}

export interface FieldCell {
  readonly label: string;
  /** The exact value with its unit, or why there is none. */
  readonly text: string;
  readonly isProblem: boolean;
  /** What it was in the message before; empty where that is not known. */
  readonly before: string;
  /** `+0.5`, empty where nothing changed or a difference says nothing. */
  readonly change: string;
  readonly isChanged: boolean;
  /** `float:32 · bytes 0–3` */
  readonly origin: string;
}

/** A piece of the config's text; `field` where it stands for one. */
export interface ConfigPiece {
  readonly text: string;
  readonly field: number | undefined;
}

/** The bytes of one message as a picture: which bit belongs to which field, and what changed since the one before. */
export interface ByteView {
  readonly bytes: readonly ByteCell[];
  readonly fields: readonly FieldCell[];
  readonly config: readonly ConfigPiece[];
  /** What is wrong with the whole, in words. */
  readonly problem: string | undefined;
}

export interface ByteViewInput {
  readonly payload: Uint8Array;
  readonly before: Uint8Array | undefined;
  readonly settings: PayloadSettings | undefined;
  readonly decoderOf: (settings: PayloadSettings) => PayloadDecoder;
}

/** Longer bodies than Sigfox sends can come over any topic: so many bytes are drawn. */
const maxDrawnBytes = 64;

export function byteView({ payload, before, settings, decoderOf }: ByteViewInput): ByteView {
  const decoder = settings && decoderOf(settings);
  const fields = decoder?.config.fields ?? [];
  const labels = fields.map(({ name }) => fieldLabel(name, settings));
  return {
    bytes: byteCells(payload, before, { fields, labels }),
    fields: settings && decoder ? fieldCells({ payload, before, settings, decoder }) : [],
    config: settings ? configPieces(settings.config, fields) : [],
    problem: problemOf(payload, decoder, fields),
  };
}

interface Layout {
  readonly fields: readonly Field[];
  readonly labels: readonly string[];
}

function byteCells(
  payload: Uint8Array,
  before: Uint8Array | undefined,
  layout: Layout,
): ByteCell[] {
  const wanted = layout.fields.reduce((most, { lastByte }) => Math.max(most, lastByte + 1), 0);
  const count = Math.min(maxDrawnBytes, Math.max(payload.length, wanted));
  return Array.from({ length: count }, (_, at) => {
    const byte = payload[at];
    const old = before?.[at];
    const isOther = before !== undefined && byte !== old;
    return {
      hex: byte === undefined ? '' : formatByte(byte),
      before: !isOther ? undefined : old === undefined ? '' : formatByte(old),
      bits: Array.from({ length: 8 }, (_unused, bit): BitCell => {
        const text = bitOf(byte, bit);
        const fields = ownersOf(layout.fields, at * 8 + bit);
        const isChanged = isOther && text !== '' && text !== bitOf(old, bit);
        const names = fields.map((owner) => layout.labels[owner] ?? '').join(', ');
        return { text, fields, isChanged, spoken: describeBit({ at, bit: 7 - bit, text, names }) };
      }),
    };
  });
}

/** Positions of the fields a bit lies in, counted from the most significant bit of byte 0. */
function ownersOf(fields: readonly Field[], place: number): number[] {
  return fields.flatMap(({ firstBit, bits }, owner) =>
    firstBit <= place && place < firstBit + bits ? [owner] : [],
  );
}

function describeBit({
  at,
  bit,
  text,
  names,
}: {
  readonly at: number;
  readonly bit: number;
  readonly text: BitCell['text'];
  readonly names: string;
}): string {
  if (text === '')
    return names === ''
      ? l10n.t('Byte {0} did not come.', at)
      : l10n.t('Byte {0} did not come; needed by {1}.', at, names);
  return names === ''
    ? l10n.t('Bit {0} of byte {1} is {2}; it belongs to no field.', bit, at, text)
    : l10n.t('Bit {0} of byte {1} is {2}: {3}.', bit, at, text, names);
}

function bitOf(byte: number | undefined, bit: number): BitCell['text'] {
  if (byte === undefined) return '';
  return (byte >> (7 - bit)) & 1 ? '1' : '0';
}

function formatByte(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

function fieldCells({
  payload,
  before,
  settings,
  decoder,
}: {
  readonly payload: Uint8Array;
  readonly before: Uint8Array | undefined;
  readonly settings: PayloadSettings;
  readonly decoder: PayloadDecoder;
}): FieldCell[] {
  const now = decoder.decode(payload);
  const then = before && decoder.decode(before);
  const reasons = new Map(now.problems.map(({ field, message }) => [field, message]));
  return decoder.config.fields.map((field, at) => {
    const value = now.values[at];
    const old = then?.values[at];
    const unit = settings.display[field.name]?.unit ?? '';
    const isChanged = then !== undefined && !Object.is(value, old);
    return {
      label: fieldLabel(field.name, settings),
      text:
        value === undefined
          ? (reasons.get(field.name) ?? '')
          : safeLine(`${formatFieldValue(field, value)}${unit === '' ? '' : ` ${unit}`}`),
      isProblem: value === undefined,
      before: old === undefined ? '' : safeLine(formatFieldValue(field, old)),
      change: isChanged ? difference(value, old) : '',
      isChanged,
      origin: `${formatFieldType(field)} · ${formatFieldBytes(field)}`,
    };
  });
}

/** Of numbers only: what a text or a flag became stands beside it already. */
function difference(value: FieldValue | undefined, old: FieldValue | undefined): string {
  if (typeof value === 'bigint' && typeof old === 'bigint') return signed(String(value - old));
  if (typeof value !== 'number' || typeof old !== 'number') return '';
  const change = value - old;
  if (!Number.isFinite(change)) return '';
  // A float of 32 bits has some 7 digits: the rest of a difference is noise.
  return signed(String(Number(change.toPrecision(6))));
}

function signed(text: string): string {
  return text.startsWith('-') ? text.replace('-', '−') : `+${text}`;
}

/** The config as it was written, cut where a field begins and ends. */
function configPieces(config: string, fields: readonly Field[]): ConfigPiece[] {
  const pieces: ConfigPiece[] = [];
  let at = 0;
  const inOrder = fields
    .map((field, number) => ({ field, number }))
    .sort((a, b) => a.field.at[0] - b.field.at[0]);
  for (const { field, number } of inOrder) {
    const [start, end] = field.at;
    if (start > at) pieces.push({ text: config.slice(at, start), field: undefined });
    pieces.push({ text: config.slice(start, end), field: number });
    at = end;
  }
  if (at < config.length) pieces.push({ text: config.slice(at), field: undefined });
  return pieces;
}

function problemOf(
  payload: Uint8Array,
  decoder: PayloadDecoder | undefined,
  fields: readonly Field[],
): string | undefined {
  if (payload.length === 0) return l10n.t('The message has no bytes.');
  if (!decoder) return l10n.t('No payload config is set for this device: its bits have no names.');
  const [first] = decoder.config.problems.filter(({ severity }) => severity === 'error');
  if (fields.length === 0) return first?.message;
  const wanted = Math.max(...fields.map(({ lastByte }) => lastByte + 1));
  if (payload.length < wanted)
    return l10n.t('The config needs {0} bytes; the payload has {1}.', wanted, payload.length);
  if (payload.length > maxDrawnBytes)
    return l10n.t(
      'The payload has {0} bytes; the first {1} are shown.',
      payload.length,
      maxDrawnBytes,
    );
  return first?.message;
}
