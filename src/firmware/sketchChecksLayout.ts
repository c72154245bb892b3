import * as l10n from '@vscode/l10n';
import type { Field } from '../sigfox/payloadField';
import { hasErrors, parsePayloadConfig } from '../sigfox/payloadGrammar';
import { namedConfig, readFirmware } from './firmwareReader';
import { formatPayloadConfig } from './payloadConfigText';
import type { AtSend } from './sigfoxSends';
import { loopAround } from './sketchLoops';
import type { SketchFix, SketchProblem } from './sketchProblem';
import { codeText, markOf, type SketchSource } from './sketchSource';

/** What the sketch writes, against the payload config it names. */
export function* layoutProblems(
  sketch: SketchSource,
  sends: readonly AtSend[],
): Iterable<SketchProblem> {
  const named = namedConfig(sketch);
  if (!named) return;
  const config = parsePayloadConfig(named.text);
  if (hasErrors(config)) return;
  yield* drift(sketch, named, config.fields);
  const floats = config.fields.filter(({ type, bits }) => type === 'float' && bits === 32);
  const [endian, ...others] = new Set(floats.map((field) => field.endian));
  if (endian === undefined || others.length > 0) return;
  for (const send of sends)
    yield* floatOrder(sketch, send, endian, { named, fields: config.fields });
}

/** Two configs that read the same bytes the same way, whatever the order of their fields. */
export function isSameLayout(a: readonly Field[], b: readonly Field[]): boolean {
  const layout = (fields: readonly Field[]) =>
    fields
      .map(({ name, type, bits, endian, firstBit }) => [name, type, bits, endian, firstBit].join())
      .sort()
      .join(' ');
  return layout(a) === layout(b);
}

/** A struct of ours whose code was changed, while the config in the comment stayed. */
function* drift(
  sketch: SketchSource,
  named: { readonly text: string; readonly at: readonly [number, number] },
  fields: readonly Field[],
): Iterable<SketchProblem> {
  const firmware = readFirmware(sketch);
  if (firmware.kind !== 'config') return;
  if (isSameLayout(parsePayloadConfig(firmware.config).fields, fields)) return;
  yield {
    check: 'configDrift',
    severity: 'warning',
    at: named.at,
    message: l10n.t('The struct writes something else: {0}', firmware.config),
    fixes: [
      {
        title: l10n.t('Write the config of the struct here'),
        edits: [{ at: named.at, text: firmware.config }],
      },
    ],
  };
}

/** The bytes of a float in a loop: counting down sends the most significant first, since boards store it last. */
function* floatOrder(
  sketch: SketchSource,
  send: AtSend,
  endian: Field['endian'],
  config: {
    readonly named: { readonly text: string; readonly at: readonly [number, number] };
    readonly fields: readonly Field[];
  },
): Iterable<SketchProblem> {
  for (const call of send.data) {
    const loop = loopAround(sketch, send.within, call);
    const indexed = call.args
      .map(codeText)
      .find((arg) => arg.endsWith(`[${loop?.variable ?? ''}]`));
    if (!loop || indexed === undefined || loop.open < send.first.last) continue;
    if (codeText(loop.bound) !== (loop.isDown ? '3' : '4')) continue;
    const sent = loop.isDown ? 'big' : 'little';
    if (sent === endian || !isFloatBytes(indexed.slice(0, indexed.indexOf('[')), sketch)) continue;
    yield {
      check: 'floatByteOrder',
      severity: 'error',
      at: loop.header,
      message:
        endian === 'big'
          ? l10n.t(
              'The float goes out least significant byte first; the payload config reads it the other way.',
            )
          : l10n.t(
              'The float goes out most significant byte first; the payload config reads it the other way.',
            ),
      fixes: [turnLoop(loop, endian), changeConfig(config)],
    };
  }
}

function turnLoop(
  loop: { readonly variable: string; readonly header: readonly [number, number] },
  endian: Field['endian'],
): SketchFix {
  const { variable, header } = loop;
  return {
    title: l10n.t('Turn the loop round'),
    edits: [
      {
        at: header,
        text:
          endian === 'big'
            ? `int ${variable} = 3; ${variable} >= 0; ${variable}--`
            : `int ${variable} = 0; ${variable} < 4; ${variable}++`,
      },
    ],
  };
}

function changeConfig({
  named,
  fields,
}: {
  readonly named: { readonly at: readonly [number, number] };
  readonly fields: readonly Field[];
}): SketchFix {
  const turned = fields.map((field) =>
    field.type === 'float'
      ? { ...field, endian: field.endian === 'big' ? ('little' as const) : ('big' as const) }
      : field,
  );
  return {
    title: l10n.t('Change the config here (and at the device type)'),
    edits: [{ at: named.at, text: formatPayloadConfig(turned) }],
  };
}

/** A byte pointer to a float, or the bytes of a union with one. */
function isFloatBytes(name: string, { code }: SketchSource): boolean {
  const floats = new Set(
    code.flatMap(({ text }, at) => (text === 'float' ? (code[at + 1]?.text ?? []) : [])),
  );
  const [owner = '', member] = name.split(/\.|->/);
  if (member !== undefined) return isUnionWithFloat(owner, member, code);
  return code.some(({ text }, at) => {
    if (text !== owner || markOf(code[at + 1]) !== '=') return false;
    const value = codeText(code.slice(at + 2, at + 12)).split(';')[0] ?? '';
    const target = /&(\w+)\)?$/.exec(value)?.[1];
    return target !== undefined && floats.has(target);
  });
}

function isUnionWithFloat(owner: string, member: string, code: SketchSource['code']): boolean {
  return code.some(({ text }, at) => {
    if (text !== 'union') return false;
    const body = code.slice(at, at + 40);
    const end = body.findIndex((token) => markOf(token) === '}');
    const inside = body.slice(0, end);
    const type = markOf(code[at + 1]) === '{' ? undefined : code[at + 1]?.text;
    const isOwner =
      body[end + 1]?.text === owner ||
      code.some((token, index) => token.text === owner && code[index - 1]?.text === type);
    return (
      isOwner && inside.some((t) => t.text === 'float') && inside.some((t) => t.text === member)
    );
  });
}
