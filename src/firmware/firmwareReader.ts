import * as l10n from '@vscode/l10n';
import { hasErrors, parsePayloadConfig } from '../sigfox/payloadGrammar';
import type { FieldType } from '../sigfox/payloadField';
import { type FieldPlace, formatPayloadConfig } from './payloadConfigText';
import type { CppToken } from './cppTokens';
import { type Call, codeText, markOf, type SketchSource } from './sketchSource';

export type ReadFirmware =
  | { readonly kind: 'none' }
  | { readonly kind: 'config'; readonly config: string; readonly payloadSize: number }
  | { readonly kind: 'faulty'; readonly at: readonly [number, number]; readonly reason: string };

/** Makes the config of a struct that `generateFirmware` wrote, from what its code does, not from what is said of it. */
export function readFirmware(sketch: SketchSource): ReadFirmware {
  const pack = sketch.functions.find(
    ({ name, calls }) => name === 'pack' && calls.some((call) => isPut(call)),
  );
  if (!pack) return { kind: 'none' };
  const fields: DeclaredField[] = [];
  for (const call of pack.calls.filter(isPut)) {
    const field = readField(call, sketch);
    if (!field) return faulty(call, l10n.t('What "{0}" writes cannot be read.', call.name));
    fields.push(field);
  }
  fields.sort((a, b) => a.declaredAt - b.declaredAt);
  const config = [formatPayloadConfig(fields), ...alsoRead(sketch)].join(' ');
  const parsed = parsePayloadConfig(config);
  if (hasErrors(parsed)) return faulty(pack.calls[0], parsed.problems[0]?.message ?? '');
  const payloadSize = Math.max(...parsed.fields.map(({ lastByte }) => lastByte + 1));
  return { kind: 'config', config: formatPayloadConfig(parsed.fields), payloadSize };
}

function faulty(call: Call | undefined, reason: string): ReadFirmware {
  return { kind: 'faulty', at: [call?.start ?? 0, call?.end ?? 0], reason };
}

function isPut({ receiver, name }: Call): boolean {
  return receiver === '' && /^put(Bits|LittleEndian|Text)$/.test(name);
}

/** The struct's members are in the order of the config; what is written is not always. */
interface DeclaredField extends FieldPlace {
  readonly declaredAt: number;
}

function readField(call: Call, sketch: SketchSource): DeclaredField | undefined {
  const [, first, count, value] = call.args;
  const from = numberOf(first);
  const width = numberOf(count);
  if (from === undefined || width === undefined || !value) return undefined;
  const isFloat = /^float(32|64)Bits\((\w+)\)$/.exec(codeText(value));
  const member = isFloat?.[2] ?? codeText(value);
  const declaredAt = declarationOf(member, sketch);
  const type = isFloat ? 'float' : typeAt(declaredAt, sketch);
  if (type === undefined) return undefined;
  const unit = call.name === 'putBits' ? 1 : 8;
  const firstBit = call.name === 'putLittleEndian' ? from * 8 : from;
  const bits = width * unit;
  return {
    declaredAt,
    name: nameBehind(call, sketch) ?? member,
    type,
    bits,
    endian: call.name === 'putLittleEndian' ? 'little' : 'big',
    firstBit,
    firstByte: Math.floor(firstBit / 8),
    lastByte: Math.floor((firstBit + bits - 1) / 8),
  };
}

function numberOf(arg: readonly CppToken[] | undefined): number | undefined {
  const text = arg ? codeText(arg) : '';
  return /^\d{1,3}$/.test(text) ? Number(text) : undefined;
}

function declarationOf(member: string, { code }: SketchSource): number {
  return code.findIndex(
    ({ text }, at) =>
      text === member && code[at - 1]?.kind === 'word' && /^[;[]$/.test(markOf(code[at + 1])),
  );
}

/** The member's declaration decides: `bool x;`, `char x[6];`, `int16_t x;`. */
function typeAt(declaredAt: number, { code }: SketchSource): FieldType | undefined {
  const type = code[declaredAt - 1]?.text ?? '';
  if (type === 'bool' || type === 'char') return type;
  const integer = /^(u?int)(8|16|32|64)_t$/.exec(type);
  return integer ? (integer[1] as 'uint' | 'int') : undefined;
}

/** A member that could not have the field's name says it in a comment behind the call: `// "class"`. */
function nameBehind(call: Call, { comments, text }: SketchSource): string | undefined {
  const lineEnd = text.indexOf('\n', call.end);
  const behind = comments.find(
    ({ start }) => start >= call.end && (lineEnd < 0 || start < lineEnd),
  );
  return /^\/\/\s*"(\w+)"\s*$/.exec(behind?.text ?? '')?.[1];
}

/** Fields that only the cloud reads; they change no byte, so a comment is where they are kept. */
function alsoRead({ comments }: SketchSource): readonly string[] {
  return comments.flatMap(({ text }) => /^\/\/ Also read there: (\S+)\s*$/.exec(text)?.[1] ?? []);
}

/** The payload config that a sketch names in a comment, with its offsets. */
export function namedConfig({
  comments,
}: SketchSource): { readonly text: string; readonly at: readonly [number, number] } | undefined {
  for (const comment of comments) {
    const match = /payload config:[ \t]*([^\n]*?)\s*(\*\/)?$/im.exec(comment.text);
    const text = match?.[1] ?? '';
    if (!match || text === '' || !text.includes(':')) continue;
    const start = comment.start + match.index + match[0].indexOf(text);
    return { text, at: [start, start + text.length] };
  }
  return undefined;
}
