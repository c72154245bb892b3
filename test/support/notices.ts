import * as vscode from 'vscode';
import { eventually, textsOf } from './window';

const message = '.notification-list-item-message';

/** Boxes that stand in front of everything until they are answered. */
export const dialogBox = '.monaco-dialog-box';

export const toasts = () => textsOf(`.notifications-toasts ${message}`);

/** Runs a command and waits for the words it ends with; the toast is closed again. */
export async function said(command: string, timeoutMs = 60_000): Promise<string[]> {
  await vscode.commands.executeCommand('notifications.clearAll');
  let isDone = false;
  void vscode.commands.executeCommand(command).then(() => (isDone = true));
  const seen = new Set(await eventually(notices, (all) => all.length > 0, timeoutMs));
  // The command ends when its words are closed; those of something else may have come before them.
  await eventually(
    async () => {
      for (const words of await notices()) seen.add(words);
      await vscode.commands.executeCommand('notifications.clearAll');
      return isDone;
    },
    (holds) => holds,
    timeoutMs,
  );
  return [...seen];
}

/**
 * What the window says now, progress aside. The editor shows three toasts in 800 ms at most and keeps further ones to its
 * list, so that is opened while there is none to be seen, and no box that it would take the keys from.
 */
async function notices(): Promise<string[]> {
  const said = await textsOf(
    `.notifications-toasts ${message}, .notifications-center.visible ${message}`,
  );
  const words = said.filter(
    (text) => text !== '' && !/^((Compiling|Uploading) "|Activating Extensions)/.test(text),
  );
  if (words.length === 0 && (await textsOf(dialogBox)).length === 0) {
    await vscode.commands.executeCommand('notifications.showList');
  }
  return words;
}
