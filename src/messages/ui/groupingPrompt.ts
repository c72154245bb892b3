import * as vscode from 'vscode';
import type { Grouping } from '../viewState';

interface GroupingItem extends vscode.QuickPickItem {
  readonly grouping: Grouping | undefined;
}

/** What devices are put together by: the one that is named, else one that is asked for. */
export async function pickGrouping(by: string | undefined): Promise<GroupingItem | undefined> {
  const items: GroupingItem[] = [
    {
      label: vscode.l10n.t('Automatic'),
      description: vscode.l10n.t('one list, or by id when there are more than 500 devices'),
      grouping: undefined,
    },
    { label: vscode.l10n.t('Device Type'), grouping: 'type' },
    {
      label: vscode.l10n.t('State'),
      description: vscode.l10n.t('silent, cannot be decoded, sending'),
      grouping: 'state',
    },
    { label: vscode.l10n.t('Beginning of the Id'), grouping: 'prefix' },
  ];
  if (by !== undefined) return items.find(({ grouping }) => (grouping ?? '') === by);
  return vscode.window.showQuickPick(items, {
    placeHolder: vscode.l10n.t('What are devices grouped by?'),
  });
}
