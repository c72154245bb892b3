import * as vscode from 'vscode';
import { viewIds } from '../../contributions';
import type { BackendBook } from '../backendBook';
import type { BackendRow } from '../backendRows';

/** The Sigfox Backend view: maps rows to the editor's items; what makes them is loaded when it is first shown. */
export class BackendView implements vscode.TreeDataProvider<BackendRow>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  private readonly view: vscode.TreeView<BackendRow>;
  private timer: NodeJS.Timeout | undefined;
  private subscription: vscode.Disposable | undefined;

  readonly onDidChangeTreeData = this.changed.event;

  constructor(
    private readonly open: () => Promise<BackendBook>,
    private readonly rows: () => Promise<typeof import('../backendRows')>,
    /** Somebody looks at a device: what it sent is wanted. */
    private readonly lookAt: (device: string) => void,
  ) {
    this.view = vscode.window.createTreeView(viewIds.backend, { treeDataProvider: this });
  }

  get selected(): BackendRow | undefined {
    return this.view.selection[0];
  }

  async getChildren(row?: BackendRow): Promise<BackendRow[]> {
    const book = await this.open();
    this.subscription ??= vscode.Disposable.from(book.onDidChange(() => this.refreshSoon()));
    const { backendChildren, backendRoots } = await this.rows();
    this.view.description = book.account?.name ?? '';
    if (!row) return [...backendRoots(book)];
    if (row.kind === 'device') this.lookAt(row.subject);
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
    this.subscription?.dispose();
    this.view.dispose();
    this.changed.dispose();
  }

  /** At most one refresh a second: the editor shows nothing at all of a tree that is refreshed too often. */
  refreshSoon(): void {
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
