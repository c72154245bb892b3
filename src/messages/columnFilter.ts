import { batchFlags } from './messageBatch';
import {
  type Chunk,
  type ColumnFilter,
  hasPayload,
  type MessageColumns,
  type Place,
  slabBytes,
  type Verdict,
} from './messageColumns';
import type { MessageQuery } from './messageQuery';
import type { PayloadSettings } from '../sigfox/fieldDisplay';
import { compileFieldReader, formatFieldValue, type PayloadDecoder } from '../sigfox/payloadCodec';
import { displayOf, fieldLabel } from './decodedMessage';
import { compileComparison, deviceMatches, isNamed, timeMatches } from './queryMatch';
import type { SearchBook } from './searchBook';

interface Context {
  readonly columns: MessageColumns;
  readonly book: SearchBook;
  readonly nowMs: number;
}

/**
 * What a query says of a row without its body. It never says no to what `matchesQuery` says yes to, and the other way
 * round; where it cannot know it says so (test/unit/messages/columnFilter.test.ts compares the two).
 */
export function createColumnFilter(query: MessageQuery, context: Context): ColumnFilter {
  switch (query.kind) {
    case 'all':
      return () => 2;
    case 'and':
    case 'or':
      return combined(
        query.kind,
        query.parts.map((part) => createColumnFilter(part, context)),
      );
    case 'not': {
      const inner = createColumnFilter(query.part, context);
      return (chunk, row) => (2 - inner(chunk, row)) as Verdict;
    }
    case 'device':
      return byPlace(context, ({ connectionId, device }) =>
        answer(deviceMatches(query.text, device, context.book.deviceName(connectionId, device))),
      );
    case 'topic':
      return byPlace(context, ({ topic }) => answer(topic.toLowerCase().includes(query.text)));
    case 'connection':
      return byPlace(context, ({ connectionId }) => {
        const name = context.book.connectionName(connectionId) ?? connectionId;
        return answer(name.toLowerCase().includes(query.text));
      });
    case 'hex':
      return hexFilter(query.text);
    case 'time':
    case 'last':
      return (chunk, row) => answer(timeMatches(query, chunk.times[row] ?? 0, context.nowMs));
    case 'compare':
      return compareFilter(query, context);
    case 'field':
      return byDecoder(context, (decoder, settings) =>
        decoder.config.fields.some(({ name }) =>
          isNamed({ name, label: fieldLabel(name, settings) }, query.text),
        )
          ? () => 2
          : () => 0,
      );
    case 'undecodable':
      return undecodableFilter(context);
    case 'text':
      return textFilter(query.text, context);
  }
}

function answer(holds: boolean): Verdict {
  return holds ? 2 : 0;
}

function combined(kind: 'and' | 'or', parts: readonly ColumnFilter[]): ColumnFilter {
  const decided = kind === 'and' ? 0 : 2;
  return (chunk, row) => {
    let verdict: Verdict = kind === 'and' ? 2 : 0;
    for (const part of parts) {
      const next = part(chunk, row);
      if (next === decided) return next;
      if (next === 1) verdict = 1;
    }
    return verdict;
  };
}

/** What depends on where a message came from alone is found out once for every place. */
function byPlace({ columns }: Context, judge: (place: Place) => Verdict): ColumnFilter {
  const known: (Verdict | undefined)[] = [];
  return (chunk, row) => {
    const at = chunk.places[row] ?? 0;
    let verdict = known[at];
    if (verdict === undefined) {
      const place = columns.places[at];
      verdict = place ? judge(place) : 1;
      known[at] = verdict;
    }
    return verdict;
  };
}

type PayloadJudge = (payload: Uint8Array) => Verdict;

/**
 * What depends on the payload under its config. Rows without a config or payload have the fields of their body, if
 * any; whether those fit is not known here.
 */
function byDecoder(
  context: Context,
  judgeOf: (decoder: PayloadDecoder, settings: PayloadSettings) => PayloadJudge,
  unreadable: Verdict = 0,
): ColumnFilter {
  const { columns, book } = context;
  const judges: (PayloadJudge | 'unknown' | 'none' | undefined)[] = [];
  const scratch = Array.from({ length: slabBytes + 1 }, (_, length) => new Uint8Array(length));
  const judgeAt = (at: number) => {
    const place = columns.places[at];
    if (!place || book.asksBody(place.connectionId)) return 'unknown';
    const settings = book.settingsOf(place);
    return settings ? judgeOf(book.decoder(settings), settings) : 'none';
  };
  return (chunk, row) => {
    const flags = chunk.flags[row] ?? 0;
    if ((flags & batchFlags.unreadable) !== 0) return unreadable;
    const at = chunk.places[row] ?? 0;
    const judge = (judges[at] ??= judgeAt(at));
    if (judge === 'unknown') return 1;
    if (judge === 'none' || !hasPayload(chunk, row))
      return (flags & batchFlags.bodyFields) === 0 ? 0 : 1;
    const payload = payloadOf(chunk, row, scratch);
    return payload ? judge(payload) : 1;
  };
}

/** The payload in one of a few arrays that are used again and again; undefined when it is too long for the slab. */
function payloadOf(
  { lengths, slab }: Chunk,
  row: number,
  scratch: readonly Uint8Array[],
): Uint8Array | undefined {
  const payload = scratch[lengths[row] ?? 0];
  if (!payload) return undefined;
  const from = row * slabBytes;
  for (let at = 0; at < payload.length; at++) payload[at] = slab[from + at] ?? 0;
  return payload;
}

function compareFilter(
  query: Extract<MessageQuery, { kind: 'compare' }>,
  context: Context,
): ColumnFilter {
  return byDecoder(context, (decoder, settings) => {
    // Only the field that is asked for is decoded.
    const readers = decoder.config.fields
      .filter(({ name }) => isNamed({ name, label: fieldLabel(name, settings) }, query.field))
      .map(compileFieldReader);
    const holds = compileComparison(query.operator, query.value);
    return (payload) => {
      for (const read of readers) {
        const value = read(payload);
        if (value !== undefined && holds(value)) return 2;
      }
      return 0;
    };
  });
}

function undecodableFilter(context: Context): ColumnFilter {
  const filter = byDecoder(
    context,
    (decoder) => {
      const { fields, problems } = decoder.config;
      if (fields.length === 0) return () => answer(problems.length > 0);
      const needed = Math.max(...fields.map(({ lastByte }) => lastByte + 1));
      // Only text can be wrong within a payload that is long enough.
      const canFail = fields.some(({ type }) => type === 'char');
      return (payload) =>
        answer(payload.length < needed || (canFail && decoder.decode(payload).problems.length > 0));
    },
    2,
  );
  // Without a config there is nothing to fail; the fields of a body are what they are.
  return (chunk, row) => {
    const verdict = filter(chunk, row);
    return verdict === 1 && !hasPayload(chunk, row) ? 0 : verdict;
  };
}

function hexFilter(text: string): ColumnFilter {
  const scratch = Array.from({ length: slabBytes + 1 }, (_, length) => new Uint8Array(length));
  const contains = nibbleSearch(text);
  return (chunk, row) => {
    if (!hasPayload(chunk, row)) return 0;
    const payload = payloadOf(chunk, row, scratch);
    return payload ? answer(contains(payload)) : 1;
  };
}

/** Whether the hexadecimal text of some bytes contains a text, without making that text. */
function nibbleSearch(text: string): (payload: Uint8Array) => boolean {
  const wanted = Array.from(text, (digit) => Number.parseInt(digit, 16));
  return (payload) => {
    const last = payload.length * 2 - wanted.length;
    for (let from = 0; from <= last; from++) {
      let at = 0;
      while (at < wanted.length && nibble(payload, from + at) === wanted[at]) at += 1;
      if (at === wanted.length) return true;
    }
    return false;
  };
}

function nibble(payload: Uint8Array, at: number): number {
  const byte = payload[at >> 1] ?? 0;
  return at % 2 === 0 ? byte >> 4 : byte & 15;
}

/** Names, ids, topics and decoded values are known; what a body has of its own is not. */
function textFilter(text: string, context: Context): ColumnFilter {
  // Sequence numbers are in the body alone.
  if (text.startsWith('#')) return () => 1;
  const { book } = context;
  const inPlace = byPlace(context, ({ connectionId, device, topic }) => {
    const name = book.deviceName(connectionId, device);
    return answer([device, name ?? '', topic].some((part) => part.toLowerCase().includes(text)));
  });
  const inHex = /^[0-9a-f]+$/.test(text) ? hexFilter(text) : () => 0 as const;
  const inValues = byDecoder(
    context,
    (decoder, settings) => valueJudge(text, decoder, settings),
    1,
  );
  return (chunk, row) => {
    if (inPlace(chunk, row) === 2) return 2;
    const hex = inHex(chunk, row);
    return hex === 2 ? 2 : (Math.max(hex, inValues(chunk, row)) as Verdict);
  };
}

function valueJudge(
  text: string,
  decoder: PayloadDecoder,
  settings: PayloadSettings,
): (payload: Uint8Array) => Verdict {
  const { fields } = decoder.config;
  const names = fields.map((field) => `${field.name} ${fieldLabel(field.name, settings)}`);
  if (names.some((words) => words.toLowerCase().includes(text))) return () => 2;
  const units = fields.map(({ name }) => displayOf(name, settings)?.unit ?? '');
  const isAcross = text.includes(' ') || units.some((unit) => unit.toLowerCase().includes(text));
  if (isAcross || fields.some(({ type }) => type === 'char')) return () => 1;
  const isPossible =
    /^[\d.e+-]+$/.test(text) ||
    ['true', 'false', 'nan', 'infinity', '-infinity'].some((word) => word.includes(text));
  if (!isPossible) return () => 0;
  return (payload) => {
    const { values } = decoder.decode(payload);
    return answer(
      fields.some((field, at) => {
        const value = values[at];
        return value !== undefined && formatFieldValue(field, value).toLowerCase().includes(text);
      }),
    );
  };
}
