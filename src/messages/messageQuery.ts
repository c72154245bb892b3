import * as l10n from '@vscode/l10n';

/** What is looked for, as a tree of conditions. */
export type MessageQuery =
  | { readonly kind: 'all' }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly MessageQuery[] }
  | { readonly kind: 'not'; readonly part: MessageQuery }
  /** In the name, id, topic, payload or values, without regard to case; `text` is in lower case. */
  | { readonly kind: 'text' | 'device' | 'field' | 'topic' | 'connection'; readonly text: string }
  | { readonly kind: 'hex'; readonly text: string }
  | { readonly kind: 'undecodable' }
  /** Sent in this time, the end not included. */
  | { readonly kind: 'time'; readonly fromMs: number; readonly toMs: number }
  /** Sent at most so long ago. */
  | { readonly kind: 'last'; readonly ms: number }
  | {
      readonly kind: 'compare';
      readonly field: string;
      readonly operator: Operator;
      readonly value: string;
    };

export type Operator = '<' | '<=' | '>' | '>=' | '=' | '!=';

export interface QueryProblem {
  /** Offsets in the text, the end not included. */
  readonly at: readonly [start: number, end: number];
  readonly message: string;
}

export type ParsedQuery =
  | { readonly kind: 'query'; readonly query: MessageQuery }
  | { readonly kind: 'problem'; readonly problem: QueryProblem };

/**
 * Reads what a person typed: words, `"words in a row"`, `device:41F2`, `temp > 30`, `hex:41df`, `after:2026-11-25`,
 * `last:24h`, `undecodable`, joined by spaces (and), `or`, `not` and parentheses. Never throws.
 */
export function parseMessageQuery(text: string): ParsedQuery {
  try {
    return { kind: 'query', query: new Parser(text).parse() };
  } catch (error) {
    if (error instanceof Problem) return { kind: 'problem', problem: error.problem };
    throw error;
  }
}

export const queryKeys = [
  'device',
  'field',
  'topic',
  'connection',
  'hex',
  'after',
  'before',
  'last',
] as const;

class Problem extends Error {
  constructor(readonly problem: QueryProblem) {
    super(problem.message);
  }
}

interface Token {
  readonly kind: 'word' | 'quoted' | 'operator' | 'open' | 'close' | 'end';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

class Parser {
  private readonly tokens: readonly Token[];
  private next = 0;
  private depth = 0;

  constructor(text: string) {
    this.tokens = tokenize(text);
  }

  parse(): MessageQuery {
    if (this.peek().kind === 'end') return { kind: 'all' };
    const query = this.alternatives();
    const rest = this.peek();
    if (rest.kind !== 'end') fail(rest, l10n.t('This ")" closes nothing.'));
    return query;
  }

  private alternatives(): MessageQuery {
    const parts = [this.conditions()];
    while (this.isWord('or')) {
      this.next += 1;
      parts.push(this.conditions());
    }
    return joined('or', parts);
  }

  private conditions(): MessageQuery {
    const parts: MessageQuery[] = [];
    while (!this.isEnd()) {
      if (this.isWord('and') && parts.length > 0) this.next += 1;
      parts.push(this.condition());
    }
    if (parts.length === 0) fail(this.peek(), l10n.t('A condition is missing here.'));
    return joined('and', parts);
  }

  private condition(): MessageQuery {
    const token = this.take();
    if (token.kind === 'open') return this.group(token);
    if (token.kind === 'operator') {
      fail(token, l10n.t('"{0}" needs a field before it: {1}', token.text, 'temp > 30'));
    }
    if (token.kind === 'end' || token.kind === 'close') {
      fail(token, l10n.t('A condition is missing here.'));
    }
    if (this.peek().kind === 'operator') return this.comparison(token);
    if (token.kind === 'quoted') return { kind: 'text', text: token.text.toLowerCase() };
    if (token.text.toLowerCase() === 'not') return { kind: 'not', part: this.condition() };
    if (/^-./.test(token.text) && !/^-[\d.]/.test(token.text)) {
      const rest = { ...token, text: token.text.slice(1), start: token.start + 1 };
      return { kind: 'not', part: this.word(rest) };
    }
    return this.word(token);
  }

  private group(open: Token): MessageQuery {
    this.depth += 1;
    // Deeper nesting than a person writes; recursion must end somewhere.
    if (this.depth > 50) fail(open, l10n.t('There are too many parentheses.'));
    const query = this.alternatives();
    if (this.take().kind !== 'close') fail(open, l10n.t('This "(" is not closed.'));
    this.depth -= 1;
    return query;
  }

  private comparison(field: Token): MessageQuery {
    const operator = this.take();
    const value = this.take();
    if (value.kind !== 'word' && value.kind !== 'quoted') {
      fail(operator, l10n.t('A value is missing behind "{0}".', operator.text));
    }
    const isOrder = operator.text !== '=' && operator.text !== '!=';
    if (isOrder && !isNumber(value.text)) {
      fail(value, l10n.t('"{0}" compares with a number.', operator.text));
    }
    return {
      kind: 'compare',
      field: field.text.toLowerCase(),
      operator: operator.text as Operator,
      value: value.text.toLowerCase(),
    };
  }

  private word(token: Token): MessageQuery {
    const text = token.text.toLowerCase();
    if (text === 'undecodable') return { kind: 'undecodable' };
    const colon = text.indexOf(':');
    const key = queryKeys.find((each) => each === text.slice(0, colon));
    if (!key) return { kind: 'text', text };
    const quoted = text.length === colon + 1 && this.peek().kind === 'quoted' ? this.take() : token;
    const value = quoted === token ? text.slice(colon + 1) : quoted.text.toLowerCase();
    const at = { ...quoted, start: quoted === token ? token.start + colon + 1 : quoted.start };
    if (value === '') fail(at, l10n.t('A value is missing behind "{0}".', `${key}:`));
    return keyed(key, value, at);
  }

  private peek(): Token {
    return this.tokens[this.next] ?? endToken;
  }

  private take(): Token {
    const token = this.peek();
    if (token.kind !== 'end') this.next += 1;
    return token;
  }

  private isEnd(): boolean {
    return ['end', 'close'].includes(this.peek().kind) || this.isWord('or');
  }

  private isWord(word: string): boolean {
    const { kind, text } = this.peek();
    return kind === 'word' && text.toLowerCase() === word;
  }
}

const endToken: Token = { kind: 'end', text: '', start: 0, end: 0 };

function keyed(key: (typeof queryKeys)[number], value: string, at: Token): MessageQuery {
  switch (key) {
    case 'device':
    case 'field':
    case 'topic':
    case 'connection':
      return { kind: key, text: value };
    case 'hex':
      if (!/^[0-9a-f]+$/.test(value)) fail(at, l10n.t('"{0}" is not hexadecimal.', value));
      return { kind: 'hex', text: value };
    case 'after':
      return { kind: 'time', fromMs: readTime(value, at), toMs: Number.POSITIVE_INFINITY };
    case 'before':
      return { kind: 'time', fromMs: Number.NEGATIVE_INFINITY, toMs: readTime(value, at) };
    case 'last':
      return { kind: 'last', ms: readSpan(value, at) };
  }
}

/** `2026-11-25` or `2026-11-25T14:30`, local; with a `Z` behind in UTC (ECMA-262 §21.4.1.32). */
function readTime(value: string, at: Token): number {
  const isDate = /^\d{4}-\d\d-\d\d(t\d\d:\d\d(:\d\d)?z?)?$/.test(value);
  // A bare date would be taken for UTC.
  const ms = isDate
    ? Date.parse((value.includes('t') ? value : `${value}t00:00`).toUpperCase())
    : Number.NaN;
  if (Number.isNaN(ms)) fail(at, l10n.t('Write a date: {0}', '2026-11-25, 2026-11-25T14:30'));
  return ms;
}

function readSpan(value: string, at: Token): number {
  const [, count, unit = ''] = /^(\d{1,6})(m|min|h|d|w)$/.exec(value) ?? [];
  if (count === undefined) fail(at, l10n.t('Write how long: {0}', '30m, 24h, 7d, 2w'));
  return Number(count) * (unitMs.get(unit) ?? 0);
}

const unitMs: ReadonlyMap<string, number> = new Map([
  ['m', 60_000],
  ['min', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
  ['w', 7 * 86_400_000],
]);

export function isNumber(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text));
}

function joined(kind: 'and' | 'or', parts: readonly MessageQuery[]): MessageQuery {
  const [only, second] = parts;
  return only && !second ? only : { kind, parts };
}

function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const token = readToken(text, at);
    if (token) tokens.push(token);
    at = token?.end ?? at + 1;
  }
  return [
    ...tokens,
    { kind: 'end', text: '', start: Math.max(0, text.length - 1), end: text.length },
  ];
}

/** The token that begins here; undefined for white space. */
function readToken(text: string, start: number): Token | undefined {
  const char = text[start] ?? '';
  if (/\s/.test(char)) return undefined;
  if (char === '(' || char === ')') {
    return { kind: char === '(' ? 'open' : 'close', text: char, start, end: start + 1 };
  }
  if (char === '"') {
    const end = text.indexOf('"', start + 1);
    if (end < 0) {
      throw new Problem({ at: [start, text.length], message: l10n.t('This quote is not closed.') });
    }
    return { kind: 'quoted', text: text.slice(start + 1, end), start, end: end + 1 };
  }
  const [operator] = /^(<=|>=|!=|<|>|=)/.exec(text.slice(start)) ?? [];
  if (operator !== undefined) {
    return { kind: 'operator', text: operator, start, end: start + operator.length };
  }
  const [word = char] = /^[^\s()"<>=!]+|^!/.exec(text.slice(start)) ?? [];
  return { kind: 'word', text: word, start, end: start + word.length };
}

function fail({ start, end }: Token, message: string): never {
  throw new Problem({ at: [start, end], message });
}
