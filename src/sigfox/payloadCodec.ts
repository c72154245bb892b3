import * as l10n from '@vscode/l10n';
import { formatFloat } from './floatText';
import { BitReader } from './bitReader';
import { type Field, formatFieldBytes } from './payloadField';
import type { PayloadConfig } from './payloadGrammar';

/** A bool, a float or an integer that a double holds exactly, a larger integer, or text. */
export type FieldValue = boolean | number | bigint | string;

/** Why one field has no value. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

export interface DecodedPayload {
  /** By the field's position in the config; undefined where `problems` says why. */
  readonly values: readonly (FieldValue | undefined)[];
  readonly problems: readonly FieldProblem[];
}

export interface PayloadDecoder {
  readonly config: PayloadConfig;
  /** Never throws. Bytes behind the last field are ignored, as the backend does. */
  decode(payload: Uint8Array): DecodedPayload;
}

/** Compiles a config once; decoding is then one pass over a table of steps. */
export function compileDecoder(config: PayloadConfig): PayloadDecoder {
  const steps = config.fields.map(compileField);
  const reader = new BitReader();
  return {
    config,
    decode(payload) {
      const values = new Array<FieldValue | undefined>(steps.length);
      let problems: FieldProblem[] | undefined;
      for (let at = 0; at < steps.length; at++) {
        const step = steps[at];
        if (step === undefined) continue;
        const value = payload.length < step.needed ? undefined : readStep(step, payload, reader);
        if (value === undefined) (problems ??= []).push(problemOf(step.field, payload));
        values[at] = value;
      }
      return { values, problems: problems ?? noProblems };
    },
  };
}

/** Reads one field alone, without a record for each payload; undefined where the payload does not hold it. */
export function compileFieldReader(field: Field): (payload: Uint8Array) => FieldValue | undefined {
  const step = compileField(field);
  const reader = new BitReader();
  return (payload) => (payload.length < step.needed ? undefined : readStep(step, payload, reader));
}

/** The exact text of a value: integers exact, floats the shortest that reads back. */
export function formatFieldValue(field: Field, value: FieldValue): string {
  if (field.type === 'float' && typeof value === 'number') {
    return formatFloat(value, field.bits === 32 ? 32 : 64);
  }
  return String(value);
}

const noProblems: readonly FieldProblem[] = Object.freeze([]);

/** What to do for one field; a small number rather than a function keeps the loop above fast. */
interface Step {
  readonly field: Field;
  readonly kind: StepKind;
  /** Bytes the payload must have. */
  readonly needed: number;
  readonly at: number;
  readonly bits: number;
  readonly firstBit: number;
  readonly isLittle: boolean;
  readonly isSigned: boolean;
  readonly mask: number;
}

const enum StepKind {
  Bool,
  Uint8,
  Uint16,
  Float,
  Char,
  Integer,
}

function compileField(field: Field): Step {
  return {
    field,
    kind: stepKind(field),
    needed: field.lastByte + 1,
    at: field.firstByte,
    bits: field.bits,
    firstBit: field.firstBit,
    isLittle: field.endian === 'little',
    isSigned: field.type === 'int',
    mask: 1 << (7 - (field.firstBit % 8)),
  };
}

function stepKind(field: Field): StepKind {
  const isAligned = field.firstBit % 8 === 0;
  switch (field.type) {
    case 'bool':
      return StepKind.Bool;
    case 'float':
      return StepKind.Float;
    case 'char':
      return StepKind.Char;
    case 'uint':
      if (isAligned && field.bits === 8) return StepKind.Uint8;
      return isAligned && field.bits === 16 ? StepKind.Uint16 : StepKind.Integer;
    case 'int':
      return StepKind.Integer;
  }
}

/** The payload is long enough: the caller has looked. */
function readStep(step: Step, payload: Uint8Array, reader: BitReader): FieldValue | undefined {
  const { at } = step;
  switch (step.kind) {
    case StepKind.Bool:
      return ((payload[at] ?? 0) & step.mask) !== 0;
    case StepKind.Uint8:
      return payload[at] ?? 0;
    case StepKind.Uint16: {
      const first = payload[at] ?? 0;
      const second = payload[at + 1] ?? 0;
      return step.isLittle ? (second << 8) | first : (first << 8) | second;
    }
    case StepKind.Float:
      return reader.float(payload, step.firstBit, step.bits, step.isLittle);
    case StepKind.Char:
      return reader.text(payload, step.firstBit, step.bits);
    case StepKind.Integer:
      return reader.integer(payload, step.firstBit, step.bits, step.isLittle, step.isSigned);
  }
}

function problemOf(field: Field, payload: Uint8Array): FieldProblem {
  const message =
    payload.length <= field.lastByte
      ? l10n.t(
          '"{0}" needs {1}; the payload has {2} bytes.',
          field.name,
          formatFieldBytes(field),
          payload.length,
        )
      : l10n.t('"{0}" holds a byte that is not 7-bit ASCII.', field.name);
  return { field: field.name, message };
}
