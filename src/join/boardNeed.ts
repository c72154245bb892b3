import * as vscode from 'vscode';
import { findSketch } from '../firmware/sketchFolder';
import { DisposableStore } from '../shared/disposable';
import { fileExists } from '../shared/ui/fileExists';
import type { Joint } from './joint';

/** Where the workspace keeps which serial monitors were open. */
export const monitorsKey = 'serial.monitors';

/** Calls as soon as a file of a sketch is open; at once where a serial monitor was open before. */
export function whenBoardIsNeeded({ context, owned }: Joint, run: () => void): void {
  if (context.workspaceState.get(monitorsKey) !== undefined) {
    run();
    return;
  }
  const waiting = owned.add(new DisposableStore());
  const look = async (uri: vscode.Uri) => {
    if (!(await isOfSketch(uri))) return;
    waiting.dispose();
    run();
  };
  waiting.add(vscode.workspace.onDidOpenTextDocument(({ uri }) => look(uri)));
  for (const { uri } of vscode.workspace.textDocuments) void look(uri);
  // A tab that is not in front has no document yet.
  for (const { input } of vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs)) {
    if (input instanceof vscode.TabInputText) void look(input.uri);
  }
}

async function isOfSketch(uri: vscode.Uri): Promise<boolean> {
  if (uri.path.endsWith('.ino')) return true;
  const isSource = uri.scheme === 'file' && /\.(?:cpp|c|h|hpp|S)$/.test(uri.path);
  return isSource && (await findSketch(uri.fsPath, fileExists)) !== undefined;
}
