import * as vscode from 'vscode';
import { pageTypes } from '../../contributions';
import { pageFolder, pageHtml } from '../../shared/ui/pageHtml';
import { callbackFormView, type FormInput } from '../callbackFormView';
import { formPageWords, type FormPageUpdate, readFormPageMessage } from '../callbackPage';
import type { PastedValues } from '../pastedValues';
import type { SigfoxDoors } from './registerSigfox';

/** What was pasted outlives the page: the doctor asks for it. */
export interface Written {
  pasted: PastedValues;
  onDidChange(): void;
}

/** The page of the callback form: shows what the middle makes of what is written on it. */
export class CallbackFormPanel {
  private readonly owned: vscode.Disposable;
  private input: FormInput;

  static create(): vscode.WebviewPanel {
    return vscode.window.createWebviewPanel(
      pageTypes.callbackForm,
      vscode.l10n.t('Callback Form'),
      vscode.ViewColumn.Active,
    );
  }

  constructor(
    private readonly panel: vscode.WebviewPanel,
    private readonly doors: SigfoxDoors,
    private readonly written: Written,
  ) {
    const { webview } = panel;
    this.input = { config: doors.subject().config, body: '', pasted: {} };
    webview.options = {
      enableScripts: true,
      localResourceRoots: [pageFolder(doors.extensionUri)],
    };
    this.owned = vscode.Disposable.from(
      webview.onDidReceiveMessage((message: unknown) => this.receive(message)),
      doors.onDidChangeTarget(() => this.show()),
    );
    panel.onDidDispose(() => {
      this.owned.dispose();
    });
    const words = formPageWords();
    webview.html = pageHtml(webview, doors.extensionUri, {
      name: 'callbackFormPage',
      title: words.title,
      words,
    });
  }

  owns(panel: vscode.WebviewPanel): boolean {
    return this.panel === panel;
  }

  reveal(): void {
    this.panel.reveal();
  }

  dispose(): void {
    this.panel.dispose();
  }

  private receive(value: unknown): void {
    const message = readFormPageMessage(value);
    switch (message?.kind) {
      case 'ready':
      case 'changed':
        if (message.input) {
          this.input = message.input;
          this.written.pasted = message.input.pasted;
          this.written.onDidChange();
        }
        return this.show();
      case 'updateExternalId':
        void vscode.commands.executeCommand('sigfox.cloud.updateStack', {
          ExternalId: message.externalId,
        });
        return;
      case 'copy':
        void vscode.env.clipboard.writeText(message.text);
        vscode.window.setStatusBarMessage(vscode.l10n.t('Copied: {0}', message.label), 2_000);
        return;
      case undefined:
        return;
    }
  }

  private show(): void {
    const { sample } = this.doors.subject(this.input.config);
    const view = callbackFormView(this.input, this.doors.target(), sample);
    const update: FormPageUpdate = { input: this.input, view };
    void this.panel.webview.postMessage(update);
  }
}
