import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { eventually, inWindow, textsOf } from '../../support/window';

export const run = (command: string, ...args: unknown[]) =>
  vscode.commands.executeCommand(command, ...args);
export const statusItems = () => textsOf('.part.statusbar .statusbar-item');

/** Writes a sketch into the workspace, other files by name, and opens it; gives its folder. */
export async function openSketch(
  name: string,
  text: string,
  others: Readonly<Record<string, string>> = {},
): Promise<string> {
  const root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  assert.ok(root !== undefined);
  const folder = path.join(root, name);
  mkdirSync(folder, { recursive: true });
  for (const [file, content] of Object.entries({ ...others, [`${name}.ino`]: text })) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), content);
  }
  await vscode.window.showTextDocument(vscode.Uri.file(path.join(folder, `${name}.ino`)));
  return folder;
}

/** Replaces the text of a sketch in its editor, as a person does: it is not saved. */
export async function retype(folder: string, text: string): Promise<void> {
  const file = vscode.Uri.file(path.join(folder, `${path.basename(folder)}.ino`));
  const document = await vscode.workspace.openTextDocument(file);
  const all = new vscode.Range(0, 0, document.lineCount, 0);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(file, all, text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

/** Runs a command that asks, and answers by typing and Enter. */
export async function answer(command: string, text: string): Promise<void> {
  const done = run(command);
  const input = '.quick-input-widget:not(.hidden) .quick-input-box input';
  await inWindow({ do: 'wait', selector: input });
  await inWindow({ do: 'type', text });
  await inWindow({
    do: 'wait',
    selector: `.quick-input-list .monaco-list-row.focused:has-text(${JSON.stringify(text)})`,
    timeout: 60_000,
  });
  await inWindow({ do: 'press', key: 'Enter' });
  await done;
}

/** Types into the list that is open, and takes the row that is then in front. */
export async function take(text: string): Promise<void> {
  const row = `.quick-input-list .monaco-list-row:has-text(${JSON.stringify(text)})`;
  await inWindow({ do: 'wait', selector: row, timeout: 60_000 });
  await inWindow({ do: 'type', text });
  const inFront = row.replace('.monaco-list-row', '.monaco-list-row.focused');
  await inWindow({ do: 'wait', selector: inFront, timeout: 60_000 });
  await inWindow({ do: 'press', key: 'Enter' });
}

export const statusSays = (text: string) =>
  eventually(statusItems, (all) => all.some((item) => item.includes(text)), 20_000);
