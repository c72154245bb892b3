import * as vscode from 'vscode';
import { pageTypes } from '../../contributions';
import { pageFolder, pageHtml } from '../../shared/ui/pageHtml';
import { devicePageModel, stateAt, stepFrom } from '../devicePage';
import {
  type DevicePageState,
  devicePageWords,
  readDevicePageMessage,
} from '../devicePageProtocol';
import type { SeenDoors } from './registerSeen';

/** A message can come every few milliseconds; a person reads slower. */
const pacingMs = 200;

/** The page of one device: its newest message bit by bit, what changed, and its sequence. */
export class DevicePanel {
  private readonly owned: vscode.Disposable;
  private timer: NodeJS.Timeout | undefined;

  static create(): vscode.WebviewPanel {
    return vscode.window.createWebviewPanel(pageTypes.device, '', vscode.ViewColumn.Active);
  }

  constructor(
    readonly panel: vscode.WebviewPanel,
    private readonly doors: SeenDoors,
    private state: DevicePageState,
  ) {
    const { webview } = panel;
    const { store, book } = doors.sources;
    const title = devicePageModel(doors.sources, state).title;
    panel.title = title;
    webview.options = {
      enableScripts: true,
      localResourceRoots: [pageFolder(doors.extensionUri)],
    };
    this.owned = vscode.Disposable.from(
      webview.onDidReceiveMessage((message: unknown) => this.receive(message)),
      store.onDidChange(({ key }) => {
        if (key === '' || key === this.key) this.showSoon();
      }),
      book.onDidChange(() => this.showSoon()),
    );
    panel.onDidDispose(() => this.dispose());
    webview.html = pageHtml(webview, doors.extensionUri, {
      name: 'devicePage',
      title,
      words: devicePageWords(),
    });
  }

  get key(): string {
    return `${this.state.connectionId}/${this.state.device}`;
  }

  /** Shows another message of the same device. */
  show(state: DevicePageState): void {
    this.state = state;
    this.showNow();
    this.panel.reveal();
  }

  private receive(value: unknown): void {
    const message = readDevicePageMessage(value);
    const { sources } = this.doors;
    switch (message?.kind) {
      case undefined:
        return;
      case 'ready':
        return this.showNow();
      case 'follow':
        return this.become({ ...this.state, receivedAtMs: undefined });
      case 'step':
        return this.become(stepFrom(sources, this.state, message.by));
      case 'show':
        return this.become(stateAt(sources, this.state, message.message));
      case 'setConfig':
        return void this.doors.setConfig(this.state);
      case 'plot':
        return void this.doors.plot(this.state, undefined);
      case 'plotField':
        return void this.doors.plot(this.state, message.field);
    }
  }

  private become(state: DevicePageState): void {
    this.state = state;
    this.showNow();
  }

  private showSoon(): void {
    this.timer ??= setTimeout(() => this.showNow(), pacingMs);
  }

  private showNow(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const model = devicePageModel(this.doors.sources, this.state);
    this.panel.title = model.title;
    void this.panel.webview.postMessage(model);
  }

  private dispose(): void {
    clearTimeout(this.timer);
    this.owned.dispose();
    this.doors.closed(this);
  }
}
