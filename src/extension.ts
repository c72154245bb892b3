import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { Chain } from './doctor/chain';
import { registerDoctor } from './doctor/ui/registerDoctor';
import { CommandRunner } from './shared/ui/commandRunner';
import { createOutputLogger } from './shared/ui/outputLogger';

/** Builds the rooms and joins them; nothing else. */
export function activate(context: vscode.ExtensionContext): void {
  if (vscode.l10n.bundle) l10n.config({ contents: vscode.l10n.bundle });
  const log = createOutputLogger();
  const commands = new CommandRunner(log);
  const chain = new Chain();
  context.subscriptions.push(
    log,
    commands.register('sigfox.showLog', () => log.show()),
    chain,
    registerDoctor(chain),
  );
}
