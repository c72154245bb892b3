import * as vscode from 'vscode';
import type { Disposable } from '../../shared/disposable';
import { MonitorPresenter, type PresenterDoors } from '../monitorPresenter';
import { type PageMessage, readPageMessage } from '../monitorProtocol';
import { monitorWords } from '../monitorWords';
import { pageFolder, pageHtml } from '../../shared/ui/pageHtml';

/** The panel's Serial Monitor: a page that shows what the presenter says and passes on what the person does. */
export class MonitorView implements vscode.WebviewViewProvider, Disposable {
  readonly presenter: MonitorPresenter;
  private view: vscode.WebviewView | undefined;

  constructor(
    private readonly extensionUri: vscode.Uri,
    doors: Omit<PresenterDoors, 'post'>,
    private readonly handle: (message: PageMessage) => void,
  ) {
    this.presenter = new MonitorPresenter({
      ...doors,
      post: (update) => void this.view?.webview.postMessage(update),
    });
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.view = view;
    view.webview.options = {
      enableScripts: true,
      localResourceRoots: [pageFolder(this.extensionUri)],
    };
    view.webview.onDidReceiveMessage((message: unknown) => this.receive(message));
    view.onDidDispose(() => {
      this.view = undefined;
      this.presenter.gone();
    });
    view.onDidChangeVisibility(() => {
      if (!view.visible) this.presenter.gone();
    });
    view.webview.html = pageHtml(view.webview, this.extensionUri, {
      name: 'monitorPage',
      title: vscode.l10n.t('Serial Monitor'),
      words: monitorWords(),
    });
  }

  dispose(): void {
    this.presenter.dispose();
  }

  private receive(value: unknown): void {
    const message = readPageMessage(value);
    if (!message) return;
    if (message.kind === 'ready') this.presenter.ready();
    else if (message.kind === 'window') {
      this.presenter.windowIs(message.drawn, message.from, message.count);
    } else this.handle(message);
  }
}
