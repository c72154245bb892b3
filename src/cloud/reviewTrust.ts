import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import type { TemplateMap, TemplateValue } from './templateDocument';
import type { Findings } from './templateFinding';
import { asListOf, asMap, asText, isDoubtful, readable } from './templateValues';

/** Who may assume a role. */
export interface Trust {
  readonly kind: 'outside' | 'service';
  readonly principal: string;
  readonly externalId: string | undefined;
}

const trustKeys = new Set(['Sid', 'Effect', 'Principal', 'Action', 'Condition']);

/** Judges who may assume a role: one AWS principal with an External Id, or the AWS IoT service for its rule. */
export function reviewTrust(
  document: TemplateValue | undefined,
  path: string,
  account: string,
  findings: Findings,
): readonly Trust[] {
  const statements = asListOf(asMap(document)?.get('Statement')).map(asMap);
  if (statements.length === 0 || statements.includes(undefined)) {
    findings.red('trust', path, l10n.t('Who may assume the role cannot be read.'));
    return [];
  }
  return statements.flatMap((statement) =>
    statement ? reviewStatement(statement, path, account, findings) : [],
  );
}

function reviewStatement(
  statement: TemplateMap,
  path: string,
  account: string,
  findings: Findings,
): readonly Trust[] {
  for (const key of statement.keys()) {
    if (!trustKeys.has(key)) {
      findings.red('trust', path, l10n.t('The trust of the role says "{0}".', safeLine(key, 40)));
    }
  }
  if (asText(statement.get('Effect')) === 'Deny') return [];
  reviewActions(statement, path, findings);
  const principals = principalsOf(statement.get('Principal'), path, findings);
  const outside = principals.filter(({ kind }) => kind === 'outside');
  const externalId = externalIdOf(statement.get('Condition'), path, findings);
  if (outside.length > 0 && externalId === undefined) {
    findings.red(
      'externalId',
      path,
      l10n.t(
        'No External Id is asked of "{0}": whoever tells Sigfox the name of your role could use it.',
        outside.map(({ principal }) => safeLine(readable(principal), 90)).join('", "'),
      ),
    );
  }
  for (const { principal } of outside) reviewPrincipal(principal, path, account, findings);
  return principals.map((trust) => ({
    ...trust,
    externalId: trust.kind === 'outside' ? externalId : undefined,
  }));
}

function reviewActions(statement: TemplateMap, path: string, findings: Findings): void {
  const actions = asListOf(statement.get('Action')).map((action) => asText(action) ?? '');
  if (actions.length === 1 && actions[0]?.toLowerCase() === 'sts:assumerole') return;
  findings.red(
    'trust',
    path,
    l10n.t(
      'The role may be used by "{0}", not by "sts:AssumeRole" alone.',
      safeLine(readable(actions.join(', ')), 90),
    ),
  );
}

function principalsOf(
  written: TemplateValue | undefined,
  path: string,
  findings: Findings,
): readonly Trust[] {
  const map = asMap(written);
  if (!map) {
    const text = asText(written) ?? '';
    findings.red(
      'principal',
      path,
      text === '*'
        ? l10n.t('Anybody may assume the role (principal "*").')
        : l10n.t('Who may assume the role cannot be read.'),
    );
    return [];
  }
  return [...map.entries()].flatMap(([kind, value]) =>
    asListOf(value).map((item): Trust => {
      const principal = asText(item) ?? '';
      if (kind === 'Service' && principal === 'iot.amazonaws.com') {
        return { kind: 'service', principal, externalId: undefined };
      }
      if (kind !== 'AWS') {
        findings.red(
          'principal',
          path,
          l10n.t(
            'The role may be assumed by {0} "{1}".',
            safeLine(kind, 30),
            safeLine(readable(principal), 90),
          ),
        );
      }
      return { kind: 'outside', principal, externalId: undefined };
    }),
  );
}

/** One account, or one role or user of it; nothing that stands for many. */
const principalShape =
  /^(\d{12}|arn:aws[a-z-]*:iam::(\d{12}):(root|(user|role)\/[\w+=,.@/-]{1,512}))$/;

function reviewPrincipal(
  principal: string,
  path: string,
  account: string,
  findings: Findings,
): void {
  const shown = safeLine(readable(principal), 90);
  if (isDoubtful(principal) || principal === '') {
    findings.red('principal', path, l10n.t('Who may assume the role is not known: {0}.', shown));
    return;
  }
  if (!principalShape.test(principal)) {
    findings.red(
      'principal',
      path,
      principal.includes('*')
        ? l10n.t('Anybody of "{0}" may assume the role.', shown)
        : l10n.t('"{0}" is no account, role or user.', shown),
    );
    return;
  }
  if (principalAccount(principal) === account) {
    findings.note(
      'principal',
      path,
      l10n.t('"{0}" is your own account, not the one of Sigfox.', shown),
    );
  }
}

/** The account a principal belongs to. */
export function principalAccount(principal: string): string | undefined {
  const [, plain, inArn] = principalShape.exec(principal) ?? [];
  return inArn ?? plain;
}

/** The External Id that is asked for without exception. Any other condition only narrows further. */
function externalIdOf(
  condition: TemplateValue | undefined,
  path: string,
  findings: Findings,
): string | undefined {
  for (const [operator, keys] of asMap(condition)?.entries() ?? []) {
    const entry = [...(asMap(keys)?.entries() ?? [])].find(
      ([key]) => key.toLowerCase() === 'sts:externalid',
    );
    if (!entry) continue;
    // "…IfExists" and "ForAllValues:" hold when there is none; a pattern holds for many; a negation for nearly all.
    if (operator !== 'StringEquals') {
      findings.red(
        'externalId',
        path,
        l10n.t(
          'The External Id is compared by "{0}", not by "StringEquals".',
          safeLine(operator, 60),
        ),
      );
      continue;
    }
    return plainExternalId(asListOf(entry[1]), path, findings);
  }
  return undefined;
}

function plainExternalId(
  values: readonly TemplateValue[],
  path: string,
  findings: Findings,
): string | undefined {
  const [only = null, second] = values;
  const text = asText(only) ?? '';
  if (second !== undefined) {
    findings.red('externalId', path, l10n.t('More than one External Id is accepted.'));
    return text;
  }
  if (isDoubtful(text)) {
    findings.red('externalId', path, l10n.t('The External Id is not known: {0}.', readable(text)));
    return text;
  }
  if (/^[\w+=,.@:/-]{2,1224}$/.test(text)) return text;
  if (text.trim() === '') return undefined;
  findings.red(
    'externalId',
    path,
    l10n.t('"{0}" cannot be an External Id.', safeLine(readable(text), 60)),
  );
  return text;
}
