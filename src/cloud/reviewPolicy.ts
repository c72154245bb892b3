import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import type { TemplateMap, TemplateValue } from './templateDocument';
import type { Findings } from './templateFinding';
import { asListOf, asMap, asText, isDoubtful, readable } from './templateValues';

/** What one statement allows, as written and worked out. */
export interface AllowedActions {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

const statementKeys = new Set(['Sid', 'Effect', 'Action', 'Resource', 'Condition']);

/** Reads the statements of a policy; what is no plain Allow of named actions on named resources is a finding. */
export function readStatements(
  document: TemplateValue | undefined,
  path: string,
  findings: Findings,
): readonly AllowedActions[] {
  const statements = asListOf(asMap(document)?.get('Statement')).map(asMap);
  if (statements.length === 0 || statements.includes(undefined)) {
    findings.red('policy', path, l10n.t('What the role may do cannot be read.'));
    return [];
  }
  return statements.flatMap((statement) =>
    statement ? readStatement(statement, path, findings) : [],
  );
}

function readStatement(
  statement: TemplateMap,
  path: string,
  findings: Findings,
): readonly AllowedActions[] {
  for (const key of statement.keys()) {
    if (statementKeys.has(key)) continue;
    findings.red(
      key === 'NotAction' || key === 'NotResource' ? 'notAction' : 'policy',
      path,
      key === 'NotAction'
        ? l10n.t('"NotAction" allows everything but what it names.')
        : key === 'NotResource'
          ? l10n.t('"NotResource" allows it everywhere but where it names.')
          : l10n.t('A statement says "{0}".', safeLine(key, 40)),
    );
  }
  const effect = asText(statement.get('Effect'));
  if (effect === 'Deny') return [];
  if (effect !== 'Allow') {
    findings.red('policy', path, l10n.t('A statement neither allows nor denies.'));
  }
  const texts = (key: string) => asListOf(statement.get(key)).map((item) => asText(item) ?? '');
  return [{ actions: texts('Action'), resources: texts('Resource') }];
}

/** `arn:partition:iot:region:account:topic/name`; the topic may hold "/". */
const topicArn = /^arn:(aws[a-z-]*):iot:([^:]*):([^:]*):topic\/(.+)$/s;

export interface TopicGrant {
  readonly region: string;
  readonly account: string;
  readonly topic: string;
}

/** Judges what the role for Sigfox may do: publish to exactly one topic and, at most, ask for the endpoint. */
export function reviewPublishing(
  allowed: AllowedActions,
  path: string,
  account: string,
  findings: Findings,
): readonly TopicGrant[] {
  const { actions, resources } = allowed;
  for (const action of actions) reviewAction(action, path, findings);
  const lower = actions.map((action) => action.toLowerCase());
  // AWS knows no resource for this action: "*" is all that can be written, and only here.
  if (lower.length === 1 && lower[0] === 'iot:describeendpoint') return [];
  if (resources.length === 0) {
    findings.red('resourceArn', path, l10n.t('A statement names no resource.'));
  }
  return resources.flatMap((resource) => reviewTopic(resource, path, account, findings) ?? []);
}

function reviewAction(action: string, path: string, findings: Findings): void {
  const shown = safeLine(readable(action), 60);
  if (isDoubtful(action) || action === '') {
    findings.red('doubt', path, l10n.t('What is allowed is not known: {0}.', shown));
  } else if (/[*?]/.test(action)) {
    findings.red('wildcard', path, l10n.t('Every action that fits "{0}" is allowed.', shown));
  } else if (!/^iot:(publish|describeendpoint)$/i.test(action)) {
    findings.red(
      'action',
      path,
      l10n.t('"{0}" is allowed; Sigfox needs "iot:Publish" only.', shown),
    );
  }
}

function reviewTopic(
  resource: string,
  path: string,
  account: string,
  findings: Findings,
): TopicGrant | undefined {
  const shown = safeLine(readable(resource), 120);
  const red = (code: 'doubt' | 'wildcard' | 'resourceArn', message: string) =>
    findings.red(code, path, message);
  if (isDoubtful(resource)) {
    red('doubt', l10n.t('Where it is allowed is not known: {0}.', shown));
    return undefined;
  }
  if (/[*?]/.test(resource)) {
    red('wildcard', l10n.t('It is allowed on all that fits "{0}".', shown));
    return undefined;
  }
  if (resource.includes('${')) {
    red('wildcard', l10n.t('It is allowed on "{0}", which depends on who asks.', shown));
    return undefined;
  }
  const [, , region = '', owner = '', topic = ''] = topicArn.exec(resource) ?? [];
  if (topic === '') {
    red('resourceArn', l10n.t('"{0}" is no topic of AWS IoT.', shown));
    return undefined;
  }
  if (owner !== account) {
    red('resourceArn', l10n.t('"{0}" belongs to another account than {1}.', shown, account));
  }
  if (topic.startsWith('$')) {
    red('resourceArn', l10n.t('"{0}" is one of the topics AWS IoT keeps for itself.', shown));
  }
  return { region, account: owner, topic };
}
