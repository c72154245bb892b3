import * as vscode from 'vscode';
import type { Disposable } from '../../shared/disposable';
import { pageTypes } from '../../contributions';
import type { CommandRunner } from '../../shared/ui/commandRunner';
import type { LatePages } from '../../shared/ui/latePages';
import type { LateTree } from '../../shared/ui/lateTree';
import { UserError } from '../../shared/userError';
import type { Chain } from '../chain';
import { type ChainRow, chainRows } from '../chainRows';
import { type DoctorDoors, DoctorPanel } from './doctorPanel';

export interface ChainDoors extends DoctorDoors {
  readonly commands: CommandRunner;
  readonly pages: LatePages;
  readonly chain: Chain;
  readonly tree: LateTree<ChainRow>;
}

/** The Chain view, seven rows redrawn when a fact about one of them changes, and the page that finds out why. */
export function registerDoctor(doors: ChainDoors): Disposable {
  const provider = new ChainView(doors.chain);
  doors.tree.fill(provider);
  let current: DoctorPanel | undefined;
  const show = (panel: vscode.WebviewPanel, device: string | undefined) => {
    current?.dispose();
    current = new DoctorPanel(panel, doors, device);
    panel.onDidDispose(() => {
      if (current?.owns(panel) === true) current = undefined;
    });
  };
  return vscode.Disposable.from(
    provider,
    doors.commands.register('sigfox.doctor.check', async (device) => {
      const wanted = typeof device === 'string' ? device : undefined;
      if (current) await current.reveal(wanted);
      else show(DoctorPanel.create(), wanted);
    }),
    doors.commands.register('sigfox.doctor.copyDiagnosis', async () => {
      const text = current?.text;
      if (text === undefined) {
        throw new UserError(vscode.l10n.t('Nothing was checked yet.'), {
          action: { title: vscode.l10n.t('Check the Chain'), command: 'sigfox.doctor.check' },
        });
      }
      await vscode.env.clipboard.writeText(text);
    }),
    doors.pages.register(pageTypes.doctor, (panel) => show(panel, undefined)),
    new vscode.Disposable(() => current?.dispose()),
  );
}

class ChainView implements vscode.TreeDataProvider<ChainRow>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  private readonly subscription: vscode.Disposable;
  private timer: NodeJS.Timeout | undefined;

  readonly onDidChangeTreeData = this.changed.event;

  constructor(private readonly chain: Chain) {
    this.subscription = vscode.Disposable.from(chain.onDidChange(() => this.refreshSoon()));
  }

  getChildren(row?: ChainRow): ChainRow[] {
    if (row) return [];
    return [...chainRows(this.chain, formatTime)];
  }

  getTreeItem(row: ChainRow): vscode.TreeItem {
    const item = new vscode.TreeItem(row.label);
    item.id = row.link;
    item.description = row.description;
    item.tooltip = row.tooltip;
    item.iconPath = new vscode.ThemeIcon(
      row.icon.name,
      row.icon.color === undefined ? undefined : new vscode.ThemeColor(row.icon.color),
    );
    item.accessibilityInformation = { label: row.spoken };
    if (row.command !== undefined) item.command = { command: row.command, title: '' };
    return item;
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.subscription.dispose();
    this.changed.dispose();
  }

  /** At most one refresh a second: the editor shows nothing at all of a tree that is refreshed too often. */
  private refreshSoon(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.changed.fire(undefined);
    }, 1_000);
  }
}

function formatTime(atMs: number): string {
  return new Date(atMs).toLocaleTimeString(vscode.env.language, { hourCycle: 'h23' });
}
