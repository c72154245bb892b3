import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { eventually, pick, textsOf } from '../../support/window';

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

/** Runs a command that asks once, and answers. */
export async function answer(command: string, text: string): Promise<void> {
  const done = run(command);
  await pick(text);
  await done;
}

export const statusSays = (text: string) =>
  eventually(statusItems, (all) => all.some((item) => item.includes(text)));
