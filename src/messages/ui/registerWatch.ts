import * as vscode from 'vscode';
import { safeLine } from '../../shared/safeText';
import type { CommandRunner } from '../../shared/ui/commandRunner';
import { UserError } from '../../shared/userError';
import type { DeviceWatch } from '../deviceWatch';
import type { SeenSources } from './registerSeen';
import type { RowId } from '../treeNode';
import { batteryWords, silenceWords, watchSummary } from '../watchWords';

export interface WatchRegistration {
  readonly commands: CommandRunner;
  readonly sources: SeenSources & {
    readonly clock: { now(): number };
    readonly watch: DeviceWatch;
  };
  readonly rowOf: (id: string | undefined) => RowId | undefined;
}

interface DigestItem extends vscode.QuickPickItem {
  readonly key: string;
  readonly row: string;
}

/** The digest: one notice in a long while, and the list it leads to. */
export function registerWatch({ commands, sources, rowOf }: WatchRegistration): vscode.Disposable {
  const { watch } = sources;
  const mute = (id: string | undefined, isMuted: boolean) => {
    const row = rowOf(id);
    if (!row || !('device' in row)) throw new UserError(vscode.l10n.t('Select a device first.'));
    watch.setMuted(`${row.connectionId}/${row.device}`, isMuted);
  };
  const digest = watch.onDigest(() => void announce(watch));
  return vscode.Disposable.from(
    new vscode.Disposable(() => digest.dispose()),
    commands.register('sigfox.messages.mute', (id) => mute(id, true)),
    commands.register('sigfox.messages.unmute', (id) => mute(id, false)),
    commands.register('sigfox.messages.showWatch', () => showDigest(sources)),
  );
}

async function announce(watch: DeviceWatch): Promise<void> {
  const summary = watchSummary(watch.report);
  if (summary === undefined) return;
  const show = vscode.l10n.t('Show');
  const chosen = await vscode.window.showInformationMessage(
    vscode.l10n.t('Sigfox: {0}.', summary),
    show,
  );
  if (chosen === show) await vscode.commands.executeCommand('sigfox.messages.showWatch');
}

/** Everything worth a look, in one list: choosing a device opens its page, its button mutes it. */
function showDigest(sources: WatchRegistration['sources']): void {
  const pick = vscode.window.createQuickPick<DigestItem>();
  pick.title = vscode.l10n.t('Watch');
  pick.placeholder = vscode.l10n.t('Choose a device to see its messages');
  pick.matchOnDescription = true;
  const fill = () => {
    pick.items = digestItems(sources);
    if (pick.items.length === 0)
      pick.placeholder = vscode.l10n.t('Every device sends as it used to.');
  };
  fill();
  const changes = sources.watch.onDidChange(fill);
  pick.onDidTriggerItemButton(({ item }) => sources.watch.setMuted(item.key, true));
  pick.onDidAccept(() => {
    const [item] = pick.selectedItems;
    pick.hide();
    if (item) void vscode.commands.executeCommand('sigfox.messages.showBytes', item.row);
  });
  pick.onDidHide(() => {
    changes.dispose();
    pick.dispose();
  });
  pick.show();
}

function digestItems({
  store,
  book,
  connections,
  watch,
  clock,
}: WatchRegistration['sources']): DigestItem[] {
  const item = (key: string, detail: string): DigestItem[] => {
    const log = store.log(key);
    if (log?.device === undefined) return [];
    const { connectionId, device } = log;
    const name = book.nameOf(device, connections.connectionOf(connectionId));
    return [
      {
        label: safeLine(name ?? device, 60),
        description: detail,
        key,
        row: JSON.stringify(['device', connectionId, device]),
        buttons: [{ iconPath: new vscode.ThemeIcon('bell-slash'), tooltip: vscode.l10n.t('Mute') }],
      },
    ];
  };
  const { silent, batteries } = watch.report;
  const longest = [...silent].sort(([, a], [, b]) => a.lastMs - b.lastMs);
  return [
    ...longest.flatMap(([key, silence]) => item(key, silenceWords(silence, clock.now()))),
    ...[...batteries].flatMap(([key, battery]) => item(key, batteryWords(battery))),
  ];
}
