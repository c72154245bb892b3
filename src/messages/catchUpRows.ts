import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import type { CatchUpState, CatchUpSummary } from './catchUp';
import { countDevices, countMessages } from './countWords';
import { stateRow } from './stateRows';
import type { TreeNode } from './treeNode';

/** What happened meanwhile, as a row over the messages; undefined when there is nothing to say. */
export function catchUpRow(state: CatchUpState): TreeNode | undefined {
  switch (state.kind) {
    case 'quiet':
      return undefined;
    case 'reading': {
      const words = l10n.t(
        'reading the history of "{0}": {1} so far',
        safeLine(state.archive, 60),
        countMessages(state.messages),
      );
      return stateRow(l10n.t('Catching Up'), words, 'sync', ['actionable']);
    }
    case 'done':
      return stateRow(l10n.t('While You Were Away'), summaryWords(state.summary), 'history', [
        'dismissable',
        'actionable',
      ]);
    case 'failed': {
      const { archive, reason, summary } = state;
      const words = l10n.t(
        'The history of "{0}" could not be read: {1}',
        safeLine(archive, 60),
        safeLine(reason, 200),
      );
      const known = summary.messages === 0 ? '' : ` ${summaryWords(summary)}`;
      return stateRow(l10n.t('Not Caught Up'), words + known, 'history', [
        'dismissable',
        'actionable',
      ]);
    }
  }
}

/** `1,204 messages from 12 devices, 2 silent, 3 undecodable` */
export function summaryWords(summary: CatchUpSummary): string {
  const { messages, devices, silent, undecodable, isCut } = summary;
  const parts = [
    messages === 0
      ? l10n.t('no message')
      : l10n.t('{0} from {1}', countMessages(messages), countDevices(devices)),
    silent === 0 ? '' : l10n.t('{0} silent', silent.toLocaleString('en')),
    undecodable === 0 ? '' : l10n.t('{0} undecodable', undecodable.toLocaleString('en')),
    isCut ? l10n.t('the history has more') : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}
