import * as vscode from 'vscode';
import type { LateTree } from '../../shared/ui/lateTree';
import type { BackendBook } from '../backendBook';
import { backendChildren, backendRoots, type BackendRow } from '../backendRows';
import type { BackendWatch } from '../backendWatch';

/** The Sigfox Backend view: maps rows to the editor's items and decides nothing itself. */
export class BackendView implements vscode.TreeDataProvider<BackendRow>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  private readonly view: vscode.TreeView<BackendRow>;
  private readonly owned: vscode.Disposable;
  private timer: NodeJS.Timeout | undefined;

  readonly onDidChangeTreeData = this.changed.event;

  constructor(
    private readonly book: BackendBook,
    private readonly watch: BackendWatch,
    tree: LateTree<BackendRow>,
  ) {
    this.view = tree.fill(this);
    this.owned = vscode.Disposable.from(
      this.changed,
      book.onDidChange(() => this.refreshSoon()),
    );
  }

  get selected(): BackendRow | undefined {
    return this.view.selection[0];
  }

  getChildren(row?: BackendRow): BackendRow[] {
    const { book } = this;
    if (!row) {
      this.view.description = book.account?.name ?? '';
      return [...backendRoots(book)];
    }
    const device = row.kind === 'device' ? book.device(row.subject) : undefined;
    if (device && !book.messagesOf(device.id)) {
      this.watch.note(device.id);
      void book.refreshMessages(device.id);
    }
    return [...backendChildren(book, row, { dateTime })];
  }

  getTreeItem(row: BackendRow): vscode.TreeItem {
    const item = new vscode.TreeItem(row.label, collapsibleStates[row.collapsible]);
    item.id = row.id;
    item.description = row.description;
    item.tooltip = row.tooltip;
    if (row.icon) {
      const { name, color } = row.icon;
      const tint = color === undefined ? undefined : new vscode.ThemeColor(color);
      item.iconPath = new vscode.ThemeIcon(name, tint);
    }
    item.contextValue = row.capabilities.join(' ');
    item.accessibilityInformation = { label: `${row.label} ${row.description}` };
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

const collapsibleStates = {
  no: vscode.TreeItemCollapsibleState.None,
  collapsed: vscode.TreeItemCollapsibleState.Collapsed,
  expanded: vscode.TreeItemCollapsibleState.Expanded,
} as const;

function dateTime(atMs: number): string {
  return new Date(atMs).toLocaleString(vscode.env.language, { hourCycle: 'h23' });
}
