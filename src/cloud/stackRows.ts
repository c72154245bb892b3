import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import { formatUsd, monthlyCost } from './historyCost';
import { stackLifecycle } from './stackLifecycle';
import type { StackStore } from './stackStore';

/** What can be done with a row of the Stack view: menus ask for a capability. */
export const stackCapabilities = ['stackCopyable', 'stackShown', 'stackForgettable'] as const;

/** One row of the Stack view as plain data. */
export interface StackRow {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly icon: { readonly name: string; readonly color?: string };
  readonly capabilities: readonly (typeof stackCapabilities)[number][];
  readonly copyText?: string;
  readonly spoken: string;
  readonly isExpanded?: boolean;
  readonly children: readonly StackRow[];
}

export interface RowFormat {
  readonly ago: (atMs: number) => string;
  readonly time: (atMs: number) => string;
  /** How many devices were seen. */
  readonly devices: number;
}

/** The view's rows; none while there is no stack, which is what the welcome text is for. */
export function stackRows(store: StackStore, format: RowFormat): readonly StackRow[] {
  const { reference, snapshot, problem } = store;
  if (!reference) return [];
  if (reference.kind === 'role') return roleRows(store);
  const trouble = problem
    ? [row('problem', problem.message, '', 'warning', { color: 'list.warningForeground' })]
    : [];
  if (!snapshot) {
    const words = store.isGone ? l10n.t('is no longer there') : l10n.t('looking…');
    return [
      ...trouble,
      row('state', safeLine(reference.name, 80), words, 'question', {
        capabilities: ['stackForgettable'],
      }),
    ];
  }
  const { stack, resources, events } = snapshot;
  const lifecycle = stackLifecycle(snapshot, format.ago);
  const icon =
    lifecycle.kind === 'created'
      ? ['pass', 'testing.iconPassed']
      : lifecycle.isInProgress
        ? ['sync~spin', undefined]
        : ['warning', 'list.warningForeground'];
  const state = row('state', safeLine(stack.name, 80), lifecycle.words, icon[0] ?? '', {
    ...(icon[1] === undefined ? {} : { color: icon[1] }),
    capabilities: ['stackShown', 'stackForgettable'],
  });
  const hasTable = stack.outputs.some(({ key }) => key === 'HistoryTable');
  const cost = monthlyCost({
    devices: Math.max(1, format.devices),
    messagesPerDay: 140,
    retentionDays: Number(stack.parameters.get('RetentionDays') ?? 30) || 30,
    hasHistory: hasTable,
  });
  return [
    ...trouble,
    state,
    ...(lifecycle.nextStep === undefined
      ? []
      : [row('next', lifecycle.nextStep, '', 'lightbulb', { capabilities: ['stackShown'] })]),
    ...stack.outputs.map(({ key, value }) =>
      row(`output:${key}`, safeLine(key, 60), safeLine(value, 200), 'symbol-string', {
        capabilities: ['stackCopyable'],
        copyText: value,
      }),
    ),
    row(
      'cost',
      l10n.t('Cost'),
      l10n.t(
        'at most {0} a month with {1} devices',
        formatUsd(cost.totalUsd),
        Math.max(1, format.devices),
      ),
      'credit-card',
    ),
    group(
      'resources',
      l10n.t('Resources'),
      resources.map((each) =>
        row(
          `resource:${each.logicalId}`,
          safeLine(each.logicalId, 80),
          safeLine(`${each.status} · ${each.type}`, 120),
          /FAILED/.test(each.status) ? 'error' : 'symbol-misc',
          each.physicalId === undefined
            ? {}
            : { capabilities: ['stackCopyable'], copyText: each.physicalId },
        ),
      ),
    ),
    group(
      'events',
      l10n.t('Events'),
      events
        .slice(0, 200)
        .map((event) =>
          row(
            `event:${event.id}`,
            safeLine(event.logicalId, 80),
            safeLine(
              [event.status, format.time(event.atMs), event.reason]
                .filter((part) => part !== undefined && part !== '')
                .join(' · '),
              300,
            ),
            /FAILED/.test(event.status)
              ? 'error'
              : /COMPLETE$/.test(event.status)
                ? 'pass'
                : 'circle-outline',
          ),
        ),
    ),
  ];
}

function roleRows(store: StackStore): readonly StackRow[] {
  const { target } = store;
  if (!target) return [];
  const copyable = (id: string, label: string, value: string) =>
    row(id, label, safeLine(value, 200), 'symbol-string', {
      capabilities: ['stackCopyable'],
      copyText: value,
    });
  return [
    row('state', l10n.t('A role somebody else made'), '', 'key', {
      capabilities: ['stackForgettable'],
    }),
    copyable('output:ARNRole', 'ARNRole', target.roleArn),
    copyable('output:Region', 'Region', target.region),
    copyable('output:Topic', 'Topic', target.topic),
  ];
}

function row(
  id: string,
  label: string,
  description: string,
  icon: string,
  more: {
    readonly color?: string;
    readonly capabilities?: StackRow['capabilities'];
    readonly copyText?: string;
  } = {},
): StackRow {
  const { color, capabilities = [], copyText } = more;
  return {
    id,
    label,
    description,
    icon: { name: icon, ...(color === undefined ? {} : { color }) },
    capabilities,
    ...(copyText === undefined ? {} : { copyText }),
    spoken: description === '' ? label : `${label}: ${description}`,
    children: [],
  };
}

function group(id: string, label: string, children: readonly StackRow[]): StackRow {
  return { ...row(id, label, String(children.length), 'list-unordered'), children };
}
