import * as l10n from '@vscode/l10n';
import { queryKeys } from './messageQuery';

/** What a query can name: devices and fields that are known here. */
export interface Vocabulary {
  readonly devices: readonly string[];
  readonly fields: readonly string[];
  readonly topics: readonly string[];
}

/** A way to go on with what was typed. */
export interface QueryHint {
  /** The whole text as it would be then. */
  readonly text: string;
  readonly label: string;
  readonly detail: string;
}

const maxHints = 30;

/** What the last word may become, and what a new one may begin with. */
export function queryHints(text: string, vocabulary: Vocabulary): readonly QueryHint[] {
  const [, before = '', word = ''] = /^(.*?)(\S*)$/s.exec(text) ?? [];
  const lower = word.toLowerCase();
  return [...candidates(lower, vocabulary)]
    .filter(({ label }) => label.toLowerCase().startsWith(lower) && label.toLowerCase() !== lower)
    .slice(0, maxHints)
    .map(({ label, detail }) => ({ text: before + label, label, detail }));
}

function* candidates(
  word: string,
  { devices, fields, topics }: Vocabulary,
): Iterable<{ readonly label: string; readonly detail: string }> {
  const colon = word.indexOf(':');
  const key = queryKeys.find((each) => each === word.slice(0, colon));
  if (key) {
    for (const value of valuesOf(key, { devices, fields, topics })) {
      yield { label: `${key}:${quoted(value)}`, detail: keyDetails()[key] };
    }
    return;
  }
  for (const field of fields) {
    yield { label: `${quoted(field)} > `, detail: l10n.t('compares a value: <, <=, >, >=, =, !=') };
  }
  yield { label: 'undecodable', detail: l10n.t('what its payload config cannot read') };
  for (const name of queryKeys) yield { label: `${name}:`, detail: keyDetails()[name] };
  if (word !== '') {
    yield { label: 'not ', detail: l10n.t('turns the next condition round') };
    yield { label: 'or ', detail: l10n.t('one of two conditions') };
  }
}

function valuesOf(key: (typeof queryKeys)[number], vocabulary: Vocabulary): readonly string[] {
  switch (key) {
    case 'device':
      return vocabulary.devices;
    case 'field':
      return vocabulary.fields;
    case 'topic':
      return vocabulary.topics;
    case 'last':
      return ['1h', '24h', '7d', '4w'];
    case 'connection':
    case 'hex':
    case 'after':
    case 'before':
      return [];
  }
}

function quoted(text: string): string {
  return /[\s()"<>=!]/.test(text) ? `"${text.replaceAll('"', '')}"` : text;
}

function keyDetails(): Readonly<Record<(typeof queryKeys)[number], string>> {
  return {
    device: l10n.t('beginning of the id, or part of the name'),
    field: l10n.t('messages that have the field'),
    topic: l10n.t('part of the topic'),
    connection: l10n.t('part of the name of the connection'),
    hex: l10n.t('part of the payload'),
    after: '2026-11-25, 2026-11-25T14:30',
    before: '2026-11-25, 2026-11-25T14:30',
    last: '30m, 24h, 7d, 2w',
  };
}
