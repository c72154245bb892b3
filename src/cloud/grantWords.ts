import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import type { ListItem, PageBlock } from './pageBlocks';
import { principalAccount } from './reviewTrust';
import type { Grant } from './templateFinding';
import type { TemplateReview } from './templateReview';
import { markedName, readable } from './templateValues';

/** The page "What am I granting?": rights in plain words, then what speaks against them. */
export function grantBlocks(review: TemplateReview): readonly PageBlock[] {
  const red = review.findings.filter(({ severity }) => severity === 'red');
  const notes = review.findings.filter(({ severity }) => severity === 'note');
  return [
    {
      kind: 'list',
      label: l10n.t('Rights'),
      items: [...review.grants.map(grantItem), ...(review.isRed ? [] : [nothingElse()])],
    },
    ...(red.length === 0
      ? []
      : [
          {
            kind: 'heading',
            level: 2,
            text:
              red.length === 1
                ? l10n.t('One thing speaks against it')
                : l10n.t('{0} things speak against it', red.length),
          } as const,
          { kind: 'list', label: l10n.t('Red'), items: red.map(findingItem('bad')) } as const,
        ]),
    ...(notes.length === 0
      ? []
      : [
          { kind: 'list', label: l10n.t('Notes'), items: notes.map(findingItem('plain')) } as const,
        ]),
    {
      kind: 'table',
      label: l10n.t('What is made'),
      columns: [l10n.t('Resource'), l10n.t('Kind')],
      rows: review.resources.map(({ id, type }) => [
        { text: safeLine(id, 80) },
        { text: safeLine(type, 80) },
      ]),
    },
  ];
}

/** The same page as text, for a colleague. */
export function grantText(review: TemplateReview): string {
  const lines = review.grants.map((grant) => `- ${grantSentence(grant)}`);
  const against = review.findings.map(
    ({ severity, message, line }) =>
      `- ${severity === 'red' ? 'RED: ' : ''}${message}${line === undefined ? '' : ` (line ${line})`}`,
  );
  const made = review.resources.map(
    ({ id, type }) => `- ${safeLine(id, 80)} (${safeLine(type, 80)})`,
  );
  return [
    `${l10n.t('What this grants')}\n`,
    ...lines,
    ...(review.isRed ? [] : [`- ${nothingElse().text}`]),
    ...(against.length > 0 ? ['', `${l10n.t('What speaks against it')}\n`, ...against] : []),
    '',
    `${l10n.t('What is made')}\n`,
    ...made,
    '',
  ].join('\n');
}

function grantItem(grant: Grant): ListItem {
  const isExpected =
    grant.kind !== 'other' && (grant.kind === 'history' || grant.externalId !== undefined);
  return { text: grantSentence(grant), tone: isExpected ? 'good' : 'bad' };
}

const findingItem =
  (tone: ListItem['tone']) =>
  ({ message, line }: { message: string; line: number | undefined }): ListItem => ({
    text: line === undefined ? message : l10n.t('{0} (line {1} of the template)', message, line),
    tone,
  });

function nothingElse(): ListItem {
  return { text: l10n.t('Nothing else, and nobody else.'), tone: 'good' };
}

/** Who may do what, where, and on which condition. */
export function grantSentence(grant: Grant): string {
  const { kind, externalId, resources } = grant;
  const who = whoWords(grant.who);
  switch (kind) {
    case 'publish': {
      const where = resources.map(topicWords).join(', ');
      return externalId === undefined
        ? l10n.t('{0} may publish to {1}, whoever asks it to.', who, where)
        : l10n.t(
            '{0} may publish to {1}, when it shows the External Id "{2}".',
            who,
            where,
            safeLine(externalId, 60),
          );
    }
    case 'describeEndpoint':
      return l10n.t(
        '{0} may ask which address AWS IoT has in your account. AWS knows no narrower right for this question.',
        who,
      );
    case 'history':
      return l10n.t(
        'AWS IoT itself may do {0} on {1}, for the rule of this stack.',
        grant.actions.map((action) => safeLine(action, 60)).join(', '),
        resources.map((each) => safeLine(ownName(each), 80)).join(', '),
      );
    case 'other':
      return l10n.t(
        '{0} may do {1} on {2}.',
        who,
        safeLine(readable(grant.actions.join(', ')), 120),
        safeLine(readable(resources.join(', ')), 160),
      );
  }
}

function whoWords(principal: string): string {
  const shown = safeLine(readable(principal), 100);
  const account = principalAccount(principal);
  const isWhole = account === principal || principal.endsWith(':root');
  return account !== undefined && isWhole ? l10n.t('The AWS account {0}', account) : `"${shown}"`;
}

function topicWords(resource: string): string {
  const [, region, account, topic] =
    /^arn:[\w-]+:iot:([^:]*):([^:]*):topic\/(.+)$/s.exec(resource) ?? [];
  if (topic === undefined) return `"${safeLine(readable(resource), 120)}"`;
  return l10n.t(
    'the topic "{0}" in {1} of the account {2}',
    safeLine(topic, 100),
    safeLine(region ?? '', 40),
    safeLine(account ?? '', 40),
  );
}

function ownName(resource: string): string {
  const name = markedName(resource)?.replace(/\.Arn$/, '');
  return name === undefined ? `"${readable(resource)}"` : l10n.t('the new "{0}"', name);
}
