import * as l10n from '@vscode/l10n';
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type ParsedNode,
  parseAllDocuments,
  type Range,
  visit,
  type YAMLMap,
} from 'yaml';
import { safeLine } from '../shared/safeText';

/** What is wrong with the file, and where: from 0. */
export interface YamlProblem {
  readonly message: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** The fields of a "name: value" list. */
export type Fields = ReadonlyMap<string, ParsedNode>;

/** A hand-written file has a few hundred lines. */
const maxLength = 200_000;

/**
 * Reads a YAML file by hand, field for field, and keeps what is wrong with it. What could be read in two ways is refused:
 * aliases, tags, merged keys, more than one document. Every value stays the text it is.
 */
export class YamlReader {
  private readonly lines = new LineCounter();
  readonly problems: YamlProblem[] = [];

  constructor(private readonly text: string) {}

  /** The outermost value; undefined for an empty file and for one that cannot be read. */
  root(): ParsedNode | undefined {
    const isTooLong = this.text.length > maxLength;
    if (isTooLong) this.report([0, 0, 0], l10n.t('The file is too long.'));
    if (/[\0\ufffd]/.test(this.text)) this.report([0, 0, 0], l10n.t('The file is not UTF-8 text.'));
    return this.problems.length === 0 ? this.parse() : undefined;
  }

  /** The fields of a list of them; reports the rule where the value is something else. */
  fields(node: ParsedNode, rule: string): Fields | undefined {
    if (!isMap(node)) {
      this.report(node.range, rule);
      return undefined;
    }
    const pairs = (node as YAMLMap<ParsedNode, ParsedNode | null>).items;
    return new Map(
      pairs.flatMap(({ key, value }) =>
        isScalar(key) && value ? [[String(key.value), value] as const] : [],
      ),
    );
  }

  /** Every item of a field that is a list; an empty list counts as a mistake. */
  items<T>(fields: Fields, name: string, read: (item: ParsedNode) => T | undefined): readonly T[] {
    const node = fields.get(name);
    if (!node) return [];
    if (!isSeq(node) || node.items.length === 0) {
      this.report(node.range, l10n.t('"{0}" is a list with "- " before each item.', name));
      return [];
    }
    return node.items.flatMap((item) => read(item) ?? []);
  }

  /** The field's text; undefined when there is none or it is empty. */
  textOf(fields: Fields, name: string): string | undefined {
    const node = fields.get(name);
    const text = node && this.scalar(node);
    return text === '' ? undefined : text;
  }

  scalar(node: ParsedNode): string | undefined {
    if (isScalar(node)) return typeof node.value === 'string' ? node.value : '';
    this.report(node.range, l10n.t('One word or text belongs here.'));
    return undefined;
  }

  report(range: Range | null | undefined, message: string): void {
    const [start, end] = range ?? [0, 0];
    const from = this.place(start);
    const to = this.place(Math.max(start, end));
    this.problems.push({
      message,
      line: from.line,
      column: from.column,
      endLine: to.line,
      endColumn: to.column,
    });
  }

  private parse(): ParsedNode | undefined {
    const documents = parseAllDocuments(this.text, {
      schema: 'failsafe',
      stringKeys: true,
      lineCounter: this.lines,
      prettyErrors: false,
    });
    if (!Array.isArray(documents)) return undefined;
    for (const { errors, warnings, range } of documents.slice(0, 1)) {
      for (const { message, pos } of [...errors, ...warnings].slice(0, 20)) {
        this.report([pos[0], pos[1], pos[1]], l10n.t('This is no YAML: {0}', safeLine(message)));
      }
      if (documents.length > 1) {
        this.report([range[1], range[1], range[1]], l10n.t('Only one document is read.'));
      }
    }
    const root = documents[0]?.contents ?? undefined;
    if (root) this.refuseTricks(root);
    return root;
  }

  private refuseTricks(root: ParsedNode): void {
    visit(root, (_key, node) => {
      if (node === null) return;
      const found = node as Partial<Node> & { anchor?: string; tag?: string; range?: Range };
      const isTrick = isAlias(node) || found.anchor !== undefined || hasOwnTag(found);
      const isMerge = isScalar(node) && node.value === '<<';
      if (isTrick || isMerge) {
        this.report(
          found.range,
          l10n.t('Write this out: anchors, aliases, tags and "<<" are not read here.'),
        );
      }
    });
  }

  private place(offset: number): { readonly line: number; readonly column: number } {
    const { line, col } = this.lines.linePos(offset);
    return { line: Math.max(0, line - 1), column: Math.max(0, col - 1) };
  }
}

export function isEmpty(node: ParsedNode): boolean {
  return isScalar(node) && (node.value === '' || node.value === null);
}

/** The kinds of node have tags of their own that nobody wrote. */
function hasOwnTag({ tag }: { readonly tag?: string }): boolean {
  return tag !== undefined && !/^tag:yaml\.org,2002:(?:str|map|seq)$/.test(tag);
}
