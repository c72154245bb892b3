import * as vscode from 'vscode';
import { pageTypes } from '../../contributions';
import { pageFolder, pageHtml } from '../../shared/ui/pageHtml';
import { type LaunchDraft, readDraft } from '../launchDraft';
import type { LaunchSession } from '../launchSession';
import { readPageMessage } from '../pageBlocks';

export interface PanelDoors {
  readonly extensionUri: vscode.Uri;
  /** Reading templates is heavy: it is loaded when a page is opened. */
  createSession(draft: LaunchDraft): Promise<LaunchSession>;
  /** A button the session has no answer for: it is a command's to do. */
  onPress(id: string): void;
}

/** The launch page: draws what the session says and tells it what the person does. */
export class LaunchPanel implements vscode.Disposable {
  private opened: LaunchSession | undefined;
  private isDisposed = false;
  private timer: NodeJS.Timeout | undefined;

  static create(): vscode.WebviewPanel {
    return vscode.window.createWebviewPanel(
      pageTypes.launchStack,
      vscode.l10n.t('Launch Stack'),
      vscode.ViewColumn.Active,
    );
  }

  constructor(
    readonly panel: vscode.WebviewPanel,
    private readonly doors: PanelDoors,
    state: unknown,
  ) {
    const { webview } = panel;
    webview.options = {
      enableScripts: true,
      localResourceRoots: [pageFolder(doors.extensionUri)],
    };
    webview.onDidReceiveMessage((message: unknown) => this.receive(message));
    panel.onDidDispose(() => this.dispose());
    webview.html = pageHtml(webview, doors.extensionUri, {
      name: 'launchPage',
      title: vscode.l10n.t('Launch Stack'),
      words: { copy: vscode.l10n.t('Copy') },
    });
    void this.begin(readDraft(state));
  }

  /** What the page is about; undefined in the moment before it is loaded. */
  get session(): LaunchSession | undefined {
    return this.opened;
  }

  /** Closing the page is leaving the preview: nothing is left behind. */
  dispose(): void {
    clearTimeout(this.timer);
    this.isDisposed = true;
    const session = this.opened;
    if (session) void session.leavePreview().finally(() => session.dispose());
  }

  private async begin(draft: LaunchDraft): Promise<void> {
    const session = await this.doors.createSession(draft);
    if (this.isDisposed) {
      session.dispose();
      return;
    }
    this.opened = session;
    session.onDidChange(() => this.showSoon());
    await session.begin();
  }

  private receive(data: unknown): void {
    const message = readPageMessage(data);
    if (!message) return;
    if (
      message.kind === 'press' &&
      /^(copy:|step:|(useRole|openForm|handOver|chooseProfile|startSimulator)$)/.test(message.id)
    ) {
      this.doors.onPress(message.id);
    } else if (message.kind === 'ready') this.showSoon();
    else void this.opened?.receive(message);
  }

  /** Twenty times a second is more than anybody reads. */
  private showSoon(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      const session = this.opened;
      if (!session) return;
      void this.panel.webview.postMessage({ blocks: session.blocks(), draft: session.draft });
    }, 50);
  }
}
