import * as vscode from 'vscode';
import type { CommandArguments, CommandId } from '../../contributions';
import type { Logger } from '../logger';
import { UserError } from '../userError';

/** Wraps every command: the only place that shows an error. */
export class CommandRunner {
  constructor(private readonly log: Logger) {}

  register<Id extends CommandId>(
    id: Id,
    run: (...args: CommandArguments[Id]) => unknown,
  ): vscode.Disposable {
    return vscode.commands.registerCommand(id, async (...args: CommandArguments[Id]) => {
      try {
        return await run(...args);
      } catch (error) {
        await this.show(id, error);
        return undefined;
      }
    });
  }

  private async show(id: CommandId, error: unknown): Promise<void> {
    if (!(error instanceof UserError)) {
      this.log.error(
        `${id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
      const message = vscode.l10n.t('Something went wrong in "{0}".', id);
      await offer(message, { title: vscode.l10n.t('Show Log'), command: 'sigfox.showLog' });
      return;
    }
    this.log.warn(`${id}: ${error.message}`);
    await offer(error.message, error.action);
  }
}

async function offer(message: string, action: UserError['action']): Promise<void> {
  const chosen = await vscode.window.showErrorMessage(message, ...(action ? [action.title] : []));
  if (chosen !== undefined && action) {
    await vscode.commands.executeCommand(action.command, ...(action.arguments ?? []));
  }
}
