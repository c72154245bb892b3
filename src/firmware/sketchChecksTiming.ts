import * as l10n from '@vscode/l10n';
import { constantValue } from './constantValue';
import type { CppToken } from './cppTokens';
import { type AtSend, isSend, portOf } from './sigfoxSends';
import { answerHelper, helperEdits } from './sketchHelpers';
import type { SketchFix, SketchProblem } from './sketchProblem';
import {
  type Call,
  closing,
  codeText,
  markOf,
  type SketchFunction,
  type SketchSource,
} from './sketchSource';

const maxMessagesPerDay = 140;
const dayMs = 86_400_000;

/** When a sketch sends, and whether it waits for what it should and not for what never comes. */
export function* timingProblems(
  sketch: SketchSource,
  sends: readonly AtSend[],
): Iterable<SketchProblem> {
  const loop = sketch.functions.find(({ name }) => name === 'loop');
  if (loop) yield* tooOften(sketch, loop);
  for (const send of sends) yield* replyIgnored(sketch, send);
  if (loop && sendsFrom(sketch, loop)) yield* waitsForUsb(sketch);
}

/** A message in every round of `loop`, with delays that are known and too short. */
function* tooOften(sketch: SketchSource, loop: SketchFunction): Iterable<SketchProblem> {
  const calls = alwaysCalled(sketch, loop);
  const delays = calls.filter(({ receiver, name }) => receiver === '' && name === 'delay');
  // A round that waits in another way, or may be cut short, is not judged.
  const body = codeText(sketch.code.slice(loop.open, loop.close));
  if (/millis\(|sleep|LowPower|wdt|\breturn\b|\bwait/i.test(body)) return;
  const sending = calls.find((call) => isSend(call) || callsSend(sketch, call));
  if (!sending) return;
  const times = delays.map(({ args }) => constantValue(args[0] ?? [], sketch));
  const hidden = sketch.functions.some(
    (each) => each !== loop && isCalled(calls, each) && each.calls.some(isDelay),
  );
  if (hidden || times.some((time) => time === undefined)) return;
  const roundMs = times.reduce<number>((sum, time) => sum + (time ?? 0), 0);
  if (roundMs >= dayMs / maxMessagesPerDay) return;
  yield tooOftenProblem(delays, sending, roundMs);
}

function tooOftenProblem(delays: readonly Call[], sending: Call, roundMs: number): SketchProblem {
  const longest = delays.at(-1);
  const argument = longest?.args[0];
  const [first, last] = [argument?.[0], argument?.at(-1)];
  const perDay = roundMs === 0 ? undefined : Math.floor(dayMs / roundMs);
  return {
    check: 'tooOften',
    severity: 'warning',
    at: longest ? [longest.start, longest.end] : [sending.start, sending.end],
    message:
      perDay === undefined
        ? l10n.t('The sketch sends without a pause; Sigfox allows 140 messages a day.')
        : l10n.t('This makes {0} messages a day; Sigfox allows 140.', perDay),
    fixes:
      first && last
        ? [
            {
              title: l10n.t('Send every 11 minutes, 130 times a day'),
              edits: [{ at: [first.start, last.end], text: '11UL * 60 * 1000' }],
            },
          ]
        : [],
  };
}

/** Calls of the function that stand under no condition. */
function alwaysCalled(sketch: SketchSource, { open, close, calls }: SketchFunction): Call[] {
  const { code } = sketch;
  const conditional: [number, number][] = [];
  for (let at = open + 1; at < close; at++) {
    if (!/^(if|while|switch|for|do|else|case)$/.test(code[at]?.text ?? '')) continue;
    const isFor = code[at]?.text === 'for';
    const head = markOf(code[at + 1]) === '(' ? closing(sketch, at + 1) : at;
    const end =
      markOf(code[head + 1]) === '{' ? closing(sketch, head + 1) : nextSemicolon(code, head);
    // What a counting loop does is done; its header and a condition's are always looked at.
    if (!isFor) conditional.push([head + 1, end]);
  }
  return calls.filter(
    ({ first }) => !conditional.some(([from, to]) => first >= from && first <= to),
  );
}

function nextSemicolon(code: SketchSource['code'], from: number): number {
  let at = from;
  while (at < code.length && markOf(code[at]) !== ';') at++;
  return at;
}

function isDelay({ receiver, name }: Call): boolean {
  return receiver === '' && /^delay/.test(name);
}

function isCalled(calls: readonly Call[], { name }: SketchFunction): boolean {
  return calls.some((call) => call.receiver === '' && call.name === name);
}

/** Whether the function that is called sends, itself and under no condition. */
function callsSend(sketch: SketchSource, call: Call): boolean {
  if (call.receiver !== '') return false;
  const called = sketch.functions.find(({ name }) => name === call.name);
  return called !== undefined && alwaysCalled(sketch, called).some(isSend);
}

/** Whether a message goes out from `loop`, in whatever way. */
function sendsFrom(sketch: SketchSource, loop: SketchFunction): boolean {
  return [...reachable(sketch, loop)].some(({ calls }) => calls.some(isSend));
}

/** The function and all that it calls, directly or not. */
function reachable(sketch: SketchSource, from: SketchFunction): ReadonlySet<SketchFunction> {
  const seen = new Set([from]);
  for (const each of seen) {
    for (const next of sketch.functions) if (isCalled(each.calls, next)) seen.add(next);
  }
  return seen;
}

/** Nothing is ever read from the port that the command goes to. */
function* replyIgnored(sketch: SketchSource, send: AtSend): Iterable<SketchProblem> {
  const { receiver, within, first, last } = send;
  const isParameter = within.parameters.some(({ text }) => text === receiver);
  if (isParameter || readsFrom(sketch, receiver, mayAnswer(sketch, within))) return;
  yield {
    check: 'replyIgnored',
    severity: 'warning',
    at: [first.start, first.end],
    message: l10n.t(
      'The answer of the modem is never read: OK comes up to a minute later, ERROR goes unseen, and until then no other command may follow.',
    ),
    fixes: last ? [waitFix(sketch, receiver, last)] : [],
  };
}

function waitFix(sketch: SketchSource, receiver: string, last: Call): SketchFix {
  const end = sketch.text.indexOf(';', last.end) + 1;
  const line = sketch.text.lastIndexOf('\n', last.start) + 1;
  const indent = /^[ \t]*/.exec(sketch.text.slice(line))?.[0] ?? '';
  return {
    title: l10n.t('Wait for OK'),
    edits: [
      ...helperEdits(sketch, answerHelper),
      { at: [end, end], text: `\n${indent}${answerHelper.name}(${receiver}, 60000);` },
    ],
  };
}

/** Where the answer may be read. What only `setup` does is done before `loop` sends its first message. */
function mayAnswer(sketch: SketchSource, within: SketchFunction): readonly SketchFunction[] {
  const loop = sketch.functions.find(({ name }) => name === 'loop');
  const setup = sketch.functions.find(({ name }) => name === 'setup');
  const inLoop = loop && reachable(sketch, loop);
  const inSetup = setup && reachable(sketch, setup);
  if (!inLoop?.has(within) || !inSetup) return sketch.functions;
  return sketch.functions.filter((each) => inLoop.has(each) || !inSetup.has(each));
}

/** Reading, or handing the port on to something that may read. */
function readsFrom(
  sketch: SketchSource,
  receiver: string,
  functions: readonly SketchFunction[],
): boolean {
  const port = portOf(receiver, sketch);
  const isSame = (name: string) => portOf(name, sketch) === port;
  const calls = functions.flatMap((each) => each.calls);
  const isRead = calls.some(
    (call) => isSame(call.receiver) && /^(read|find|available|peek|parse)/.test(call.name),
  );
  const isPassed = calls.some(({ args }) =>
    args.some((arg) => isSame(codeText(arg).replace(/^[&*]/, ''))),
  );
  const isNamedAnew = sketch.code.some(
    ({ text }, at) => isSame(text) && /^[=&]$/.test(markOf(sketch.code[at - 1])),
  );
  return isRead || isPassed || isNamedAnew;
}

/** `while (!Serial)` waits for a computer that a board on a battery never sees. */
function* waitsForUsb(sketch: SketchSource): Iterable<SketchProblem> {
  for (const within of sketch.functions.filter(({ name }) => /^(setup|loop)$/.test(name))) {
    for (let at = within.open; at < within.close; at++) {
      const port = usbWait(sketch, at);
      if (!port || isConditional(sketch, within, at)) continue;
      yield {
        check: 'waitsForUsb',
        severity: 'warning',
        at: [sketch.code[at]?.start ?? 0, sketch.code[at + 4]?.end ?? 0],
        message: l10n.t(
          'On a battery nobody opens "{0}": the sketch waits here for ever and never sends.',
          port.text,
        ),
        fixes: [
          {
            title: l10n.t('Wait five seconds at most'),
            edits: [{ at: [port.end, port.end], text: ' && millis() < 5000' }],
          },
        ],
      };
    }
  }
}

/** The port in `while (!Serial)`, when nothing but a delay is in the loop. */
function usbWait(sketch: SketchSource, at: number): CppToken | undefined {
  const { code } = sketch;
  const port = code[at + 3];
  if (codeText(code.slice(at, at + 3)) !== 'while(!' || markOf(code[at + 4]) !== ')')
    return undefined;
  if (!/^Serial(USB)?$/.test(port?.text ?? '')) return undefined;
  const isBlock = markOf(code[at + 5]) === '{';
  const end = isBlock ? closing(sketch, at + 5) : nextSemicolon(code, at + 4);
  const body = codeText(code.slice(at + 5, end + 1));
  return /^\{?(delay\(\w+\);)?;*\}?$/.test(body) ? port : undefined;
}

/** Inside an `if`, or between `#if` and `#endif`: the person has thought of it. */
function isConditional(sketch: SketchSource, within: SketchFunction, at: number): boolean {
  let depth = 0;
  for (let index = within.open; index < at; index++) {
    if (markOf(sketch.code[index]) === '{') depth++;
    if (markOf(sketch.code[index]) === '}') depth--;
  }
  const before = sketch.directives.filter(({ start }) => start < (sketch.code[at]?.start ?? 0));
  const opened = before.filter(({ text }) => /^#\s*if/.test(text)).length;
  const closed = before.filter(({ text }) => /^#\s*endif/.test(text)).length;
  const previous = markOf(sketch.code[at - 1]);
  return depth > 1 || opened > closed || previous === ')' || sketch.code[at - 1]?.text === 'else';
}
