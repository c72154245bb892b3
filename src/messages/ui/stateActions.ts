import * as vscode from 'vscode';
import type { CommandId } from '../../contributions';
import type { ConnectionStatus } from '../connections';
import type { TreeSources } from '../messageTree';
import { parseRowId } from '../treeNode';

/** What a state row or the status bar offers, in words: the same as its icons. */
export async function showStateActions(
  status: ConnectionStatus | undefined,
  sources: TreeSources,
  id: string | undefined,
): Promise<void> {
  const row = parseRowId(id);
  const state = row?.kind === 'state' ? row.state : undefined;
  const items = [...actions(status, sources)].filter(
    ({ about }) => state === undefined || about === state || about === 'any',
  );
  const connection = status?.state;
  const reason =
    connection && 'reason' in connection && state !== 'paused' ? connection.reason : undefined;
  const chosen = await vscode.window.showQuickPick(items, {
    title: status?.connection.name ?? vscode.l10n.t('Sigfox Messages'),
    placeHolder: reason ?? vscode.l10n.t('What now?'),
  });
  if (chosen)
    await vscode.commands.executeCommand(chosen.command, chosen.takesRow ? id : chosen.argument);
}

interface Action extends vscode.QuickPickItem {
  readonly command: CommandId | 'sigfox.messages.focus' | 'sigfox.chain.focus';
  readonly about: 'connection' | 'paused' | 'filter' | 'notice' | 'search' | 'catchUp' | 'any';
  readonly takesRow?: true;
  readonly argument?: string;
}

function* actions(
  status: ConnectionStatus | undefined,
  { view, history, results, catchUp }: TreeSources,
): Iterable<Action> {
  const about = 'connection';
  const takesRow = true;
  if (history.notices.length > 0) {
    yield { label: vscode.l10n.t('Dismiss'), command: 'sigfox.messages.dismiss', about: 'notice' };
  }
  yield* catchUpActions(catchUp.state);
  if (results.store) {
    yield {
      label: vscode.l10n.t('Open Results as a Page'),
      command: 'sigfox.messages.showResults',
      about: 'search',
    };
    yield {
      label: vscode.l10n.t('Close Search'),
      command: 'sigfox.messages.closeSearch',
      about: 'search',
    };
  }
  if (view.isPaused) {
    yield { label: vscode.l10n.t('Resume'), command: 'sigfox.messages.resume', about: 'paused' };
  }
  if (view.filter !== '') {
    yield {
      label: vscode.l10n.t('Clear Filter'),
      command: 'sigfox.messages.clearFilter',
      about: 'filter',
    };
    yield {
      label: vscode.l10n.t('Search All Kept Messages…'),
      command: 'sigfox.messages.search',
      about: 'filter',
    };
  }
  const kind = status?.state.kind;
  if (kind === 'signedOut') {
    yield { label: vscode.l10n.t('Sign In'), command: 'sigfox.cloud.signIn', about };
  }
  if (status?.connection.endpoint.kind === 'aws' && !status.connection.isSimulated) {
    yield {
      label: vscode.l10n.t('Choose AWS Profile…'),
      command: 'sigfox.cloud.chooseProfile',
      about,
    };
  }
  if (kind === 'refused' || kind === 'reconnecting') {
    yield { label: vscode.l10n.t('Try Now'), command: 'sigfox.messages.tryNow', about, takesRow };
  }
  if (status?.state.kind === 'refused' && status.state.missing) {
    yield {
      label: vscode.l10n.t('Copy Policy'),
      detail: vscode.l10n.t(
        'A statement with the right that is missing, for the person who manages the account',
      ),
      command: 'sigfox.messages.copyPolicy',
      about,
      takesRow,
    };
  }
  if (status?.connection.endpoint.kind === 'broker') {
    yield {
      label: vscode.l10n.t('Edit Connection…'),
      command: 'sigfox.messages.editConnection',
      about,
      takesRow,
    };
  }
  if (status) {
    yield {
      label: vscode.l10n.t('Disconnect'),
      command: 'sigfox.messages.disconnect',
      about,
      takesRow,
    };
  }
  yield { label: vscode.l10n.t('Connect…'), command: 'sigfox.messages.connect', about };
  yield { label: vscode.l10n.t('Show the Chain'), command: 'sigfox.chain.focus', about };
  yield { label: vscode.l10n.t('Show Messages'), command: 'sigfox.messages.focus', about };
  yield { label: vscode.l10n.t('Show Log'), command: 'sigfox.showLog', about: 'any' };
}

function* catchUpActions(state: TreeSources['catchUp']['state']): Iterable<Action> {
  const about = 'catchUp';
  if (state.kind === 'quiet') return;
  if (state.kind === 'reading') {
    yield {
      label: vscode.l10n.t('Stop Reading'),
      command: 'sigfox.messages.catchUp',
      argument: 'stop',
      about,
    };
    return;
  }
  if (state.kind === 'failed') {
    yield { label: vscode.l10n.t('Try Again'), command: 'sigfox.messages.catchUp', about };
  }
  if (state.summary.messages > 0) {
    yield {
      label: vscode.l10n.t('Show These Messages'),
      command: 'sigfox.messages.showMissed',
      about,
    };
  }
  if (state.summary.undecodable > 0) {
    yield {
      label: vscode.l10n.t('Show the Undecodable'),
      command: 'sigfox.messages.showMissed',
      argument: 'undecodable',
      about,
    };
  }
  yield {
    label: vscode.l10n.t('Dismiss'),
    command: 'sigfox.messages.dismiss',
    about,
    takesRow: true,
  };
}
