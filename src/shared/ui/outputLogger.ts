import * as vscode from 'vscode';
import type { Logger } from '../logger';

/** The log channel "Sigfox"; its level is the editor's own setting. */
export function createOutputLogger(): Logger & vscode.LogOutputChannel {
  return vscode.window.createOutputChannel('Sigfox', { log: true });
}
