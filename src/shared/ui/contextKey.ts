import * as vscode from 'vscode';
import { type ContextKey, contextKeys } from '../../contributions';

/** Writes context keys, each only when its value changes. */
export class ContextKeys {
  private readonly written = new Map<ContextKey, boolean>(
    (Object.keys(contextKeys) as ContextKey[]).map((key) => [key, contextKeys[key]]),
  );

  set(key: ContextKey, value: boolean): void {
    if (this.written.get(key) === value) return;
    this.written.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  }

  /** Says again which of these are true, for somebody who hears of changes only. */
  async announce(keys: readonly ContextKey[]): Promise<void> {
    for (const key of keys.filter((each) => this.written.get(each) === true)) {
      await vscode.commands.executeCommand('setContext', key, false);
      await vscode.commands.executeCommand('setContext', key, true);
    }
  }
}
