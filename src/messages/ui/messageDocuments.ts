import * as vscode from 'vscode';
import { messageText } from '../messageText';
import type { MessageTree, TreeSources } from '../messageTree';
import { formatRowId, parseRowId, type RowId } from '../treeNode';

const scheme = 'sigfox-message';

/** Messages as read-only documents: plain text, whatever the message says. */
export class MessageDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  // Before the registration, which subscribes to it at once.
  readonly onDidChange = this.changed.event;
  private readonly owned = vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(scheme, this),
    this.changed,
  );

  constructor(
    private readonly tree: MessageTree,
    private readonly sources: TreeSources,
  ) {
    // A changed payload config decodes anew what is open.
    sources.book.onDidChange(() => {
      for (const { uri } of vscode.workspace.textDocuments) {
        if (uri.scheme === scheme) this.changed.fire(uri);
      }
    });
  }

  async open(row: RowId): Promise<void> {
    const message = this.tree.message(row);
    if (!message) return;
    const { connectionId, number } = message;
    const read = message.content.kind === 'message' ? message.content.message : undefined;
    const device = read?.device ?? '';
    const uri = vscode.Uri.from({
      scheme,
      path: `/${device === '' ? 'message' : device} #${read?.seqNumber ?? number}.txt`,
      query: formatRowId({ kind: 'message', connectionId, device, number }),
    });
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: true, preserveFocus: true });
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const row = parseRowId(uri.query);
    const message = row && this.tree.message(row);
    if (!message) return vscode.l10n.t('This message is no longer kept.');
    const { content, connectionId } = message;
    const device = content.kind === 'message' ? content.message.device : undefined;
    const name = device && this.tree.nameOf({ connectionId, device });
    return messageText(message, this.tree.decode(message), name, this.sources.format);
  }

  dispose(): void {
    this.owned.dispose();
  }
}
