import * as l10n from '@vscode/l10n';
import { maxPayloadBytes } from '../sigfox/payloadField';
import { constantValue } from './constantValue';
import type { CppToken } from './cppTokens';
import { type AtSend, literals } from './sigfoxSends';
import { helperEdits, printHexHelper } from './sketchHelpers';
import type { SketchProblem } from './sketchProblem';
import { type Call, codeText, type SketchSource } from './sketchSource';
import { loopAround } from './sketchLoops';

const maxDigits = maxPayloadBytes * 2;

/** Digits that get lost on the way to the modem, and messages that are too long for it. */
export function* payloadProblems(
  sketch: SketchSource,
  sends: readonly AtSend[],
): Iterable<SketchProblem> {
  for (const send of sends) {
    yield* literalProblems(send.first);
    const within = codeText(sketch.code.slice(send.within.open, send.within.close));
    const isCareful = comparesWith16.test(within) || /['"]0+['"]/.test(within);
    for (const call of send.data) {
      if (isHexPrint(call) && !isPadded(sketch, send, call)) yield lostDigits(sketch, call);
    }
    if (!isCareful)
      for (const call of [send.first, ...send.data]) yield* lostInString(sketch, send, call);
    yield* tooLongLoop(sketch, send);
  }
  for (const { calls } of sketch.functions) {
    for (const call of calls) yield* lostInFormat(call);
    yield* tooLongPacket(sketch, calls);
  }
}

/** `print(x, HEX)` leaves out leading zeros, so that a byte under 16 becomes one digit. */
function isHexPrint({ name, args }: Call): boolean {
  const [value, base] = args;
  return /^print(ln)?$/.test(name) && value !== undefined && codeText(base ?? []) === 'HEX';
}

/** Half a byte has one digit, and code that compares with 16 or writes a '0' before knows what it does. */
function isPadded(sketch: SketchSource, send: AtSend, call: Call): boolean {
  const value = codeText(call.args[0] ?? []);
  if (/(>>4|&(0x0?[fF]|15)|%(16|0x10)|\/(16|0x10))\)*$/.test(value)) return true;
  const before = codeText(sketch.code.slice(send.first.last, call.first));
  return comparesWith16.test(before) || /['"]0['"]/.test(before);
}

const comparesWith16 = /(<(16|0x10)|<=(15|0x0?[fF])|length\(\)[<=]+[12])(?![0-9a-fA-F])/;

function lostDigits(sketch: SketchSource, call: Call): SketchProblem {
  const [value = []] = call.args;
  const text = sourceOf(sketch, value);
  const replaced = `${printHexHelper.name}(${call.receiver}, ${isPlain(value) ? text : `(uint8_t)(${text})`})`;
  return {
    check: 'hexDigits',
    severity: 'error',
    at: [call.start, call.end],
    message: l10n.t(
      'A byte under 16 becomes one digit here: 0x05 is printed as "5". The modem then takes fewer bytes, or none.',
    ),
    fixes: [
      {
        title: l10n.t('Print two digits a byte'),
        edits: [
          ...helperEdits(sketch, printHexHelper),
          { at: [call.start, call.end], text: replaced },
        ],
      },
    ],
  };
}

/** A name, an element or what a pointer points to: its type says how many bytes it has. A computed value is an `int`. */
function isPlain(value: readonly CppToken[]): boolean {
  return /^\*?[\w.]+(->\w+)?(\[[^\]]*\])*$/.test(codeText(value));
}

/** `"AT$SF=" + String(x, HEX)` loses the same zeros. */
function* lostInString(sketch: SketchSource, send: AtSend, call: Call): Iterable<SketchProblem> {
  for (const each of send.within.calls) {
    const isInside = each.first > call.first && each.last < call.last;
    if (!isInside || each.name !== 'String' || codeText(each.args[1] ?? []) !== 'HEX') continue;
    // `String(0x100 | x, HEX).substring(1)` keeps the zeros.
    if (sketch.code[each.last + 1]?.text === '.') continue;
    const text = sourceOf(sketch, each.args[0] ?? []);
    yield {
      check: 'hexDigits',
      severity: 'error',
      at: [each.start, each.end],
      message: l10n.t('A byte under 16 becomes one digit here: 0x05 becomes "5".'),
      fixes: [
        {
          title: l10n.t('Write two digits a byte'),
          // The digits behind a leading 1 keep their zeros.
          edits: [
            {
              at: [each.start, each.end],
              text: `String(0x100 | (uint8_t)(${text}), HEX).substring(1)`,
            },
          ],
        },
      ],
    };
  }
}

/** `sprintf(text, "AT$SF=%x")`. */
function* lostInFormat(call: Call): Iterable<SketchProblem> {
  for (const token of call.args.flat()) {
    if (token.kind !== 'text' || !/AT\$S[FS]=/.test(token.text)) continue;
    for (const match of token.text.matchAll(/%(?!0\d)-?\d*(l{0,2}|h{0,2})([xX])/g)) {
      const at = [token.start + match.index, token.start + match.index + match[0].length] as const;
      const digits = match[1] === 'l' ? '08' : match[1] === 'll' ? '016' : '02';
      yield {
        check: 'hexDigits',
        severity: 'error',
        at,
        message: l10n.t('"{0}" leaves out leading zeros: 0x05 becomes "5".', match[0]),
        fixes: [
          {
            title: l10n.t('Write {0} digits', Number(digits)),
            edits: [{ at, text: `%${digits}${match[1] ?? ''}${match[2] ?? 'x'}` }],
          },
        ],
      };
    }
  }
}

/** Digits that stand in the command as they are. */
function* literalProblems(call: Call): Iterable<SketchProblem> {
  const digits = /AT\$S[FS]=([0-9A-Fa-f]+)(?=[\s,]|$)/.exec(literals(call))?.[1];
  const token = call.args.flat().find(({ text }) => digits !== undefined && text.includes(digits));
  const isWhole = call.name === 'println' || /[\r\n]/.test(literals(call));
  if (digits === undefined || !token || (!isWhole && digits.length <= maxDigits)) return;
  const start = token.start + token.text.indexOf(digits);
  const at = [start, start + digits.length] as const;
  if (digits.length > maxDigits) {
    yield {
      check: 'payloadTooLong',
      severity: 'error',
      at,
      message: l10n.t('{0} digits are more than the 12 bytes of a message.', digits.length),
      fixes: [
        {
          title: l10n.t('Keep the first 12 bytes'),
          edits: [{ at, text: digits.slice(0, maxDigits) }],
        },
      ],
    };
  } else if (digits.length % 2 === 1) {
    yield {
      check: 'hexDigits',
      severity: 'error',
      at,
      message: l10n.t(
        '{0} digits are no whole number of bytes: the modem refuses them.',
        digits.length,
      ),
      fixes: [
        {
          title: l10n.t('Put a zero before the last digit'),
          edits: [{ at, text: `${digits.slice(0, -1)}0${digits.slice(-1)}` }],
        },
      ],
    };
  }
}

/** A loop that writes more than 12 bytes behind the command. */
function* tooLongLoop(sketch: SketchSource, send: AtSend): Iterable<SketchProblem> {
  const seen = new Set<number>();
  for (const call of send.data) {
    const loop = loopAround(sketch, send.within, call);
    if (!loop || loop.open < send.first.last || seen.has(loop.open)) continue;
    if (!call.args.some((arg) => codeText(arg).includes(`[${loop.variable}]`))) continue;
    seen.add(loop.open);
    const bound = constantValue(loop.bound, sketch) ?? arraySize(loop.bound, sketch);
    const [first, last] = [loop.bound[0], loop.bound.at(-1)];
    if (bound === undefined || !first || !last) continue;
    const more = loop.isDown ? 1 : 0;
    if (bound + more <= maxPayloadBytes) continue;
    yield tooLong(bound + more, [first.start, last.end], String(maxPayloadBytes - more));
  }
}

/** Between `beginPacket` and `endPacket` of the SigFox library, which cuts what is too long without a word. */
function* tooLongPacket(sketch: SketchSource, calls: readonly Call[]): Iterable<SketchProblem> {
  let isOpen = false;
  for (const call of calls) {
    if (call.receiver !== 'SigFox') continue;
    if (call.name === 'beginPacket') isOpen = true;
    if (call.name === 'endPacket') isOpen = false;
    const [, size = []] = call.args;
    const count = constantValue(size, sketch) ?? arraySize(size, sketch);
    const [first, last] = [size[0], size.at(-1)];
    if (!isOpen || call.name !== 'write' || !first || !last || count === undefined) continue;
    if (count > maxPayloadBytes) yield tooLong(count, [first.start, last.end], '12');
  }
}

function tooLong(count: number, at: readonly [number, number], text: string): SketchProblem {
  return {
    check: 'payloadTooLong',
    severity: 'error',
    at,
    message: l10n.t('{0} bytes are more than the 12 of a message.', count),
    fixes: [{ title: l10n.t('Send the first 12 bytes'), edits: [{ at, text }] }],
  };
}

/** `sizeof name` of an array of bytes. */
function arraySize(tokens: readonly CppToken[], sketch: SketchSource): number | undefined {
  const name = /^sizeof\(?(\w+)\)?$/.exec(codeText(tokens))?.[1];
  if (name === undefined) return undefined;
  const { code } = sketch;
  const at = code.findIndex(
    ({ text }, index) =>
      text === name &&
      /^(byte|char|uint8_t|int8_t)$/.test(code[index - 1]?.text ?? '') &&
      code[index + 1]?.text === '[',
  );
  const size = at < 0 ? undefined : code[at + 2];
  return size && code[at + 3]?.text === ']' ? constantValue([size], sketch) : undefined;
}

function sourceOf({ text }: SketchSource, tokens: readonly CppToken[]): string {
  const [first, last] = [tokens[0], tokens.at(-1)];
  return first && last ? text.slice(first.start, last.end) : '';
}
