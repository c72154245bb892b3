import { type CppToken, tokenizeCpp } from './cppTokens';
import { markOf, type SketchSource } from './sketchSource';

/**
 * The value of an expression of whole numbers, as far as it is known without running anything: numbers, `+ - * /`,
 * parentheses, casts left out, and names that a `#define` or a `const` gives. Undefined when anything else is in it.
 */
export function constantValue(
  tokens: readonly CppToken[],
  sketch: SketchSource,
  depth = 0,
): number | undefined {
  if (depth > 8 || tokens.length === 0 || tokens.length > 60) return undefined;
  const reader = new Reader(tokens, (name) => namedValue(name, sketch, depth));
  const value = reader.sum();
  return reader.isAtEnd ? value : undefined;
}

function namedValue(name: string, sketch: SketchSource, depth: number): number | undefined {
  for (const { text } of sketch.directives) {
    const [, defined, value] = /^#\s*define\s+(\w+)[ \t]+(.+)$/.exec(text) ?? [];
    if (defined === name) return constantValue(tokenizeCpp(value ?? ''), sketch, depth + 1);
  }
  const { code } = sketch;
  const at = code.findIndex(
    ({ text }, index) =>
      text === name && code[index - 1]?.kind === 'word' && markOf(code[index + 1]) === '=',
  );
  if (at < 0 || !isConst(code, at)) return undefined;
  let end = at + 2;
  while (end < code.length && !/^[;,]$/.test(markOf(code[end]))) end++;
  return constantValue(code.slice(at + 2, end), sketch, depth + 1);
}

/** Whether `const` or `constexpr` stands in the declaration before the name. */
function isConst(code: readonly CppToken[], name: number): boolean {
  for (let at = name - 1; at >= 0 && code[at]?.kind === 'word'; at--) {
    if (/^const(expr)?$/.test(code[at]?.text ?? '')) return true;
  }
  return false;
}

/** Recursive descent over sums and products; a class for the place it has reached. */
class Reader {
  private at = 0;

  constructor(
    private readonly tokens: readonly CppToken[],
    private readonly valueOf: (name: string) => number | undefined,
  ) {}

  get isAtEnd(): boolean {
    return this.at === this.tokens.length;
  }

  sum(): number | undefined {
    let value = this.product();
    for (let mark = this.peek(); value !== undefined && /^[+-]$/.test(mark); mark = this.peek()) {
      this.at++;
      const next = this.product();
      value = next === undefined ? undefined : mark === '+' ? value + next : value - next;
    }
    return value;
  }

  private product(): number | undefined {
    let value = this.factor();
    for (let mark = this.peek(); value !== undefined && /^[*/]$/.test(mark); mark = this.peek()) {
      this.at++;
      const next = this.factor();
      value =
        next === undefined ? undefined : mark === '*' ? value * next : Math.trunc(value / next);
    }
    return value;
  }

  private factor(): number | undefined {
    const token = this.tokens[this.at++];
    if (token?.kind === 'number') return numberValue(token.text);
    if (token?.kind === 'word') return this.valueOf(token.text);
    if (markOf(token) !== '(') return undefined;
    const value = this.sum();
    return markOf(this.tokens[this.at++]) === ')' ? value : undefined;
  }

  private peek(): string {
    return markOf(this.tokens[this.at]);
  }
}

function numberValue(text: string): number | undefined {
  const digits = text.replace(/'/g, '').replace(/[uUlL]+$/, '');
  if (/^0[xX][0-9a-fA-F]+$|^\d+$/.test(digits)) return Number(digits);
  return /^\d*\.?\d+([eE][+-]?\d+)?$/.test(digits) ? Number(digits) : undefined;
}
