import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import { fillTemplate, findVariables, type TemplateVariable } from './callbackTemplate';
import {
  type CallbackKind,
  type CallbackVariable,
  callbackVariables,
  hasCustomData,
} from './callbackVariables';
import { parseHex } from './hex';
import { jsonProblem } from './jsonDepth';
import { compileDecoder, formatFieldValue } from './payloadCodec';
import type { FieldProblem } from './payloadCodec';
import type { Problem } from './payloadField';
import type { PayloadConfig } from './payloadGrammar';

/** What the backend knows of one uplink; `data` is hexadecimal, `time` in seconds since the Unix epoch. */
export interface CallbackUplink {
  readonly device: string;
  readonly time: number;
  readonly data: string;
  readonly seqNumber?: number;
  /** Any other variable by its name: `station`, `rssi`, `lqi`… */
  readonly [variable: string]: string | number | boolean | undefined;
}

/** A problem of a field has no place in the template; one of the template has. */
export type RenderProblem = Problem | FieldProblem;

/** Looks a template over without rendering it. */
export function checkCallbackBody(
  template: string,
  config: PayloadConfig,
  kind: CallbackKind = 'data-uplink',
): readonly Problem[] {
  const variables = findVariables(template);
  const problems = variables.flatMap((variable) => checkVariable(variable, config, kind));
  // A sample that is valid wherever a variable may stand tells whether the rest is JSON.
  const sample = fillTemplate(template, variables, () => '0');
  const reason = jsonProblem(sample);
  if (reason !== undefined) {
    problems.push({
      severity: 'error',
      at: [0, template.length],
      message: l10n.t('The body is not JSON: {0}', reason),
      fix: l10n.t('Look for a missing quote, comma or brace.'),
    });
  }
  return problems;
}

/** Renders a body as the backend does: plain replacement, no regard for JSON. */
export function renderCallbackBody(
  template: string,
  uplink: CallbackUplink,
  config: PayloadConfig,
): { readonly text: string; readonly problems: readonly RenderProblem[] } {
  const variables = findVariables(template);
  const custom = customData(uplink.data, config);
  const problems: RenderProblem[] = variables.flatMap((variable) => [
    ...unknownVariable(variable, config),
    ...(Object.hasOwn(uplink, variable.name) ? [] : canBreakJson(variable)),
  ]);
  const asked = new Set(variables.map((variable) => variable.name));
  problems.push(...custom.problems.filter(({ field }) => asked.has(`customData#${field}`)));
  const text = fillTemplate(template, variables, (variable) =>
    replacement(variable, uplink, custom.texts),
  );
  const reason = jsonProblem(text);
  if (reason !== undefined) {
    problems.push({
      severity: 'error',
      at: [0, template.length],
      message: l10n.t('The rendered body is not JSON: {0}', reason),
      fix: l10n.t('Quote the variables that may be empty or no number.'),
    });
  }
  return { text, problems };
}

const anyVariable = Object.assign({}, ...Object.values(callbackVariables)) as Readonly<
  Record<string, CallbackVariable>
>;

function unknownVariable(variable: TemplateVariable, config: PayloadConfig): Problem[] {
  const { name } = variable;
  const field = customFieldName(name);
  const isKnown =
    field === undefined
      ? Object.hasOwn(anyVariable, name)
      : config.fields.some((known) => known.name === field);
  if (isKnown) return [];
  return [
    field === undefined
      ? noVariable(variable, Object.keys(anyVariable))
      : noField(variable, field, config),
  ];
}

/** As the backend prints them. A field that cannot be read is empty: what the backend writes then is not documented. */
function customData(
  data: string,
  config: PayloadConfig,
): { readonly texts: ReadonlyMap<string, string>; readonly problems: readonly FieldProblem[] } {
  const hex = parseHex(data);
  if (hex.kind === 'invalid')
    return { texts: new Map(), problems: [{ field: 'data', message: hex.reason }] };
  const decoded = compileDecoder(config).decode(hex.payload);
  const texts = new Map<string, string>();
  config.fields.forEach((field, at) => {
    const value = decoded.values[at];
    if (value !== undefined) texts.set(field.name, formatFieldValue(field, value));
  });
  return { texts, problems: decoded.problems };
}

function replacement(
  { name, isQuoted }: TemplateVariable,
  uplink: CallbackUplink,
  custom: ReadonlyMap<string, string>,
): string {
  const field = customFieldName(name);
  if (field !== undefined) return inJson(custom.get(field) ?? '', isQuoted);
  if (!Object.hasOwn(anyVariable, name)) return `{${name}}`;
  const value = Object.hasOwn(uplink, name) ? uplink[name] : undefined;
  // An average over too few messages is N/A; any other value that is not there is null.
  if (value === undefined) return name === 'avgSnr' ? 'N/A' : 'null';
  return inJson(String(value), isQuoted);
}

/** Text of a payload may hold quotes; between quotes it is escaped, so that it stays one string. */
function inJson(text: string, isQuoted: boolean): string {
  return isQuoted ? JSON.stringify(text).slice(1, -1) : text;
}

function checkVariable(
  variable: TemplateVariable,
  config: PayloadConfig,
  kind: CallbackKind,
): Problem[] {
  const field = customFieldName(variable.name);
  if (field !== undefined) return checkCustom(variable, field, config, kind);
  const known = callbackVariables[kind];
  const found = Object.hasOwn(known, variable.name) ? known[variable.name] : undefined;
  if (!found) return [noVariable(variable, Object.keys(known))];
  const problems: Problem[] = [];
  if (found.kind === 'json' && variable.isQuoted) {
    problems.push(
      problem(
        'error',
        variable,
        l10n.t('"{0}" is JSON itself.', variable.name),
        l10n.t('Remove the quotes around it.'),
      ),
    );
  }
  if (found.kind === 'text' && !variable.isQuoted) {
    problems.push(
      problem('error', variable, l10n.t('"{0}" is text.', variable.name), quoteFix(variable)),
    );
  }
  problems.push(...canBreakJson(variable));
  if (found.isLegacy) {
    problems.push(
      problem(
        'warning',
        variable,
        l10n.t('Newer device types do not offer "{0}".', variable.name),
        l10n.t('Leave it out unless the backend lists it.'),
      ),
    );
  }
  return problems;
}

/** An unquoted variable that the backend may have no value for. */
function canBreakJson(variable: TemplateVariable): Problem[] {
  const { name, isQuoted } = variable;
  const known = Object.hasOwn(anyVariable, name) ? anyVariable[name] : undefined;
  if (isQuoted || !known?.canBeAbsent) return [];
  const message = l10n.t('"{0}" can be N/A, null or empty, and the body is then not JSON.', name);
  return [problem('warning', variable, message, quoteFix(variable))];
}

function checkCustom(
  variable: TemplateVariable,
  name: string,
  config: PayloadConfig,
  kind: CallbackKind,
): Problem[] {
  if (!hasCustomData(kind)) {
    return [
      problem('error', variable, l10n.t('This callback carries no payload.'), l10n.t('Remove it.')),
    ];
  }
  const field = config.fields.find((known) => known.name === name);
  if (!field) return [noField(variable, name, config)];
  if (variable.isQuoted) return [];
  if (field.type === 'char') {
    return [
      problem('error', variable, l10n.t('"{0}" is text.', variable.name), quoteFix(variable)),
    ];
  }
  return [
    problem(
      'warning',
      variable,
      l10n.t(
        '"{0}" is empty when the payload is too short, and the body is then not JSON.',
        variable.name,
      ),
      quoteFix(variable),
    ),
  ];
}

function noVariable(variable: TemplateVariable, known: readonly string[]): Problem {
  const near = known.find((name) => name.toLowerCase() === variable.name.toLowerCase());
  return problem(
    'error',
    variable,
    l10n.t('"{0}" is not a variable of this callback.', safeLine(variable.name, 40)),
    near === undefined
      ? l10n.t('Use one of: {0}.', known.join(', '))
      : l10n.t('Write "{0}".', `{${near}}`),
  );
}

function noField(variable: TemplateVariable, name: string, config: PayloadConfig): Problem {
  const near = config.fields.find((field) => field.name.toLowerCase() === name.toLowerCase());
  const names = config.fields.map((field) => field.name).join(', ');
  return problem(
    'error',
    variable,
    l10n.t('The payload config has no field "{0}".', safeLine(name, 40)),
    near
      ? l10n.t('Write "{0}".', `{customData#${near.name}}`)
      : l10n.t('Use one of: {0}.', safeLine(names, 200)),
  );
}

function problem(
  severity: Problem['severity'],
  variable: TemplateVariable,
  message: string,
  fix: string,
): Problem {
  return { severity, at: variable.at, message, fix };
}

function quoteFix(variable: TemplateVariable): string {
  return l10n.t('Write {0}.', `"{${variable.name}}"`);
}

function customFieldName(name: string): string | undefined {
  return name.startsWith('customData#') ? name.slice('customData#'.length) : undefined;
}
