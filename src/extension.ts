import type * as vscode from 'vscode';
import { CommandRunner } from './shared/ui/commandRunner';
import { createOutputLogger } from './shared/ui/outputLogger';

/** Builds the rooms and joins them; nothing else. */
export function activate(context: vscode.ExtensionContext): void {
  const log = createOutputLogger();
  const commands = new CommandRunner(log);
  context.subscriptions.push(
    log,
    commands.register('sigfox.showLog', () => log.show()),
  );
}
