import * as vscode from 'vscode';
import { pageTypes } from '../../contributions';
import { pageFolder, pageHtml } from '../../shared/ui/pageHtml';
import { exportFileName } from '../messageExport';
import { PlotModel } from '../plotModel';
import {
  type PlotPageState,
  type PlottedDevice,
  plotPageWords,
  readPlotPageMessage,
} from '../plotPageProtocol';
import type { SeenDoors } from './registerSeen';

/** Drawing some thousand points anew takes a while: that often is often enough. */
const pacingMs = 1_000;

/** The page of a plot: one field of one or several devices, from everything that is kept, and live from then on. */
export class PlotPanel {
  private readonly owned: vscode.Disposable;
  private plot: PlotModel;
  /** Number of the newest message taken in, by device. */
  private taken: number[] = [];
  private readings = 0;
  private isReading = false;
  private timer: NodeJS.Timeout | undefined;

  static create(): vscode.WebviewPanel {
    return vscode.window.createWebviewPanel(pageTypes.plot, '', vscode.ViewColumn.Active);
  }

  constructor(
    readonly panel: vscode.WebviewPanel,
    private readonly doors: SeenDoors,
    private state: PlotPageState,
  ) {
    const { webview } = panel;
    const { store, book } = doors.sources;
    this.plot = new PlotModel(doors.sources, state);
    const { title } = this.plot.model();
    panel.title = title;
    webview.options = {
      enableScripts: true,
      localResourceRoots: [pageFolder(doors.extensionUri)],
    };
    this.owned = vscode.Disposable.from(
      webview.onDidReceiveMessage((message: unknown) => void this.receive(message)),
      store.onDidChange(({ key }) => this.storeChanged(key)),
      // Another config says something else of the past as well.
      book.onDidChange(() => void this.begin(this.state)),
    );
    panel.onDidDispose(() => {
      clearTimeout(this.timer);
      this.owned.dispose();
    });
    webview.html = pageHtml(webview, doors.extensionUri, {
      name: 'plotPage',
      title,
      words: plotPageWords(),
    });
  }

  private async receive(value: unknown): Promise<void> {
    const message = readPlotPageMessage(value);
    switch (message?.kind) {
      case undefined:
        return;
      case 'ready':
        return this.begin(this.state);
      case 'field':
        return this.begin({ ...this.state, field: message.name });
      case 'chooseDevices': {
        const devices = await this.doors.pickDevices(this.state);
        return devices && this.begin({ ...this.state, devices });
      }
      case 'csv':
        return save('csv', this.state.field, new TextEncoder().encode(this.plot.csv()));
      case 'png':
        return save('png', this.state.field, Buffer.from(message.content, 'base64'));
    }
  }

  /** Takes everything in anew; a later beginning wins over one that still reads. */
  private async begin(state: PlotPageState): Promise<void> {
    const reading = ++this.readings;
    this.state = state;
    this.isReading = true;
    const plot = new PlotModel(this.doors.sources, state);
    const taken: number[] = [];
    for (const [at, device] of state.devices.entries()) {
      await this.doors.readAll(device, (message) => plot.add(at, message));
      if (reading !== this.readings) return;
      taken.push(this.newestOf(device));
    }
    this.isReading = false;
    this.plot = plot;
    this.taken = taken;
    this.show();
  }

  private storeChanged(key: string): void {
    if (this.isReading) return;
    if (key === '') return void this.begin(this.state);
    const at = this.state.devices.findIndex((each) => keyOf(each) === key);
    const device = this.state.devices[at];
    if (!device) return;
    const newest = this.taken[at] ?? Number.NEGATIVE_INFINITY;
    const messages = this.doors.sources.store.log(key)?.messages ?? [];
    for (const message of messages.filter(({ number }) => number > newest)) {
      this.plot.add(at, message);
    }
    this.taken[at] = this.newestOf(device);
    this.timer ??= setTimeout(() => this.show(), pacingMs);
  }

  private newestOf(device: PlottedDevice): number {
    const newest = this.doors.sources.store.log(keyOf(device))?.messages.at(-1);
    return newest?.number ?? Number.NEGATIVE_INFINITY;
  }

  private show(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const model = this.plot.model();
    this.panel.title = model.title;
    void this.panel.webview.postMessage(model);
  }
}

function keyOf({ connectionId, device }: PlottedDevice): string {
  return `${connectionId}/${device}`;
}

async function save(format: 'csv' | 'png', field: string, bytes: Uint8Array): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/');
  const name = exportFileName(`plot ${field}`, 'csv').replace(/csv$/, format);
  const target = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Export Plot'),
    filters: { [format.toUpperCase()]: [format] },
    defaultUri: vscode.Uri.joinPath(folder, name),
  });
  if (target) await vscode.workspace.fs.writeFile(target, bytes);
}
