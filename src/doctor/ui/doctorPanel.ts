import * as vscode from 'vscode';
import { pageTypes } from '../../contributions';
import type { Disposable } from '../../shared/disposable';
import type { Event } from '../../shared/event';
import { pageFolder, pageHtml } from '../../shared/ui/pageHtml';
import { diagnose, type Diagnosis } from '../diagnosis';
import {
  type DoctorMessage,
  type DoctorUpdate,
  doctorWords,
  readDoctorMessage,
} from '../doctorPage';
import { doctorText, doctorView, type DoctorView } from '../doctorView';
import type { Fix, PathFacts } from '../pathFacts';

export interface DoctorDoors {
  readonly extensionUri: vscode.Uri;
  /** Gathers what is known of a device's path; with `isProbing` it asks the world for it as well. */
  gather(
    device: string | undefined,
    how: { readonly isProbing: boolean; readonly signal: AbortSignal },
  ): Promise<PathFacts>;
  /** Devices to choose from. */
  devices(): readonly { readonly id: string; readonly name: string }[];
  /** Something about the path is known better. */
  readonly onDidChange: Event<unknown>;
  /** For the chain, which says the same. */
  found(diagnosis: Diagnosis): void;
}

/** The Doctor page: asks anew when told to, and follows what the rooms prove meanwhile. */
export class DoctorPanel {
  private readonly owned: Disposable;
  private readonly ending = new AbortController();
  private shown: { readonly view: DoctorView; readonly diagnosis: Diagnosis } | undefined;
  private checking = 0;
  private timer: NodeJS.Timeout | undefined;

  static create(): vscode.WebviewPanel {
    return vscode.window.createWebviewPanel(
      pageTypes.doctor,
      vscode.l10n.t('Doctor'),
      vscode.ViewColumn.Active,
    );
  }

  constructor(
    private readonly panel: vscode.WebviewPanel,
    private readonly doors: DoctorDoors,
    private device: string | undefined,
  ) {
    const { webview } = panel;
    webview.options = {
      enableScripts: true,
      localResourceRoots: [pageFolder(doors.extensionUri)],
    };
    this.owned = vscode.Disposable.from(
      webview.onDidReceiveMessage((message: unknown) => this.receive(readDoctorMessage(message))),
      doors.onDidChange(() => this.followSoon()),
    );
    panel.onDidDispose(() => {
      clearTimeout(this.timer);
      this.ending.abort();
      this.owned.dispose();
    });
    const words = doctorWords();
    webview.html = pageHtml(webview, doors.extensionUri, {
      name: 'doctorPage',
      title: words.title,
      words,
    });
  }

  owns(panel: vscode.WebviewPanel): boolean {
    return this.panel === panel;
  }

  get text(): string | undefined {
    return this.shown && doctorText(this.shown.view);
  }

  async reveal(device: string | undefined): Promise<void> {
    this.device = device ?? this.device;
    this.panel.reveal();
    await this.check(true);
  }

  dispose(): void {
    this.panel.dispose();
  }

  async check(isProbing: boolean): Promise<void> {
    const { signal } = this.ending;
    if (isProbing) {
      this.checking += 1;
      this.post();
    }
    try {
      const facts = await this.doors.gather(this.device, { isProbing, signal });
      if (signal.aborted) return;
      this.device = facts.device?.id;
      const diagnosis = diagnose(facts);
      this.shown = { diagnosis, view: doctorView(diagnosis, facts, formatTime) };
      this.doors.found(diagnosis);
    } finally {
      if (isProbing) this.checking -= 1;
      if (!signal.aborted) this.post();
    }
  }

  private receive(message: DoctorMessage | undefined): void {
    switch (message?.kind) {
      case 'ready':
        this.device ??= message.device;
        void this.check(true);
        return;
      case 'check':
        void this.check(true);
        return;
      case 'copy':
        void vscode.env.clipboard.writeText(this.text ?? '');
        vscode.window.setStatusBarMessage(vscode.l10n.t('Copied as text'), 2_000);
        return;
      case 'otherDevice':
        void this.chooseDevice();
        return;
      case 'fix':
        void this.mend(
          this.shown?.diagnosis.verdicts.find(({ link }) => link === message.link)?.fix,
        );
        return;
      case undefined:
        return;
    }
  }

  /** Runs the one button of a link and looks again. */
  private async mend(fix: Fix | undefined): Promise<void> {
    if (!fix) return;
    if (fix.kind === 'page') await vscode.env.openExternal(vscode.Uri.parse(fix.url));
    else await vscode.commands.executeCommand(fix.command, ...(fix.arguments ?? []));
    if (!this.ending.signal.aborted) await this.check(true);
  }

  private async chooseDevice(): Promise<void> {
    const items = this.doors
      .devices()
      .map(({ id, name }) => ({ label: name, description: name === id ? '' : id, id }));
    const chosen = await vscode.window.showQuickPick(items, {
      title: vscode.l10n.t('Other Device…'),
      placeHolder: vscode.l10n.t('Whose messages are missing?'),
    });
    if (chosen && !this.ending.signal.aborted) await this.reveal(chosen.id);
  }

  /** At most once a second: facts come in bursts. */
  private followSoon(): void {
    if (this.checking > 0 || !this.shown) return;
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.check(false);
    }, 1_000);
  }

  private post(): void {
    const update: DoctorUpdate = {
      view: this.shown?.view,
      isChecking: this.checking > 0,
      device: this.device,
    };
    void this.panel.webview.postMessage(update);
  }
}

function formatTime(atMs: number): string {
  return new Date(atMs).toLocaleTimeString(vscode.env.language, { hourCycle: 'h23' });
}
