import * as l10n from '@vscode/l10n';
import { PayloadLayout } from './payloadLayout';
import type { Field, Problem } from './payloadField';
import { type FieldToken, parseFieldToken } from './payloadToken';

/** A payload config that was read: what could be understood of it, and what is wrong with the rest. */
export interface PayloadConfig {
  readonly text: string;
  /** The fields that can be decoded, in the order they are written. */
  readonly fields: readonly Field[];
  readonly problems: readonly Problem[];
}

/** No limit is documented; 12 bytes hold 96 bits, and 96 fields of 40 characters are fewer. */
const maxConfigLength = 4_096;

/**
 * Reads a custom payload config, such as `temp::float:32 humidity::uint:8`. Never throws; time is linear in the text.
 * Source: the grammar of the Sigfox backend's custom payload display.
 */
export function parsePayloadConfig(text: string): PayloadConfig {
  if (text.length > maxConfigLength) return unusable(text, tooLong(text));
  if (text.trim() === '') return unusable(text, empty(text));
  const problems: Problem[] = [...separatorProblems(text)];
  const layout = new PayloadLayout();
  const fields: Field[] = [];
  const names = new Set<string>();
  for (const { 0: word, index } of text.matchAll(/[^\s,;]+/g)) {
    const token = parseFieldToken(word, index);
    problems.push(...token.problems);
    const placed = layout.place(token);
    problems.push(...placed.problems);
    const isNew = token.name === undefined || !names.has(token.name);
    if (!isNew) problems.push(duplicateName(token));
    if (token.name !== undefined) names.add(token.name);
    if (placed.field && isNew) fields.push(placed.field);
  }
  return { text, fields, problems };
}

/** Whether a payload can be decoded in full with this config. */
export function hasErrors(config: PayloadConfig): boolean {
  return config.problems.some((problem) => problem.severity === 'error');
}

function unusable(text: string, problem: Problem): PayloadConfig {
  return { text, fields: [], problems: [problem] };
}

function tooLong(text: string): Problem {
  return {
    severity: 'error',
    at: [maxConfigLength, text.length],
    message: l10n.t(
      'The config has {0} characters; at most {1} are read.',
      text.length,
      maxConfigLength,
    ),
    fix: l10n.t('Shorten the config: a payload has 96 bits.'),
  };
}

function empty(text: string): Problem {
  return {
    severity: 'error',
    at: [0, text.length],
    message: l10n.t('The config is empty.'),
    fix: l10n.t('Write at least one field, for example "{0}".', 'temp::float:32'),
  };
}

/** The grammar wants one space between fields; what people write instead is understood, and told. */
function* separatorProblems(text: string): Iterable<Problem> {
  for (const { 0: separator, index } of text.matchAll(/\s*[,;][\s,;]*|\s+/g)) {
    const at = [index, index + separator.length] as const;
    if (/[,;]/.test(separator)) {
      yield {
        severity: 'error',
        at,
        message: l10n.t(
          'Fields are separated by a space, not by "{0}".',
          separator.trim().charAt(0),
        ),
        fix: l10n.t('Write one space instead.'),
      };
    } else if (separator !== ' ' || index === 0 || at[1] === text.length) {
      yield {
        severity: 'warning',
        at,
        message: l10n.t('Fields are separated by exactly one space.'),
        fix:
          index === 0 || at[1] === text.length
            ? l10n.t('Remove it.')
            : l10n.t('Write one space instead.'),
      };
    }
  }
}

function duplicateName(token: FieldToken): Problem {
  return {
    severity: 'error',
    at: token.nameAt,
    message: l10n.t('The name "{0}" is used twice.', token.name ?? ''),
    fix: l10n.t('Give the second field another name, for example "{0}".', `${token.name ?? ''}2`),
  };
}
