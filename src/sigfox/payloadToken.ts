import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import { type FieldType, maxPayloadBytes, type Problem } from './payloadField';
import { type SizedType, widthExample, widthMessage, widths } from './payloadWidth';
import { suggestType } from './typeSuggestion';

/** One field as it is written, before it has a place in the payload. */
export interface FieldToken {
  readonly at: readonly [start: number, end: number];
  readonly nameAt: readonly [start: number, end: number];
  /** Undefined when the name is no name. */
  readonly name: string | undefined;
  /** Byte index, where one is written and usable. */
  readonly index: number | undefined;
  /** Undefined when the type was not understood, so that the field's width is unknown. */
  readonly shape: FieldShape | undefined;
  /** An error was found: the field takes its place but is not decoded. */
  readonly isFaulty: boolean;
  readonly problems: readonly Problem[];
}

export interface FieldShape {
  readonly type: FieldType;
  readonly bits: number;
  readonly endian: 'big' | 'little';
  /** Bit of the first byte the field starts at, 7 the most significant; undefined when none is written. */
  readonly startBit: number | undefined;
}

interface Part {
  readonly text: string;
  readonly at: readonly [start: number, end: number];
}

/** Reads `name:[index]:type…`, the field that begins at offset `start` of the config. */
export function parseFieldToken(word: string, start: number): FieldToken {
  const problems: Problem[] = [];
  const report = (at: Problem['at'], message: string, fix: string) => {
    problems.push({ severity: 'error', at, message, fix });
  };
  const at = [start, start + word.length] as const;
  const parts = splitParts(word, start);
  const [namePart, indexPart, typePart] = parts;
  const nameAt = namePart?.at ?? at;
  const name = readName(namePart, report);
  let index: number | undefined;
  let shape: FieldShape | undefined;
  if (!indexPart || !typePart) {
    reportMissingColon(word, at, parts, report);
  } else if (/^[a-z]/i.test(indexPart.text)) {
    reportMissingColon(word, indexPart.at, parts, report);
  } else {
    index = readIndex(indexPart, report);
    // A byte index that is no index leaves the place unknown, like a width that is not.
    const understood = readShape(parts.slice(2), at, report);
    if (indexPart.text === '' || index !== undefined) shape = understood;
  }
  return { at, nameAt, name, index, shape, isFaulty: problems.length > 0, problems };
}

type Report = (at: Problem['at'], message: string, fix: string) => void;

function splitParts(word: string, start: number): Part[] {
  let offset = start;
  return word.split(':').map((text) => {
    const part = { text, at: [offset, offset + text.length] as const };
    offset += text.length + 1;
    return part;
  });
}

function readName(part: Part | undefined, report: Report): string | undefined {
  const text = part?.text ?? '';
  if (/^[A-Za-z0-9_]+$/.test(text)) return text;
  const cleaned = text.replace(/[^A-Za-z0-9_]+/g, '_').slice(0, 40);
  report(
    part?.at ?? [0, 0],
    text === ''
      ? l10n.t('The field has no name.')
      : l10n.t('"{0}" is not a name: letters, digits and "_" only.', safeLine(text, 40)),
    l10n.t('Write "{0}".', /^_*$/.test(cleaned) ? 'field1' : cleaned),
  );
  return undefined;
}

/** `temp`, `temp:uint:8`, `temp:float`: a colon is missing, since the slot of the index may be empty but not absent. */
function reportMissingColon(
  word: string,
  at: Problem['at'],
  parts: readonly Part[],
  report: Report,
): void {
  const name = /^[A-Za-z0-9_]+$/.test(parts[0]?.text ?? '') ? (parts[0]?.text ?? '') : 'field1';
  const rest = parts
    .slice(1)
    .map((part) => part.text)
    .filter((text) => text !== '');
  const type = rest.length > 0 ? safeLine(rest.join(':'), 60) : 'uint:8';
  report(
    at,
    l10n.t(
      '"{0}" lacks a colon: a field is its name, a byte index that may be empty, and a type.',
      safeLine(word, 60),
    ),
    l10n.t('Write "{0}".', `${name}::${/^[a-z]+$/i.test(type) ? `${type}:8` : type}`),
  );
}

function readIndex({ text, at }: Part, report: Report): number | undefined {
  if (text === '') return undefined;
  const index = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  if (index < maxPayloadBytes) return index;
  report(
    at,
    Number.isNaN(index)
      ? l10n.t('"{0}" is not a byte index.', safeLine(text, 40))
      : l10n.t('There is no byte {0}: a payload has 12 bytes, 0 to 11.', index),
    l10n.t('Write an index from 0 to 11, or leave it empty.'),
  );
  return undefined;
}

function readShape(
  parts: readonly Part[],
  at: Problem['at'],
  report: Report,
): FieldShape | undefined {
  const [type, width, ...rest] = parts;
  const arithmetic = parts.find((part) => /^[-+*/]/.test(part.text));
  if (arithmetic) {
    report(
      arithmetic.at,
      l10n.t(
        '"{0}" is arithmetic, which Sigfox does not know; it belongs to another grammar.',
        safeLine(arithmetic.text, 40),
      ),
      l10n.t('Leave it out here and scale where the value is read.'),
    );
  }
  const slots = rest.filter((part) => part !== arithmetic);
  switch (type?.text) {
    case 'bool':
      return readBool(width, slots, at, report);
    case 'char':
    case 'float':
    case 'uint':
    case 'int':
      return readSized(type.text, width === arithmetic ? undefined : width, slots, at, report);
    default: {
      const suggestion = suggestType(type?.text ?? '', width?.text);
      report(
        type?.at ?? at,
        l10n.t(
          '"{0}" is not a type: bool, char, float, uint or int.',
          safeLine(type?.text ?? '', 40),
        ),
        l10n.t('Write "{0}".', suggestion),
      );
      return undefined;
    }
  }
}

function readBool(
  bit: Part | undefined,
  rest: readonly Part[],
  at: Problem['at'],
  report: Report,
): FieldShape {
  const startBit = readBit(bit?.text);
  if (startBit === undefined) {
    report(
      bit?.at ?? at,
      l10n.t('A bool names its bit: 7, the most significant, to 0.'),
      l10n.t('Write "{0}".', 'bool:7'),
    );
  }
  reportSurplus(rest, report);
  return { type: 'bool', bits: 1, endian: 'big', startBit: startBit ?? 7 };
}

function readSized(
  type: SizedType,
  part: Part | undefined,
  rest: readonly Part[],
  at: Problem['at'],
  report: Report,
): FieldShape | undefined {
  const { min, max, unit } = widths[type];
  const width = readNumber(part?.text, min, max);
  if (width === undefined || (type === 'float' && width !== 32 && width !== 64)) {
    report(
      part?.at ?? at,
      widthMessage(type, part?.text ?? ''),
      l10n.t('Write "{0}".', widthExample(type, part?.text)),
    );
    return undefined;
  }
  const bits = width * unit;
  return { type, bits, ...readSlots(type, bits, rest, report) };
}

/** What may follow the width: the byte order, then the start bit after a possibly empty slot. Both spellings of the
 * offset exist, `uint:4::3` and `uint:32:2`. */
function readSlots(
  type: FieldType,
  bits: number,
  rest: readonly Part[],
  report: Report,
): Pick<FieldShape, 'endian' | 'startBit'> {
  const slots = [...rest];
  let endian: 'big' | 'little' = 'big';
  if (slots[0] && /^[a-z]/i.test(slots[0].text)) {
    const word = slots.shift();
    if (word) endian = readEndian(type, bits, word, report);
  } else if (slots[0]?.text === '' && slots.length > 1) slots.shift();
  const offset = slots.shift();
  reportSurplus(slots, report);
  if (!offset || offset.text === '') return { endian, startBit: undefined };
  const startBit = readBit(offset.text);
  if (startBit === undefined) {
    report(
      offset.at,
      l10n.t('"{0}" is not a start bit: 7, the most significant, to 0.', safeLine(offset.text, 40)),
      l10n.t('Write "{0}", or leave it out.', '7'),
    );
  } else if (endian === 'little') {
    report(
      offset.at,
      l10n.t('What a start bit means in little-endian order is not defined.'),
      l10n.t('Leave out one of the two.'),
    );
  }
  return { endian, startBit };
}

function readEndian(type: FieldType, bits: number, part: Part, report: Report): 'big' | 'little' {
  if (part.text === 'big-endian' && type !== 'char') return 'big';
  const isLittle = part.text === 'little-endian';
  if (type === 'char') {
    report(part.at, l10n.t('Text has no byte order.'), l10n.t('Remove it.'));
  } else if (!isLittle) {
    report(
      part.at,
      l10n.t('"{0}" is not a byte order.', safeLine(part.text, 40)),
      l10n.t('Write "{0}".', /^l/i.test(part.text) ? 'little-endian' : 'big-endian'),
    );
  } else if (bits % 8 !== 0) {
    report(
      part.at,
      l10n.t(
        'What little-endian order means for {0} bits is not defined: it orders whole bytes.',
        bits,
      ),
      l10n.t('Use a width of {0} bits, or big-endian order.', Math.ceil(bits / 8) * 8),
    );
  }
  return isLittle && type !== 'char' ? 'little' : 'big';
}

function reportSurplus(rest: readonly Part[], report: Report): void {
  const [first] = rest;
  const last = rest.at(-1);
  if (!first || !last) return;
  report(
    [first.at[0] - 1, last.at[1]],
    l10n.t('Nothing more may follow here.'),
    l10n.t('Remove "{0}".', safeLine(`:${rest.map((part) => part.text).join(':')}`, 40)),
  );
}

function readBit(text: string | undefined): number | undefined {
  return text !== undefined && /^[0-7]$/.test(text) ? Number(text) : undefined;
}

function readNumber(text: string | undefined, min: number, max: number): number | undefined {
  if (text === undefined || !/^\d{1,3}$/.test(text)) return undefined;
  const value = Number(text);
  return value >= min && value <= max ? value : undefined;
}
