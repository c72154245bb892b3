import * as l10n from '@vscode/l10n';
import type { LaunchDraft } from './launchDraft';
import { formBlocks, type FormFacts } from './launchForm';
import { type Acknowledged, grantPage, previewPage } from './launchPages';
import type { PageBlock } from './pageBlocks';
import type { ChangeSet } from './stackClient';
import { stackPage } from './stackPage';
import type { StackStore } from './stackStore';
import type { TemplateDocument } from './templateDocument';
import type { TemplateReview } from './templateReview';

/** Everything the launch page is drawn from. */
export interface LaunchState {
  readonly draft: LaunchDraft;
  readonly form: FormFacts;
  readonly review: TemplateReview | undefined;
  readonly said: Acknowledged;
  readonly missing: readonly string[];
  readonly changeSet: ChangeSet | undefined;
  readonly document: TemplateDocument | undefined;
  readonly store: StackStore;
  readonly doing: string | undefined;
  readonly problem: string | undefined;
  readonly formatTime: (atMs: number) => string;
  readonly ago: (atMs: number) => string;
}

/** The page as it stands. */
export function launchBlocks(state: LaunchState): readonly PageBlock[] {
  return [...topBlocks(state), ...pageBlocks(state)];
}

function topBlocks({ problem, doing }: LaunchState): readonly PageBlock[] {
  return [
    ...(problem === undefined ? [] : [{ kind: 'text', tone: 'bad', text: problem } as const]),
    ...(doing === undefined
      ? []
      : [
          { kind: 'progress', text: doing, done: 0, all: 0 } as const,
          {
            kind: 'buttons',
            buttons: [{ id: 'stop', text: l10n.t('Cancel'), isPrimary: false, isEnabled: true }],
          } as const,
        ]),
  ];
}

function pageBlocks(state: LaunchState): readonly PageBlock[] {
  const { draft, review, said, missing, changeSet } = state;
  if (draft.page === 'grant' && review) return grantPage(review, said, draft, missing);
  if (draft.page === 'preview' && changeSet) return previewPage(changeSet, draft);
  return draft.page === 'stack' ? stackBlocks(state) : formBlocks(state.form);
}

function stackBlocks({
  store,
  draft,
  document,
  formatTime,
  ago,
}: LaunchState): readonly PageBlock[] {
  const { snapshot, problem } = store;
  const trouble: PageBlock[] = problem
    ? [{ kind: 'text', tone: 'bad', text: problem.message }]
    : [];
  if (snapshot?.stack.id === draft.stackId && snapshot) {
    const lineOf = (logicalId: string) => document?.lineOf(`/Resources/${logicalId}`);
    return [...trouble, ...stackPage({ snapshot, lineOf, formatTime, ago })];
  }
  const words = store.isGone
    ? l10n.t('The stack is no longer there.')
    : l10n.t('Looking at the stack…');
  return [
    { kind: 'heading', level: 1, text: draft.stackName },
    ...trouble,
    { kind: 'text', tone: 'muted', text: words },
  ];
}
