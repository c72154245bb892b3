import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import { formatSigfoxRegion, parseRegion } from './awsRegion';
import type { CallbackTarget } from './callbackForm';

/** What a person pasted from the saved form, as text. */
export interface PastedValues {
  readonly roleArn?: string;
  readonly externalId?: string;
  readonly topic?: string;
  readonly region?: string;
}

export type PastedFix =
  /** Put this value into the form instead. */
  | { readonly kind: 'useValue'; readonly value: string }
  /** The stack has to take the form's external id. */
  | { readonly kind: 'updateExternalId'; readonly externalId: string };

export interface PastedProblem {
  readonly field: keyof PastedValues;
  readonly message: string;
  readonly fix?: PastedFix;
}

/** Compares what stands in the saved form with the stack; fields that are empty or not known are passed over. */
export function checkPastedValues(
  pasted: PastedValues,
  target: CallbackTarget,
): readonly PastedProblem[] {
  return [
    given(pasted.roleArn, (text) => checkRoleArn(text, target.roleArn)),
    given(pasted.externalId, (text) => checkExternalId(text, target.externalId)),
    given(pasted.topic, (text) => checkTopic(text, target.topic)),
    given(pasted.region, (text) => checkRegion(text, target.region)),
  ].flatMap((problem) => problem ?? []);
}

function given(
  text: string | undefined,
  check: (text: string) => PastedProblem | undefined,
): PastedProblem | undefined {
  return text === undefined || text.trim() === '' ? undefined : check(text);
}

function checkRoleArn(text: string, expected: string | undefined): PastedProblem | undefined {
  const arn = text.trim();
  const fix = useValue(expected);
  if (/^arn:aws[\w-]*:cloudformation:/.test(arn)) {
    return {
      field: 'roleArn',
      message: l10n.t(
        "This is the ARN of the stack. Sigfox needs the role's, which is the stack's output ARNRole.",
      ),
      ...fix,
    };
  }
  if (!/^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(arn)) {
    return {
      field: 'roleArn',
      message: l10n.t(
        '"{0}" is not the ARN of a role: that begins with "arn:aws:iam::" and an account id.',
        safeLine(arn, 80),
      ),
      ...fix,
    };
  }
  if (expected === undefined || arn === expected) return undefined;
  return {
    field: 'roleArn',
    message: l10n.t(
      'This is another role than the one of the stack, "{0}".',
      safeLine(expected, 120),
    ),
    ...fix,
  };
}

function checkExternalId(text: string, expected: string | undefined): PastedProblem | undefined {
  const externalId = text.trim();
  if (expected === undefined || externalId === expected) return undefined;
  return {
    field: 'externalId',
    message: l10n.t(
      'The form has the external id "{0}", the stack has "{1}": it belongs to another form, so AWS refuses Sigfox the role.',
      safeLine(externalId, 40),
      safeLine(expected, 40),
    ),
    fix: { kind: 'updateExternalId', externalId },
  };
}

function checkTopic(text: string, expected: string | undefined): PastedProblem | undefined {
  if (expected === undefined || text === expected) return undefined;
  const message = isSameButForCase(text, expected)
    ? l10n.t(
        'The topic is "{0}" in the form and "{1}" in the role: capitals and spaces count.',
        safeLine(text, 80),
        safeLine(expected, 80),
      )
    : l10n.t(
        'The topic is "{0}" in the form; the role may publish to "{1}" only.',
        safeLine(text, 80),
        safeLine(expected, 80),
      );
  return { field: 'topic', message, ...useValue(expected) };
}

function isSameButForCase(text: string, expected: string): boolean {
  return text.trim().toLowerCase() === expected.toLowerCase();
}

function checkRegion(text: string, expected: string | undefined): PastedProblem | undefined {
  const region = parseRegion(text);
  const fix = expected === undefined ? {} : useValue(formatSigfoxRegion(expected));
  if (region === undefined) {
    return {
      field: 'region',
      message: l10n.t('"{0}" is not a region: one is "EU_WEST_1".', safeLine(text, 40)),
      ...fix,
    };
  }
  if (expected === undefined || region === expected) return undefined;
  return {
    field: 'region',
    message: l10n.t(
      'The form publishes to {0}; the role and the topic are in {1}.',
      formatSigfoxRegion(region),
      formatSigfoxRegion(expected),
    ),
    ...fix,
  };
}

function useValue(value: string | undefined): { readonly fix?: PastedFix } {
  return value === undefined ? {} : { fix: { kind: 'useValue', value } };
}
