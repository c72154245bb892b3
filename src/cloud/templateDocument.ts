import * as l10n from '@vscode/l10n';
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type ParsedNode,
  type YAMLMap,
} from 'yaml';
import { safeLine } from '../shared/safeText';
import { markEnd, markStart } from './templateValues';

/**
 * A value of a template. Every scalar is text, as CloudFormation hands it on: what YAML 1.1 would call a number, a
 * date or a boolean makes no difference to what is granted.
 */
export type TemplateValue = string | null | readonly TemplateValue[] | TemplateMap;
export type TemplateMap = ReadonlyMap<string, TemplateValue>;

/** A template as it was written, with CloudFormation's short tags spelled out (`!Ref x` is `{"Ref": x}`). */
export interface TemplateDocument {
  readonly root: TemplateMap;
  /** Line, from 1, of what a path such as `/Resources/Role/Properties` names, or of the nearest thing above it. */
  lineOf(path: string): number | undefined;
}

export type TemplateReading =
  | { readonly kind: 'template'; readonly document: TemplateDocument }
  | { readonly kind: 'unreadable'; readonly reason: string; readonly line: number | undefined };

/** CloudFormation's own limit for a template that is fetched from S3. */
export const maxTemplateBytes = 1024 * 1024;

/** Deeper than any template people write, and far from where a recursive reader runs out of stack. */
const maxDepth = 60;

/** Reads YAML or JSON. What two readers could read differently is refused: aliases, merges, duplicate keys. */
export function readTemplate(text: string): TemplateReading {
  if (new TextEncoder().encode(text).length > maxTemplateBytes) {
    return unreadable(l10n.t('The template is larger than 1 MB.'));
  }
  if (text.includes(markStart) || text.includes(markEnd)) {
    return unreadable(l10n.t('The template holds characters that have no meaning.'));
  }
  if (nestingOf(text) > maxDepth) return tooDeep();
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, {
      schema: 'failsafe',
      version: '1.1',
      // The reader below looks for duplicate keys itself: the library's own check takes a minute for a hostile map.
      uniqueKeys: false,
      logLevel: 'error',
      lineCounter: lines,
    });
    const [error] = document.errors;
    if (error) {
      const [first = ''] = error.message.split('\n');
      if (first.startsWith('Maximum call stack')) return tooDeep();
      return unreadable(
        l10n.t('The template is neither YAML nor JSON: {0}', first.replace(/ at line.*/, '')),
        error.linePos?.[0].line,
      );
    }
    return toDocument(document.contents, lines);
  } catch (error) {
    if (error instanceof Refused) return unreadable(error.message, error.line);
    if (error instanceof RangeError) return tooDeep();
    throw error;
  }
}

function toDocument(contents: ParsedNode | null, lines: LineCounter): TemplateReading {
  const reader = new NodeReader(lines);
  const root = contents ? reader.read(contents, '', 0) : null;
  if (!(root instanceof Map)) return unreadable(l10n.t('The template is no map of sections.'));
  return {
    kind: 'template',
    document: {
      root: root as TemplateMap,
      lineOf: (path) => {
        for (let at = path; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
          const line = reader.lineAt.get(at);
          if (line !== undefined) return line;
        }
        return undefined;
      },
    },
  };
}

/** A thing in a template that is never accepted, whatever the rest says. */
class Refused extends Error {
  constructor(
    message: string,
    readonly line: number | undefined,
  ) {
    super(message);
  }
}

class NodeReader {
  readonly lineAt = new Map<string, number>();

  constructor(private readonly lines: LineCounter) {}

  read(node: Node, path: string, depth: number): TemplateValue {
    if (depth > maxDepth) throw new RangeError('too deep');
    if (isAlias(node))
      throw this.refuse(node, l10n.t('CloudFormation knows no aliases ("*name").'));
    if ('anchor' in node && Boolean(node.anchor)) {
      throw this.refuse(node, l10n.t('CloudFormation knows no anchors ("&name").'));
    }
    const value = this.readPlain(node, path, depth);
    return withTag(node.tag, value) ?? value;
  }

  private readPlain(node: Node, path: string, depth: number): TemplateValue {
    if (isMap(node)) return this.readMap(node, path, depth);
    if (isSeq(node)) {
      return node.items.map((item, at) => {
        const below = `${path}/${at}`;
        this.note(item as Node, below);
        return this.read(item as Node, below, depth + 1);
      });
    }
    if (!isScalar(node)) throw this.refuse(node, l10n.t('The template holds something unknown.'));
    if (node.type === 'PLAIN' && /^(~|null|Null|NULL|)$/.test(String(node.value))) return null;
    return String(node.value);
  }

  private readMap(node: YAMLMap, path: string, depth: number): TemplateMap {
    const map = new Map<string, TemplateValue>();
    for (const { key, value } of node.items) {
      if (!isScalar(key) || (key.tag !== undefined && key.tag.startsWith('!'))) {
        throw this.refuse(node, l10n.t('A key of the template is no text.'));
      }
      const name = String(key.value);
      if (name === '<<') throw this.refuse(key, l10n.t('CloudFormation knows no merges ("<<").'));
      if (map.has(name)) throw this.refuse(key, l10n.t('"{0}" stands twice.', safeLine(name, 60)));
      const below = `${path}/${name}`;
      this.note(key, below);
      map.set(name, !value ? null : this.read(value as Node, below, depth + 1));
    }
    return map;
  }

  private note(node: Node, path: string): void {
    const offset = node.range?.[0];
    if (offset !== undefined) this.lineAt.set(path, this.lines.linePos(offset).line);
  }

  private refuse(node: Node, message: string): Refused {
    const offset = node.range?.[0];
    return new Refused(message, offset === undefined ? undefined : this.lines.linePos(offset).line);
  }
}

/** `!Sub x` to `{"Fn::Sub": x}`; undefined for no tag, or one of YAML's own. */
function withTag(tag: string | undefined, value: TemplateValue): TemplateMap | undefined {
  if (!tag?.startsWith('!') || tag === '!') return undefined;
  const name = tag.slice(1);
  const isPlain = name === 'Ref' || name === 'Condition';
  return new Map([[isPlain ? name : `Fn::${name}`, value]]);
}

/**
 * How deep brackets and compact lists go, seen before any recursive reader looks. Brackets inside quotes count too:
 * this many unclosed ones in a text are no template either.
 */
function nestingOf(text: string): number {
  let deepest = 0;
  let brackets = 0;
  for (const char of text) {
    if (char === '[' || char === '{') deepest = Math.max(deepest, ++brackets);
    else if ((char === ']' || char === '}') && brackets > 0) brackets -= 1;
  }
  for (const match of text.matchAll(/(?:[-?:][ \t]+){8,}/g)) {
    deepest = Math.max(deepest, match[0].replace(/\s/g, '').length);
  }
  return deepest;
}

function unreadable(reason: string, line?: number): TemplateReading {
  return { kind: 'unreadable', reason, line };
}

function tooDeep(): TemplateReading {
  return unreadable(l10n.t('The template is nested more than {0} levels deep.', maxDepth));
}
