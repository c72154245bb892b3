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
}
