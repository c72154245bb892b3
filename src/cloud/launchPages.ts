import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import { grantBlocks } from './grantWords';
import type { LaunchDraft } from './launchDraft';
import type { PageBlock } from './pageBlocks';
import type { ChangeSet } from './stackClient';
import type { TemplateReview } from './templateReview';

/** What a person has to say before anything is sent. */
export interface Acknowledged {
  readonly iam: boolean;
  readonly named: boolean;
  readonly expand: boolean;
  readonly red: boolean;
}

export const nothingAcknowledged: Acknowledged = {
  iam: false,
  named: false,
  expand: false,
  red: false,
};

/** Whether everything this template asks for was said. */
export function isAcknowledged(review: TemplateReview, said: Acknowledged): boolean {
  const needs = (capability: TemplateReview['capabilities'][number]) =>
    review.capabilities.includes(capability);
  return (
    (!needs('CAPABILITY_IAM') || said.iam) &&
    (!needs('CAPABILITY_NAMED_IAM') || said.named) &&
    (!needs('CAPABILITY_AUTO_EXPAND') || said.expand) &&
    (!review.isRed || said.red)
  );
}

export function grantPage(
  review: TemplateReview,
  said: Acknowledged,
  draft: LaunchDraft,
  missing: readonly string[],
): readonly PageBlock[] {
  const check = (id: keyof Acknowledged, text: string): PageBlock => ({
    kind: 'check',
    id,
    text,
    isChecked: said[id],
  });
  const has = (capability: TemplateReview['capabilities'][number]) =>
    review.capabilities.includes(capability);
  return [
    { kind: 'heading', level: 1, text: l10n.t('What Am I Granting?') },
    {
      kind: 'text',
      tone: review.isRed ? 'bad' : 'plain',
      text: review.isRed
        ? l10n.t(
            'The template of "{0}" wants more than Sigfox needs. It is not sent unless you insist.',
            draft.stackName,
          )
        : l10n.t('With the values you filled in, the stack "{0}" grants this:', draft.stackName),
    },
    ...grantBlocks(review),
    ...(missing.length > 0
      ? [
          {
            kind: 'text',
            tone: 'bad',
            text: l10n.t(
              'You may not do {0}: creating it yourself will fail. Hand it over to somebody who may.',
              missing.map((action) => `"${action}"`).join(', '),
            ),
          } as const,
        ]
      : []),
    ...(has('CAPABILITY_IAM')
      ? [check('iam', l10n.t('I know that this stack makes a role in my account.'))]
      : []),
    ...(has('CAPABILITY_NAMED_IAM')
      ? [check('named', l10n.t('The role may have a name of its own (CAPABILITY_NAMED_IAM).'))]
      : []),
    ...(has('CAPABILITY_AUTO_EXPAND')
      ? [
          check(
            'expand',
            l10n.t('The template may be rewritten after I have read it (CAPABILITY_AUTO_EXPAND).'),
          ),
        ]
      : []),
    ...(review.isRed
      ? [check('red', l10n.t('I have read every red line, and I want it all the same.'))]
      : []),
    {
      kind: 'buttons',
      buttons: [
        {
          id: 'preview',
          text: l10n.t('Preview Changes'),
          isPrimary: true,
          isEnabled: isAcknowledged(review, said),
        },
        { id: 'back', text: l10n.t('Back'), isPrimary: false, isEnabled: true },
        { id: 'handOver', text: l10n.t('Hand Over…'), isPrimary: false, isEnabled: true },
      ],
    },
  ];
}

export function previewPage(changeSet: ChangeSet, draft: LaunchDraft): readonly PageBlock[] {
  const isNew = draft.kind === 'create';
  const isReady = changeSet.status === 'ready';
  const create = isNew ? l10n.t('Create Stack') : l10n.t('Update Stack');
  return [
    {
      kind: 'heading',
      level: 1,
      text: isNew ? l10n.t('What Will Be Made') : l10n.t('What Will Change'),
    },
    changeSet.status === 'empty'
      ? {
          kind: 'text',
          tone: 'good',
          text: l10n.t('Nothing would change: the stack is as you want it.'),
        }
      : changeSet.status === 'failed'
        ? {
            kind: 'text',
            tone: 'bad',
            text: safeLine(changeSet.reason ?? l10n.t('AWS gave no reason.'), 500),
          }
        : {
            kind: 'text',
            tone: 'muted',
            text: l10n.t('CloudFormation has looked at it. Nothing is made yet.'),
          },
    {
      kind: 'table',
      label: l10n.t('Changes'),
      columns: [l10n.t('Change'), l10n.t('Resource'), l10n.t('Kind')],
      rows: changeSet.changes.map(({ action, logicalId, type, isReplaced }) => [
        {
          text: actionWord(action, isReplaced),
          tone: action === 'remove' || isReplaced ? 'bad' : 'plain',
        },
        { text: safeLine(logicalId, 80) },
        { text: safeLine(type, 80) },
      ]),
    },
    {
      kind: 'buttons',
      buttons: [
        ...(isReady ? [{ id: 'execute', text: create, isPrimary: true, isEnabled: true }] : []),
        {
          id: 'leavePreview',
          text: isNew ? l10n.t('Back, and Leave Nothing Behind') : l10n.t('Back'),
          isPrimary: !isReady,
          isEnabled: true,
        },
      ],
    },
  ];
}

function actionWord(action: ChangeSet['changes'][number]['action'], isReplaced: boolean): string {
  switch (action) {
    case 'add':
      return l10n.t('New');
    case 'modify':
      return isReplaced ? l10n.t('Made anew: what it holds is lost') : l10n.t('Changed');
    case 'remove':
      return l10n.t('Removed');
    case 'other':
      return l10n.t('Touched');
  }
}
