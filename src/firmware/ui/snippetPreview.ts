import * as vscode from 'vscode';

const scheme = 'sigfox-snippet';

/** A read-only editor beside the open one, whose text follows what is highlighted in a pick. */
export class SnippetPreview implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  // Before the registration, which subscribes to it at once.
  readonly onDidChange = this.changed.event;
  private readonly owned = vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(scheme, this),
    this.changed,
  );
  private text = '';

  /** One document for all, so that moving through a list does not open a row of tabs. */
  private readonly uri = vscode.Uri.from({
    scheme,
    path: `/${vscode.l10n.t('Snippet Preview')}.cpp`,
  });

  async show(text: string): Promise<void> {
    this.text = text;
    this.changed.fire(this.uri);
    if (this.tabs().length > 0) return;
    const document = await vscode.workspace.openTextDocument(this.uri);
    await vscode.window.showTextDocument(document, {
      viewColumn: vscode.ViewColumn.Beside,
      preview: true,
      preserveFocus: true,
    });
  }

  async close(): Promise<void> {
    await vscode.window.tabGroups.close(this.tabs(), true);
  }

  provideTextDocumentContent(): string {
    return this.text;
  }

  dispose(): void {
    this.owned.dispose();
  }

  private tabs(): readonly vscode.Tab[] {
    return vscode.window.tabGroups.all
      .flatMap((group) => group.tabs)
      .filter(({ input }) => input instanceof vscode.TabInputText && input.uri.scheme === scheme);
  }
}
