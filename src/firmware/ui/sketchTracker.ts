import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../shared/disposable';
import { Emitter } from '../../shared/event';
import { fileExists } from '../../shared/ui/fileExists';
import { misplacedSketch, noSketch, notOnDisk } from '../firmwareErrors';
import { baseName, findSketch, parentOf } from '../sketchFolder';

/** Knows the sketch the person works on: that of the active editor, else one that is open in a tab. */
export class SketchTracker implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly changed = new Emitter<undefined>();
  private folder: string | undefined;
  private look = 0;

  /** The person turned to another sketch, or closed the last one. */
  readonly onDidChange = this.changed.event;

  constructor() {
    const update = () => void this.update();
    this.owned.add(vscode.window.onDidChangeActiveTextEditor(update));
    this.owned.add(vscode.window.tabGroups.onDidChangeTabs(update));
    update();
  }

  get current(): string | undefined {
    return this.folder;
  }

  /** The sketch of a file, or the current one; a reason in words where there is none. */
  async require(resource: unknown): Promise<string> {
    const uri = resource instanceof vscode.Uri ? resource : undefined;
    if (!uri) {
      // The editor of the moment counts, even when the news of it is still on its way.
      await this.update();
      if (this.folder !== undefined) return this.folder;
    }
    const file = uri ?? vscode.window.activeTextEditor?.document.uri;
    if (!file || (!uri && !file.path.endsWith('.ino'))) throw noSketch();
    if (file.scheme !== 'file') throw notOnDisk();
    const folder = await findSketch(file.fsPath, fileExists);
    if (folder !== undefined) return folder;
    throw misplacedSketch(baseName(file.fsPath), baseName(parentOf(file.fsPath)));
  }

  dispose(): void {
    this.owned.dispose();
    this.changed.dispose();
  }

  private async update(): Promise<void> {
    this.look += 1;
    const { look } = this;
    const folder = await firstSketch(openFiles());
    // A later look is nearer to the truth.
    if (look !== this.look || folder === this.folder) return;
    this.folder = folder;
    this.changed.fire(undefined);
  }
}

async function firstSketch(files: readonly vscode.Uri[]): Promise<string | undefined> {
  for (const file of files) {
    const folder = await findSketch(file.fsPath, fileExists);
    if (folder !== undefined) return folder;
  }
  return undefined;
}

/** A header or source counts when it is looked at; a sketch counts as long as it is open. */
function openFiles(): readonly vscode.Uri[] {
  const active = vscode.window.activeTextEditor?.document;
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const sketches = tabs
    .map(({ input }) => (input instanceof vscode.TabInputText ? input.uri : undefined))
    .filter((uri) => uri?.path.endsWith('.ino'));
  return [active && isSource(active) ? active.uri : undefined, ...sketches].filter(
    (uri): uri is vscode.Uri => uri?.scheme === 'file',
  );
}

function isSource({ uri }: vscode.TextDocument): boolean {
  return /\.(?:ino|cpp|c|h|hpp|S)$/.test(uri.path);
}

/** Saves what the person has typed in files of the sketch: arduino-cli reads them from the disk. */
export async function saveSketch(folder: string): Promise<void> {
  const dirty = vscode.workspace.textDocuments.filter(
    ({ isDirty, uri }) =>
      isDirty &&
      uri.scheme === 'file' &&
      uri.fsPath.replaceAll('\\', '/').startsWith(`${folder.replaceAll('\\', '/')}/`),
  );
  for (const document of dirty) await document.save();
}
