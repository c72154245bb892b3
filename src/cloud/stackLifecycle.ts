import * as l10n from '@vscode/l10n';
import {
  shellStatus,
  type StackDescription,
  type StackEvent,
  type StackResource,
} from './stackClient';
import { firstFailure, type StackFailure } from './stackFailure';

/** All that is known of a stack at one moment. */
export interface StackSnapshot {
  readonly stack: StackDescription;
  /** Newest first. */
  readonly events: readonly StackEvent[];
  readonly resources: readonly StackResource[];
}

/** What can be done next with a stack. */
export type StackStep =
  | 'update'
  | 'delete'
  | 'deleteAndRelaunch'
  | 'cancelCreate'
  | 'cancelUpdate'
  | 'continueRollback'
  | 'deleteRetaining'
  | 'openPreview'
  | 'drift'
  | 'handOver';

/** A stack in one readable state. */
export interface StackLifecycle {
  readonly kind:
    | 'shell'
    | 'creating'
    | 'created'
    | 'rollingBack'
    | 'rolledBack'
    | 'updating'
    | 'updateRollingBack'
    | 'updateRolledBack'
    | 'updateRollbackFailed'
    | 'deleting'
    | 'deleted'
    | 'deleteFailed'
    | 'other';
  readonly isInProgress: boolean;
  /** Whether its outputs can be used now. */
  readonly isUsable: boolean;
  /** Resources that are done, of those that are known. */
  readonly progress: { readonly done: number; readonly all: number };
  readonly words: string;
  readonly nextStep: string | undefined;
  readonly steps: readonly StackStep[];
  readonly failure: StackFailure | undefined;
}

type Kind = StackLifecycle['kind'];

/** CloudFormation's own words for where a stack is, grouped by what a person can do then. */
const kinds: Readonly<Record<string, Kind>> = {
  [shellStatus]: 'shell',
  CREATE_IN_PROGRESS: 'creating',
  CREATE_COMPLETE: 'created',
  IMPORT_COMPLETE: 'created',
  UPDATE_COMPLETE: 'created',
  UPDATE_COMPLETE_CLEANUP_IN_PROGRESS: 'updating',
  CREATE_FAILED: 'rolledBack',
  ROLLBACK_IN_PROGRESS: 'rollingBack',
  ROLLBACK_COMPLETE: 'rolledBack',
  ROLLBACK_FAILED: 'deleteFailed',
  UPDATE_IN_PROGRESS: 'updating',
  UPDATE_FAILED: 'updateRollbackFailed',
  UPDATE_ROLLBACK_IN_PROGRESS: 'updateRollingBack',
  UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS: 'updateRollingBack',
  UPDATE_ROLLBACK_COMPLETE: 'updateRolledBack',
  UPDATE_ROLLBACK_FAILED: 'updateRollbackFailed',
  DELETE_IN_PROGRESS: 'deleting',
  DELETE_COMPLETE: 'deleted',
  DELETE_FAILED: 'deleteFailed',
};

const running: ReadonlySet<Kind> = new Set<Kind>([
  'creating',
  'rollingBack',
  'updating',
  'updateRollingBack',
  'deleting',
]);

export function isStackBusy(status: string): boolean {
  return running.has(kindOf(status));
}

/** `ago` turns a moment into words such as "12 min ago". */
export function stackLifecycle(
  { stack, events, resources }: StackSnapshot,
  ago: (atMs: number) => string,
): StackLifecycle {
  const kind = kindOf(stack.status);
  const progress = {
    done: resources.filter(({ status }) => /_COMPLETE$/.test(status)).length,
    all: resources.length,
  };
  const failure = hasFailed(kind) ? firstFailure(events) : undefined;
  const reason = failure?.plain ?? stack.reason ?? '';
  return {
    kind,
    isInProgress: running.has(kind),
    isUsable: kind === 'created' || kind === 'updateRolledBack' || kind === 'updating',
    progress,
    failure,
    words: words(kind, stack, progress, reason, ago),
    nextStep: nextStep(kind) ?? failure?.nextStep,
    steps: [...steps[kind], ...(failure?.isMissingRight === true ? (['handOver'] as const) : [])],
  };
}

function kindOf(status: string): Kind {
  return kinds[status] ?? 'other';
}

function hasFailed(kind: Kind): boolean {
  return /^(rolling|rolled|updateR|deleteFailed)/.test(kind);
}

const steps: Readonly<Record<Kind, readonly StackStep[]>> = {
  shell: ['openPreview', 'delete'],
  creating: ['cancelCreate'],
  created: ['update', 'drift', 'delete'],
  rollingBack: [],
  rolledBack: ['deleteAndRelaunch', 'delete'],
  updating: ['cancelUpdate'],
  updateRollingBack: [],
  updateRolledBack: ['update', 'drift', 'delete'],
  updateRollbackFailed: ['continueRollback', 'delete'],
  deleting: [],
  deleted: [],
  deleteFailed: ['delete', 'deleteRetaining'],
  other: ['delete'],
};

function words(
  kind: Kind,
  stack: StackDescription,
  { done, all }: StackLifecycle['progress'],
  reason: string,
  ago: (atMs: number) => string,
): string {
  const because = (state: string) => (reason === '' ? state : `${state}: ${lowerFirst(reason)}`);
  const counted = (state: string) =>
    all === 0 ? state : l10n.t('{0}: {1} of {2} resources', state, done, all);
  switch (kind) {
    case 'shell':
      return l10n.t('Prepared, not created');
    case 'creating':
      return counted(l10n.t('Creating'));
    case 'created':
      return stack.updatedAtMs !== undefined && stack.status === 'UPDATE_COMPLETE'
        ? l10n.t('Updated {0}', ago(stack.updatedAtMs))
        : l10n.t('Created {0}', ago(stack.createdAtMs));
    case 'rollingBack':
      return because(l10n.t('Rolling back'));
    case 'rolledBack':
      return because(l10n.t('Rolled back'));
    case 'updating':
      return l10n.t('Updating');
    case 'updateRollingBack':
      return because(l10n.t('The update is taken back'));
    case 'updateRolledBack':
      return because(l10n.t('As before: the update failed'));
    case 'updateRollbackFailed':
      return because(l10n.t('Stuck: the update failed and could not be taken back'));
    case 'deleting':
      return l10n.t('Deleting');
    case 'deleted':
      return l10n.t('Deleted {0}', ago(stack.deletedAtMs ?? stack.createdAtMs));
    case 'deleteFailed':
      return because(l10n.t('Not deleted'));
    case 'other':
      return stack.status;
  }
}

/** Only where the state alone says what comes next. */
function nextStep(kind: Kind): string | undefined {
  switch (kind) {
    case 'shell':
      return l10n.t('Preview the changes again and create it, or delete it.');
    case 'rolledBack':
      return l10n.t('A stack that was rolled back can only be deleted. Then launch again.');
    case 'updateRollbackFailed':
      return l10n.t('Mend what it says, then continue the rollback.');
    default:
      return undefined;
  }
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? `${text[0]?.toLowerCase() ?? ''}${text.slice(1)}` : text;
}
