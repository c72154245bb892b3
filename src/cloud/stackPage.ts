import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import type { PageBlock, PageButton, Tone } from './pageBlocks';
import {
  type StackLifecycle,
  stackLifecycle,
  type StackSnapshot,
  type StackStep,
} from './stackLifecycle';

export interface StackPageFacts {
  readonly snapshot: StackSnapshot;
  readonly lineOf: (logicalId: string) => number | undefined;
  readonly formatTime: (atMs: number) => string;
  readonly ago: (atMs: number) => string;
}

/** The stack while it happens and afterwards: its state, the first thing that went wrong, outputs, events. */
export function stackPage({
  snapshot,
  lineOf,
  formatTime,
  ago,
}: StackPageFacts): readonly PageBlock[] {
  const lifecycle = stackLifecycle(snapshot, ago);
  const { stack, events } = snapshot;
  return [
    { kind: 'heading', level: 1, text: safeLine(stack.name, 128) },
    lifecycle.isInProgress
      ? { kind: 'progress', text: lifecycle.words, ...lifecycle.progress }
      : { kind: 'text', tone: toneOf(lifecycle), text: lifecycle.words },
    ...failureBlocks(lifecycle, lineOf),
    ...(lifecycle.nextStep === undefined
      ? []
      : [{ kind: 'text', tone: 'plain', text: lifecycle.nextStep } as const]),
    {
      kind: 'buttons',
      buttons: [...lifecycle.steps.map(stepButton), ...(lifecycle.isUsable ? [openForm()] : [])],
    },
    ...(stack.outputs.length === 0
      ? []
      : [
          { kind: 'heading', level: 2, text: l10n.t('For the callback form of Sigfox') } as const,
          {
            kind: 'facts',
            rows: stack.outputs.map(({ key, value }) => ({
              label: safeLine(key, 60),
              value: safeLine(value, 400),
              copyText: value,
            })),
          } as const,
        ]),
    { kind: 'heading', level: 2, text: l10n.t('Events, newest first') },
    {
      kind: 'table',
      label: l10n.t('Events'),
      columns: [l10n.t('Time'), l10n.t('Resource'), l10n.t('State'), l10n.t('Reason')],
      rows: events.slice(0, 100).map((event) => [
        { text: formatTime(event.atMs) },
        { text: safeLine(event.logicalId, 80) },
        {
          text: safeLine(event.status, 60),
          tone: /FAILED/.test(event.status)
            ? 'bad'
            : /^(CREATE|UPDATE|DELETE|IMPORT)_COMPLETE$/.test(event.status)
              ? 'good'
              : 'plain',
        },
        { text: safeLine(event.reason ?? '', 500) },
      ]),
    },
  ];
}

function toneOf({ kind }: StackLifecycle): Tone {
  if (kind === 'created') return 'good';
  return /ailed|rolled|updateRolledBack/.test(kind) ? 'bad' : 'plain';
}

function failureBlocks(
  { failure }: StackLifecycle,
  lineOf: (logicalId: string) => number | undefined,
): readonly PageBlock[] {
  if (!failure) return [];
  const line = lineOf(failure.logicalId);
  const where =
    line === undefined
      ? l10n.t('First failed: {0}', failure.logicalId)
      : l10n.t('First failed: {0}, line {1} of the template', failure.logicalId, line);
  return [
    { kind: 'text', tone: 'bad', text: where },
    { kind: 'text', tone: 'bad', text: failure.plain },
    { kind: 'text', tone: 'muted', text: l10n.t('AWS says: {0}', failure.said) },
    ...(failure.nextStep === ''
      ? []
      : [{ kind: 'text', tone: 'plain', text: failure.nextStep } as const]),
  ];
}

/** A step as a button; the words say what it does when that is not what its name suggests. */
export function stepWords(step: StackStep): string {
  switch (step) {
    case 'update':
      return l10n.t('Update…');
    case 'delete':
      return l10n.t('Delete…');
    case 'deleteAndRelaunch':
      return l10n.t('Delete and Launch Again…');
    case 'cancelCreate':
      return l10n.t('Cancel, Which Deletes It…');
    case 'cancelUpdate':
      return l10n.t('Cancel the Update');
    case 'continueRollback':
      return l10n.t('Continue the Rollback');
    case 'deleteRetaining':
      return l10n.t('Delete, Leaving Behind What Stays…');
    case 'openPreview':
      return l10n.t('Preview Again');
    case 'drift':
      return l10n.t('Compare With What Is There');
    case 'handOver':
      return l10n.t('Hand Over…');
  }
}

function stepButton(step: StackStep): PageButton {
  return {
    id: `step:${step}`,
    text: stepWords(step),
    isPrimary: step === 'deleteAndRelaunch',
    isEnabled: true,
  };
}

function openForm(): PageButton {
  return { id: 'openForm', text: l10n.t('Open Callback Form'), isPrimary: true, isEnabled: true };
}
