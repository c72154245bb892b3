import * as vscode from 'vscode';
import type { LateTree } from '../../shared/ui/lateTree';
import { type RowFormat, type StackRow, stackRows } from '../stackRows';
import type { StackStore } from '../stackStore';

/** The Stack view: maps rows to the editor's items and tells it when they changed; decides nothing itself. */
export class StackView implements vscode.TreeDataProvider<StackRow>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  private readonly view: vscode.TreeView<StackRow>;
  private readonly owned: vscode.Disposable;
  private timer: NodeJS.Timeout | undefined;
  private rows: readonly StackRow[] = [];

  readonly onDidChangeTreeData = this.changed.event;

  constructor(
    private readonly store: StackStore,
    private readonly format: () => RowFormat,
    tree: LateTree<StackRow>,
  ) {
    this.view = tree.fill(this);
    this.owned = vscode.Disposable.from(
      this.changed,
      store.onDidChange(() => this.refreshSoon()),
      this.view.onDidChangeVisibility(({ visible }) => {
        if (visible) void store.refresh();
      }),
    );
  }

  get selected(): StackRow | undefined {
    return this.view.selection[0];
  }

  rowOf(id: string | undefined): StackRow | undefined {
    const all = this.rows.flatMap((row) => [row, ...row.children]);
    return all.find((row) => row.id === id);
  }

  getChildren(row?: StackRow): StackRow[] {
    if (row) return [...row.children];
    this.rows = stackRows(this.store, this.format());
    return [...this.rows];
  }

  getTreeItem(row: StackRow): vscode.TreeItem {
    const item = new vscode.TreeItem(
      row.label,
      row.children.length > 0
        ? vscode.TreeItemCollapsibleState.Collapsed
        : vscode.TreeItemCollapsibleState.None,
    );
    item.id = row.id;
    item.description = row.description;
    item.tooltip = row.spoken;
    item.iconPath = new vscode.ThemeIcon(
      row.icon.name,
      row.icon.color === undefined ? undefined : new vscode.ThemeColor(row.icon.color),
    );
    item.contextValue = row.capabilities.join(' ');
    item.accessibilityInformation = { label: row.spoken };
    if (row.capabilities.includes('stackShown')) {
      item.command = { command: 'sigfox.cloud.showStack', title: '' };
    }
    return item;
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.owned.dispose();
  }

  /** At most one refresh a second: the editor shows nothing at all of a tree that is refreshed too often. */
  private refreshSoon(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.changed.fire(undefined);
    }, 1_000);
  }
}
