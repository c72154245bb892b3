import * as vscode from 'vscode';

const scheme = 'sigfox-grant';

/** "What am I granting?" of a stack that is there, as a read-only document. */
export class GrantDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly owned = vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(scheme, this),
    this.changed,
  );
  readonly onDidChange = this.changed.event;

  async show(name: string, text: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme, path: `/${vscode.l10n.t('What {0} grants', name)}.txt` });
    this.texts.set(uri.path, text);
    this.changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: true });
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.path) ?? vscode.l10n.t('Run "What Am I Granting?" again.');
  }

  dispose(): void {
    this.owned.dispose();
  }
}
