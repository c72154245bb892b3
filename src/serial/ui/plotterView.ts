import * as vscode from 'vscode';
import type { Clock } from '../../shared/clock';
import { type Disposable, DisposableStore, DisposableValue } from '../../shared/disposable';
import type { MonitorTabs } from '../monitorTabs';
import { PlotFeed } from '../plotFeed';
import { plotterWords, readPlotterMessage } from '../plotterProtocol';
import { pageFolder, pageHtml } from '../../shared/ui/pageHtml';

/** The panel's Plotter: curves of the values in the active monitor's lines. */
export class PlotterView implements vscode.WebviewViewProvider, Disposable {
  private readonly owned = new DisposableStore();
  private readonly feed = new DisposableValue<PlotFeed>();
  private view: vscode.WebviewView | undefined;
  /** The log that is drawn: a cleared one is another. */
  private fedLog: string | undefined;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly tabs: MonitorTabs,
    private readonly clock: Clock,
  ) {
    this.owned.add(this.feed);
    this.owned.add(tabs.onDidChange(() => this.followActive()));
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.view = view;
    view.webview.options = {
      enableScripts: true,
      localResourceRoots: [pageFolder(this.extensionUri)],
    };
    view.webview.onDidReceiveMessage((message: unknown) => this.receive(message));
    const gone = () => this.feedNothing();
    view.onDidDispose(() => {
      this.view = undefined;
      gone();
    });
    // A page that is hidden is gone; a new one says that it is ready.
    view.onDidChangeVisibility(() => {
      if (!view.visible) gone();
    });
    view.webview.html = pageHtml(view.webview, this.extensionUri, {
      name: 'plotterPage',
      title: vscode.l10n.t('Plotter'),
      words: plotterWords(),
    });
  }

  dispose(): void {
    this.owned.dispose();
  }

  private receive(value: unknown): void {
    const message = readPlotterMessage(value);
    if (message?.kind === 'ready') {
      this.fedLog = '';
      this.followActive();
    } else if (message) {
      // By a command, which shows what goes wrong.
      void vscode.commands.executeCommand('sigfox.serial.exportPlot', message);
    }
  }

  /** Only while there is a page to draw it. */
  private followActive(): void {
    const { active } = this.tabs;
    if (this.fedLog === undefined || !active || active.logId === this.fedLog) return;
    this.fedLog = active.logId;
    const feed = new PlotFeed(
      active,
      this.clock,
      (update) => void this.view?.webview.postMessage(update),
    );
    this.feed.value = feed;
    void feed.start();
  }

  private feedNothing(): void {
    this.fedLog = undefined;
    this.feed.value = undefined;
  }
}
