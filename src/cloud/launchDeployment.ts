import * as l10n from '@vscode/l10n';
import type { Clock } from '../shared/clock';
import { type LaunchDraft, readTags } from './launchDraft';
import type { LoadedTemplate } from './launchTemplate';
import type { ChangeSet, ChangeSetIds, StackClient } from './stackClient';
import { maxTemplateBodyBytes, shellStatus } from './stackClient';
import { StackError } from './stackError';
import type { TemplateReview } from './templateReview';

/** What the person needs in any case; asked before anything is sent. */
export const rightsToCreate = [
  'cloudformation:CreateChangeSet',
  'iam:CreateRole',
  'iam:PutRolePolicy',
];

/** What is sent: the judged text with the judged values. */
export interface Deployment {
  readonly draft: LaunchDraft;
  readonly template: LoadedTemplate;
  readonly parameters: ReadonlyMap<string, string>;
  readonly capabilities: TemplateReview['capabilities'];
}

/** Lets CloudFormation prepare it. A shell that was left behind is used again; any other stack of that name is not. */
export async function prepareChangeSet(
  client: StackClient,
  { draft, template, parameters, capabilities }: Deployment,
  signal: AbortSignal,
): Promise<{ readonly ids: ChangeSetIds; readonly isShell: boolean }> {
  const known = await client.describeStack(draft.stackName, signal);
  const isShell = draft.kind === 'create' && (!known || known.status === shellStatus);
  if (known && draft.kind === 'create' && !isShell) throw nameTaken(draft.stackName, known.status);
  const ids = await client.createChangeSet(
    {
      kind: draft.kind,
      name: draft.stackName,
      template: template.text,
      templateUrl: template.url,
      parameters,
      capabilities,
      tags: readTags(draft.tags),
      serviceRoleArn: draft.serviceRoleArn === '' ? undefined : draft.serviceRoleArn,
    },
    signal,
  );
  return { ids, isShell };
}

/** Waits until CloudFormation has looked at it. What it found wrong is said with its line of the template. */
export async function readChangeSet(
  client: StackClient,
  ids: ChangeSetIds,
  template: LoadedTemplate | undefined,
  clock: Clock,
  signal: AbortSignal,
): Promise<ChangeSet> {
  for (let delayMs = 300; ; delayMs = Math.min(5_000, delayMs * 1.5)) {
    const changeSet = await client.describeChangeSet(ids, signal);
    if (changeSet.status === 'failed') return withFailures(client, changeSet, template, signal);
    if (changeSet.status !== 'creating') return changeSet;
    await new Promise<void>((resolve) => clock.after(delayMs, resolve));
    signal.throwIfAborted();
  }
}

async function withFailures(
  client: StackClient,
  changeSet: ChangeSet,
  template: LoadedTemplate | undefined,
  signal: AbortSignal,
): Promise<ChangeSet> {
  const [first] = (await client.listValidationFailures(changeSet, signal)) ?? [];
  if (!first) return changeSet;
  const line = template?.document.lineOf(first.path ?? `/Resources/${first.logicalId}`);
  const reason =
    line === undefined
      ? `${first.logicalId}: ${first.reason}`
      : l10n.t('{0}, line {1} of the template: {2}', first.logicalId, line, first.reason);
  return { ...changeSet, reason };
}

/** Begins. A template that was too long to be sent along is compared with what AWS fetched itself. */
export async function executeChangeSet(
  client: StackClient,
  ids: ChangeSetIds,
  template: LoadedTemplate,
  signal: AbortSignal,
): Promise<void> {
  const isFetchedByAws = new TextEncoder().encode(template.text).length > maxTemplateBodyBytes;
  if (isFetchedByAws && (await client.getChangeSetTemplate(ids, signal)) !== template.text) {
    throw new StackError(
      'invalid',
      l10n.t('The template at AWS is another one than you have read. Nothing was made.'),
    );
  }
  await client.executeChangeSet(ids, signal);
}

/** Takes back what was prepared: of a new stack also its shell. */
export async function discardChangeSet(
  client: StackClient,
  ids: ChangeSetIds,
  isShell: boolean,
  signal: AbortSignal,
): Promise<void> {
  if (!isShell) return client.deleteChangeSet(ids, signal);
  const stack = await client.describeStack(ids.stackId, signal);
  // Somebody may have created it meanwhile: then it is no shell any more, and stays.
  if (stack?.status !== shellStatus) return;
  await client.deleteStack(ids.stackId, { retain: [], serviceRoleArn: undefined }, signal);
}

function nameTaken(name: string, status: string): StackError {
  return new StackError(
    'nameTaken',
    /ROLLBACK_COMPLETE$|CREATE_FAILED$/.test(status)
      ? l10n.t(
          'The stack "{0}" was rolled back and is still there. Delete it, then launch again.',
          name,
        )
      : l10n.t('There is a stack "{0}" already. Use it, update it, or choose another name.', name),
  );
}
