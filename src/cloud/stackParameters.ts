import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import type { TemplateDocument } from './templateDocument';
import { asMap, asText, isList } from './templateValues';

/** One thing a template asks for. */
export interface StackParameter {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly defaultValue: string | undefined;
  readonly kind: 'text' | 'number' | 'choice' | 'switch';
  readonly choices: readonly string[];
  /** CloudFormation does not show what was entered; neither do we. */
  readonly isHidden: boolean;
  /** Why a value is not accepted, in words; undefined when it is. */
  check(value: string): string | undefined;
}

/**
 * What the template asks for, in the order and with the names its author gives. The patterns of a template that is not
 * ours are used only where they cannot take for ever.
 */
export function stackParameters(
  document: TemplateDocument,
  { isOwn }: { readonly isOwn: boolean },
): readonly StackParameter[] {
  const declared = asMap(document.root.get('Parameters'));
  const labels = asMap(interfaceOf(document)?.get('ParameterLabels'));
  const groups = interfaceOf(document)?.get('ParameterGroups');
  const ordered = (isList(groups) ? groups : []).flatMap((group) => {
    const names = asMap(group)?.get('Parameters');
    return isList(names) ? names.map((name) => asText(name) ?? '') : [];
  });
  const names = [...(declared?.keys() ?? [])];
  const place = (name: string) => {
    const at = ordered.indexOf(name);
    return at < 0 ? ordered.length + names.indexOf(name) : at;
  };
  return names
    .toSorted((a, b) => place(a) - place(b))
    .map((name) => {
      const parameter = asMap(declared?.get(name)) ?? new Map<string, never>();
      const label = asText(asMap(labels?.get(name))?.get('default'));
      return stackParameter({ name, label: label ?? name, isOwn }, (key) => parameter.get(key));
    });
}

function interfaceOf(document: TemplateDocument) {
  return asMap(asMap(document.root.get('Metadata'))?.get('AWS::CloudFormation::Interface'));
}

type Declared = (key: string) => ReturnType<TemplateDocument['root']['get']>;

function stackParameter(
  { name, label, isOwn }: { name: string; label: string; isOwn: boolean },
  of: Declared,
): StackParameter {
  const text = (key: string) => asText(of(key));
  const allowed = of('AllowedValues');
  const choices = isList(allowed) ? allowed.map((item) => asText(item) ?? '') : [];
  const isSwitch = choices.toSorted().join() === 'false,true';
  const kind = isSwitch
    ? 'switch'
    : choices.length > 0
      ? 'choice'
      : text('Type') === 'Number'
        ? 'number'
        : 'text';
  return {
    name,
    label: safeLine(label, 60),
    description: safeLine(text('Description') ?? '', 300),
    defaultValue: text('Default'),
    kind,
    choices,
    isHidden: text('NoEcho')?.toLowerCase() === 'true',
    check: (value) => problemOf(value, { kind, choices, isOwn }, text),
  };
}

function problemOf(
  value: string,
  { kind, choices, isOwn }: Pick<StackParameter, 'kind' | 'choices'> & { isOwn: boolean },
  text: (key: string) => string | undefined,
): string | undefined {
  const limit = (key: string) => Number(text(key) ?? Number.NaN);
  if (choices.length > 0 && !choices.includes(value)) {
    return l10n.t('One of: {0}.', safeLine(choices.join(', '), 120));
  }
  if (kind === 'number') return numberProblem(value, limit('MinValue'), limit('MaxValue'));
  if (value.length > Math.min(4_096, limit('MaxLength') || 4_096)) {
    return l10n.t('At most {0} characters.', Math.min(4_096, limit('MaxLength') || 4_096));
  }
  if (value.length < limit('MinLength')) {
    return l10n.t('At least {0} characters.', limit('MinLength'));
  }
  const pattern = text('AllowedPattern');
  const constraint = text('ConstraintDescription');
  if (pattern !== undefined && (isOwn || isQuickPattern(pattern)) && !matches(pattern, value)) {
    if (value === '') return l10n.t('This is needed.');
    return constraint === undefined
      ? l10n.t('It must fit {0}.', safeLine(pattern, 120))
      : l10n.t('It {0}.', safeLine(constraint, 200));
  }
  return value === '' && text('Default') === undefined ? l10n.t('This is needed.') : undefined;
}

function numberProblem(value: string, min: number, max: number): string | undefined {
  const number = Number(value);
  if (value.trim() === '' || !Number.isFinite(number)) return l10n.t('A number.');
  if (number < min) return l10n.t('At least {0}.', min);
  return number > max ? l10n.t('At most {0}.', max) : undefined;
}

/** CloudFormation matches the whole value; a pattern it alone understands is left to it. */
function matches(pattern: string, value: string): boolean {
  if (value.length > 2_000) return true;
  try {
    return new RegExp(`^(?:${pattern})$`).test(value);
  } catch {
    return true;
  }
}

/** Without back-references, and without a repetition of what repeats: `(a+)+` takes for ever on the wrong text. */
export function isQuickPattern(pattern: string): boolean {
  if (pattern.length > 400 || /\\[1-9]|\\k|\(\?<?[=!]/.test(pattern)) return false;
  const bare = pattern.replace(/\\./g, 'x').replace(/\[\^?\]?[^\]]*\]/g, 'x');
  const open: boolean[] = [];
  let repeats = false;
  for (let at = 0; at < bare.length; at++) {
    const next = bare[at + 1] ?? '';
    const isRepeated = next === '*' || next === '+' || next === '{';
    if (bare[at] === '(') {
      open.push(repeats);
      repeats = false;
    } else if (bare[at] === ')') {
      if (repeats && isRepeated) return false;
      repeats = (open.pop() ?? false) || repeats || isRepeated;
    } else if (isRepeated) repeats = true;
  }
  return true;
}
