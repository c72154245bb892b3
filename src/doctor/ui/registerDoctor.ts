import * as vscode from 'vscode';
import type { Disposable } from '../../shared/disposable';
import type { LateTree } from '../../shared/ui/lateTree';
import type { Chain } from '../chain';
import { type ChainRow, chainRows } from '../chainRows';

/** The Chain view: seven rows, redrawn when a fact about one of them changes. */
export function registerDoctor(chain: Chain, tree: LateTree<ChainRow>): Disposable {
  const provider = new ChainView(chain);
  tree.fill(provider);
  return provider;
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
