import { type CppToken, textOf, tokenizeCpp } from './cppTokens';

/** `receiver.name(arguments)`, or a call without a receiver. */
export interface Call {
  /** `Serial1`, `this->modem`; empty where there is none. */
  readonly receiver: string;
  readonly name: string;
  readonly args: readonly (readonly CppToken[])[];
  /** Indexes among the code's tokens: where the receiver begins, and the closing parenthesis. */
  readonly first: number;
  readonly last: number;
  readonly start: number;
  readonly end: number;
}

export interface SketchFunction {
  readonly name: string;
  readonly start: number;
  /** Indexes of the braces among the code's tokens. */
  readonly open: number;
  readonly close: number;
  readonly parameters: readonly CppToken[];
  readonly calls: readonly Call[];
}

/** Tokens with each opening bracket's partner, found once: looking for them anew takes time that grows squared. */
export interface Bracketed {
  /** Without comments and directives. */
  readonly code: readonly CppToken[];
  readonly pairs: ReadonlyMap<number, number>;
}

/** A sketch as far as its checks look into it. */
export interface SketchSource extends Bracketed {
  readonly text: string;
  readonly comments: readonly CppToken[];
  readonly directives: readonly CppToken[];
  readonly functions: readonly SketchFunction[];
}

/** More than any sketch has; what is behind it is not looked at. */
const maxLength = 200_000;

export function readSketch(text: string): SketchSource {
  const tokens = tokenizeCpp(text.slice(0, maxLength));
  const code = tokens.filter(({ kind }) => kind !== 'comment' && kind !== 'directive');
  const bracketed = { code, pairs: pairBrackets(code) };
  return {
    text,
    ...bracketed,
    comments: tokens.filter(({ kind }) => kind === 'comment'),
    directives: tokens.filter(({ kind }) => kind === 'directive'),
    functions: findFunctions(bracketed),
  };
}

function pairBrackets(code: readonly CppToken[]): ReadonlyMap<number, number> {
  const pairs = new Map<number, number>();
  const opened: number[] = [];
  code.forEach((token, at) => {
    const text = markOf(token);
    if (text === '(' || text === '{' || text === '[') opened.push(at);
    else if (text === ')' || text === '}' || text === ']') {
      const open = opened.pop();
      if (open !== undefined) pairs.set(open, at);
    }
  });
  return pairs;
}

/** Index of the bracket that closes the one at `open`; of the last token where none does. */
export function closing({ code, pairs }: Bracketed, open: number): number {
  return pairs.get(open) ?? code.length - 1;
}

export function markOf(token: CppToken | undefined): string {
  return token?.kind === 'mark' ? token.text : '';
}

/** The tokens as a person would write them on one line; enough to compare expressions. */
export function codeText(tokens: readonly CppToken[]): string {
  return tokens.map(({ text }) => text).join('');
}

/** The text of an argument that is one string or character literal, `F("…")` included. */
export function literalOf(arg: readonly CppToken[] | undefined): string | undefined {
  if (!arg) return undefined;
  const inner = arg[0]?.text === 'F' && markOf(arg[1]) === '(' ? arg.slice(2, -1) : arg;
  const isLiteral = inner.every(({ kind }) => kind === 'text' || kind === 'character');
  return isLiteral && inner.length > 0 ? inner.map(textOf).join('') : undefined;
}

function findFunctions(source: Bracketed): readonly SketchFunction[] {
  const { code } = source;
  const found: SketchFunction[] = [];
  for (let at = 0; at < code.length; at++) {
    const name = code[at];
    if (name?.kind !== 'word' || markOf(code[at + 1]) !== '(' || notNames.has(name.text)) continue;
    const end = closing(source, at + 1);
    let open = end + 1;
    while (code[open]?.kind === 'word') open++;
    if (markOf(code[open]) !== '{') continue;
    const close = closing(source, open);
    const parameters = code.slice(at + 2, end);
    const calls = findCalls(source, open + 1, close);
    found.push({ name: name.text, start: lineStart(code, at), open, close, parameters, calls });
    at = close;
  }
  return found;
}

/** No call of a real sketch has so many tokens; each nested call looks at its own again. */
const maxCallTokens = 1_000;

/** Where the declaration begins: behind the last `;` or `}` before the name. */
function lineStart(code: readonly CppToken[], name: number): number {
  let at = name;
  while (at > 0 && !/^[;}]$/.test(markOf(code[at - 1]))) at--;
  return code[at]?.start ?? 0;
}

const notNames = new Set(['if', 'for', 'while', 'switch', 'catch', 'return', 'sizeof', 'defined']);

function findCalls(source: Bracketed, from: number, to: number): readonly Call[] {
  const { code, pairs } = source;
  const calls: Call[] = [];
  for (let at = from; at < to; at++) {
    const name = code[at];
    if (name?.kind !== 'word' || markOf(code[at + 1]) !== '(' || notNames.has(name.text)) continue;
    const last = pairs.get(at + 1);
    // A call that is still being typed, or one that no person wrote.
    if (last === undefined || last - at > maxCallTokens) continue;
    const first = receiverStart(code, at, from);
    calls.push({
      receiver: codeText(code.slice(first, Math.max(first, at - 1))),
      name: name.text,
      args: splitArguments(code.slice(at + 2, last)),
      first,
      last,
      start: code[first]?.start ?? name.start,
      end: code[last]?.end ?? name.end,
    });
  }
  return calls;
}

function receiverStart(code: readonly CppToken[], name: number, from: number): number {
  let at = name;
  while (
    at - 2 >= from &&
    /^(\.|->|::)$/.test(markOf(code[at - 1])) &&
    code[at - 2]?.kind === 'word'
  )
    at -= 2;
  return at;
}

function splitArguments(tokens: readonly CppToken[]): readonly (readonly CppToken[])[] {
  const args: CppToken[][] = [];
  let depth = 0;
  for (const token of tokens) {
    const text = markOf(token);
    if (/^[([{]$/.test(text)) depth++;
    if (/^[)\]}]$/.test(text)) depth--;
    if (args.length === 0 || (text === ',' && depth === 0)) args.push([]);
    if (text !== ',' || depth !== 0) args.at(-1)?.push(token);
  }
  return args;
}
