import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import type { StackEvent } from './stackClient';
import { missingRight } from './stackError';

/** Why a stack is not what it should be: the first thing that went wrong. */
export interface StackFailure {
  readonly logicalId: string;
  readonly type: string;
  /** AWS's own words, made safe. */
  readonly said: string;
  /** The same in plain words. */
  readonly plain: string;
  readonly nextStep: string;
  /** Whether somebody with more rights would get further. */
  readonly isMissingRight: boolean;
}

/**
 * The first failed event of the newest operation; what failed because something else failed is no cause. Events come
 * newest first, as CloudFormation gives them.
 */
export function firstFailure(events: readonly StackEvent[]): StackFailure | undefined {
  const operation = newestOperation(events);
  const failed = operation.filter(
    ({ status, reason }) => /_FAILED$/.test(status) && !isConsequence(reason),
  );
  const event =
    failed.find(({ type }) => type !== stackType) ??
    failed[0] ??
    operation.find(({ status, reason }) => /ROLLBACK_IN_PROGRESS$/.test(status) && reason);
  return event && explain(event);
}

const stackType = 'AWS::CloudFormation::Stack';

/** Oldest first, from the event with which somebody began it. */
function newestOperation(events: readonly StackEvent[]): readonly StackEvent[] {
  const begin = events.findIndex(
    ({ type, status, logicalId, physicalId }) =>
      type === stackType &&
      /^(CREATE|UPDATE|DELETE|IMPORT)_IN_PROGRESS$/.test(status) &&
      (physicalId === undefined || physicalId.includes(`/${logicalId}/`)),
  );
  return (begin < 0 ? events : events.slice(0, begin + 1)).toReversed();
}

function isConsequence(reason: string | undefined): boolean {
  return /^Resource (creation|update|deletion) cancelled|following resource\(s\) failed/i.test(
    reason ?? '',
  );
}

function explain({ logicalId, type, reason = '' }: StackEvent): StackFailure {
  const [plain, nextStep] = words(reason);
  return {
    logicalId: safeLine(logicalId, 80),
    type: safeLine(type, 80),
    said: safeLine(reason, 600),
    plain,
    nextStep,
    isMissingRight: isDenied(reason),
  };
}

const isDenied = (reason: string) => /not authorized to perform|AccessDenied/i.test(reason);

function words(reason: string): readonly [plain: string, nextStep: string] {
  const { action } = missingRight(reason);
  if (/explicit deny in a service control policy/i.test(reason)) {
    return [
      l10n.t('Your organisation forbids "{0}" in this account.', action ?? 'iam'),
      l10n.t('Ask who runs your AWS organisation; hand the template over to them.'),
    ];
  }
  if (isDenied(reason) && /boundary/i.test(reason)) {
    return [
      l10n.t('Every role here must have a permissions boundary.'),
      l10n.t('Ask which policy that is, and fill in "Permissions boundary".'),
    ];
  }
  if (isDenied(reason)) {
    return [
      action === undefined
        ? l10n.t('You lack a right.')
        : l10n.t('You lack the right "{0}".', action),
      l10n.t('Hand the template over to somebody who may, or choose another profile.'),
    ];
  }
  if (/already exists/i.test(reason)) {
    return [
      l10n.t('The name is already taken.'),
      l10n.t('Delete what has the name, or launch with another stack name.'),
    ];
  }
  if (/invalid principal/i.test(reason)) {
    return [
      l10n.t('AWS does not know the principal.'),
      l10n.t('Compare "AWS account of Sigfox" with the template behind Sigfox\'s link.'),
    ];
  }
  return moreWords(reason);
}

function moreWords(reason: string): readonly [plain: string, nextStep: string] {
  if (/rate exceeded|throttl/i.test(reason)) {
    return [l10n.t('AWS was asked too often.'), l10n.t('Wait a minute and launch again.')];
  }
  if (/limit ?exceeded|quota|cannot exceed/i.test(reason)) {
    return [
      l10n.t('The account has as many as it may have.'),
      l10n.t('Delete what is no longer needed, or ask AWS for a higher quota.'),
    ];
  }
  if (/expired/i.test(reason) && /token|session|credential/i.test(reason)) {
    return [
      l10n.t('Your session ended while the stack was made.'),
      l10n.t('Sign in and try again.'),
    ];
  }
  if (/does not exist or is not attachable/i.test(reason)) {
    return [
      l10n.t('There is no such policy to be a boundary.'),
      l10n.t('Compare "Permissions boundary" with the policies in IAM.'),
    ];
  }
  if (/sql/i.test(reason)) {
    return [
      l10n.t('AWS IoT does not accept the statement of the rule.'),
      l10n.t('Look at "Sql" in the template.'),
    ];
  }
  if (/must detach|DeleteConflict|cannot delete entity/i.test(reason)) {
    return [
      l10n.t('Somebody attached more to the role than the stack did.'),
      l10n.t('Detach it in IAM, then delete again; or delete and leave the role behind.'),
    ];
  }
  if (/deletion ?protection/i.test(reason)) {
    return [
      l10n.t('It is protected against deletion.'),
      l10n.t('Take the protection off, then delete again.'),
    ];
  }
  if (/not (available|supported) in|does not exist in this region/i.test(reason)) {
    return [
      l10n.t('The region does not have what the template needs.'),
      l10n.t('Launch in another region, such as eu-west-1.'),
    ];
  }
  if (/cancel/i.test(reason)) {
    return [l10n.t('It was cancelled.'), l10n.t('Launch again when you are ready.')];
  }
  return [
    reason === '' ? l10n.t('AWS gave no reason.') : safeLine(reason, 300),
    l10n.t('Look at the events below.'),
  ];
}
