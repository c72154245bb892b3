export type CppTokenKind =
  'word' | 'number' | 'text' | 'character' | 'mark' | 'directive' | 'comment';

/** A piece of C++ with its offsets in the source, the end not included. */
export interface CppToken {
  readonly kind: CppTokenKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Cuts C++ into tokens. Tolerant: what is typed is broken most of the time, so a string without an end ends with its
 * line, and nothing is refused. Text in comments and strings can never be taken for code.
 */
export function tokenizeCpp(source: string): readonly CppToken[] {
  const tokens: CppToken[] = [];
  let at = 0;
  let isLineStart = true;
  while (at < source.length) {
    const match = matchToken(source, at, isLineStart);
    const end = at + match.length;
    if (match.kind === 'space') {
      if (source.slice(at, end).includes('\n')) isLineStart = true;
    } else {
      if (match.kind !== 'comment') isLineStart = false;
      tokens.push({ kind: match.kind, text: source.slice(at, end), start: at, end });
    }
    at = end;
  }
  return tokens;
}

/** What a string literal stands for, as far as it is plain; adjacent quotes and prefixes are left out. */
export function textOf(token: CppToken): string {
  const raw = /^\w*R"([^(]*)\(([\s\S]*)\)\1"$/.exec(token.text);
  if (raw) return raw[2] ?? '';
  const inner = token.text.replace(/^\w*["']/, '').replace(/["']$/, '');
  return inner.replace(/\\(x[0-9a-fA-F]{1,2}|[0-7]{1,3}|[\s\S])/g, (_, escape: string) =>
    unescape(escape),
  );
}

function unescape(escape: string): string {
  const named: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\n': '' };
  if (/^x./.test(escape)) return String.fromCharCode(Number.parseInt(escape.slice(1), 16));
  if (/^[0-7]/.test(escape)) return String.fromCharCode(Number.parseInt(escape, 8));
  return named[escape] ?? escape;
}

// Each alternative is linear in what it takes; none can fail after it has begun to take text that another one takes.
const patterns = {
  space: /\s+|\\\r?\n/y,
  comment: /\/\/(?:\\\r?\n|[^\n])*|\/\*[\s\S]*?(?:\*\/|$)/y,
  directive: /#(?:\\\r?\n|\/(?![/*])|[^\n/])*/y,
  raw: /(?:u8|[uUL])?R"([^()\\\s]{0,16})\([\s\S]*?\)\1"/y,
  text: /(?:u8|[uUL])?"(?:\\[\s\S]|[^"\\\n])*"?/y,
  character: /[uUL]?'(?:\\[\s\S]|[^'\\\n])*'?/y,
  number: /\.?\d(?:[eEpP][+-]|'[0-9a-fA-F]|[\w.])*/y,
  word: /[A-Za-z_$][\w$]*/y,
  mark: /->|::|<<=|>>=|<<|>>|[-+*/%&|^=!<>]=|&&|\|\||\+\+|--|[\s\S]/y,
} as const;

function matchToken(
  source: string,
  at: number,
  isLineStart: boolean,
): { readonly kind: CppTokenKind | 'space'; readonly length: number } {
  for (const [kind, pattern] of Object.entries(patterns) as [keyof typeof patterns, RegExp][]) {
    if (kind === 'directive' && !isLineStart) continue;
    pattern.lastIndex = at;
    const length = pattern.exec(source)?.[0].length ?? 0;
    if (length > 0) return { kind: kind === 'raw' ? 'text' : kind, length };
  }
  return { kind: 'mark', length: 1 };
}
