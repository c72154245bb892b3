import * as vscode from 'vscode';

/** A tree view that the editor knows from the start; what fills it is asked for when the view is first shown. */
export class LateTree<T> implements vscode.TreeDataProvider<T>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<T | T[] | undefined>();
  private provider: vscode.TreeDataProvider<T> | undefined;
  private readonly view: vscode.TreeView<T>;

  readonly onDidChangeTreeData = this.changed.event;

  constructor(
    id: string,
    /** Brings what calls `fill`. */
    private readonly open: () => Promise<unknown>,
    options: { readonly showCollapseAll?: boolean } = {},
  ) {
    this.view = vscode.window.createTreeView(id, { ...options, treeDataProvider: this });
  }

  /** Hands in what fills the tree, and gives the view. */
  fill(provider: vscode.TreeDataProvider<T>): vscode.TreeView<T> {
    this.provider = provider;
    provider.onDidChangeTreeData?.((rows) => this.changed.fire(rows ?? undefined));
    return this.view;
  }

  getChildren(row?: T): vscode.ProviderResult<T[]> {
    return this.provider ? this.provider.getChildren(row) : this.openFirst(row);
  }

  getTreeItem(row: T): vscode.TreeItem | Thenable<vscode.TreeItem> {
    // Only what fills the tree has given rows.
    return this.provider?.getTreeItem(row) ?? new vscode.TreeItem('');
  }

  resolveTreeItem(
    item: vscode.TreeItem,
    row: T,
    token: vscode.CancellationToken,
  ): vscode.ProviderResult<vscode.TreeItem> {
    return this.provider?.resolveTreeItem?.(item, row, token) ?? item;
  }

  dispose(): void {
    this.view.dispose();
    this.changed.dispose();
  }

  private async openFirst(row?: T): Promise<T[]> {
    await this.open();
    return (await this.provider?.getChildren(row)) ?? [];
  }
}
