import type { CppToken } from './cppTokens';
import {
  type Call,
  closing,
  codeText,
  markOf,
  type SketchFunction,
  type SketchSource,
} from './sketchSource';

/** A `for` that counts an index up from 0, or down to it. */
export interface CountingLoop {
  readonly variable: string;
  /** Counting up, the first index that is no more reached; counting down, the index it begins with. */
  readonly bound: readonly CppToken[];
  readonly isDown: boolean;
  /** Index of the opening parenthesis among the code's tokens, and offsets of what is between the parentheses. */
  readonly open: number;
  readonly header: readonly [start: number, end: number];
}

/** The innermost counting loop whose body holds the call. */
export function loopAround(
  sketch: SketchSource,
  within: SketchFunction,
  call: Call,
): CountingLoop | undefined {
  const { code } = sketch;
  for (let at = call.first - 1; at > within.open; at--) {
    if (code[at]?.text !== 'for' || markOf(code[at + 1]) !== '(') continue;
    const close = closing(sketch, at + 1);
    const isBlock = markOf(code[close + 1]) === '{';
    const end = isBlock ? closing(sketch, close + 1) : statementEnd(sketch, close + 1);
    if (call.first > close && call.first < end) return readLoop(code, at + 1, close);
  }
  return undefined;
}

function statementEnd(sketch: SketchSource, from: number): number {
  const { code } = sketch;
  let at = from;
  while (at < code.length && markOf(code[at]) !== ';') {
    at = /^[([{]$/.test(markOf(code[at])) ? closing(sketch, at) + 1 : at + 1;
  }
  return at;
}

function readLoop(
  code: readonly CppToken[],
  open: number,
  close: number,
): CountingLoop | undefined {
  const inside = code.slice(open + 1, close);
  const first = inside.findIndex((token) => markOf(token) === ';');
  const second = inside.findIndex((token, at) => at > first && markOf(token) === ';');
  if (first < 0 || second < 0) return undefined;
  const [start, condition, step] = [
    inside.slice(0, first),
    inside.slice(first + 1, second),
    inside.slice(second + 1),
  ];
  const [variable, comparison] = [condition[0]?.text ?? '', markOf(condition[1])];
  const assigned = start.findIndex((token) => markOf(token) === '=');
  const from = start.slice(assigned + 1);
  const isDown = /^(\w+--|--\w+)$/.test(codeText(step));
  const header = [code[open]?.end ?? 0, code[close]?.start ?? 0] as const;
  if (isDown) {
    const isToZero = comparison === '>=' && codeText(condition.slice(2)) === '0';
    return isToZero ? { variable, bound: from, isDown, open, header } : undefined;
  }
  const isFromZero = codeText(from) === '0' && comparison === '<';
  return isFromZero ? { variable, bound: condition.slice(2), isDown, open, header } : undefined;
}
