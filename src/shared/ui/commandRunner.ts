import * as vscode from 'vscode';
import { type CommandArguments, type CommandId, commandIds } from '../../contributions';
import type { Logger } from '../logger';
import { UserError } from '../userError';

type Run = (...args: unknown[]) => unknown;

/**
 * Takes every command of the manifest from the start, and opens the room that runs it when it is first called. The only
 * place that shows an error.
 */
export class CommandRunner implements vscode.Disposable {
  private readonly runs = new Map<CommandId, Run>();
  private readonly registered: vscode.Disposable;

  constructor(
    private readonly log: Logger,
    private readonly open: (id: CommandId) => Promise<unknown>,
  ) {
    this.registered = vscode.Disposable.from(
      ...(Object.keys(commandIds) as CommandId[]).map((id) =>
        vscode.commands.registerCommand(id, (...args: unknown[]) => this.run(id, args)),
      ),
    );
  }

  register<Id extends CommandId>(
    id: Id,
    run: (...args: CommandArguments[Id]) => unknown,
  ): vscode.Disposable {
    this.runs.set(id, run as Run);
    return new vscode.Disposable(() => this.runs.delete(id));
  }

  dispose(): void {
    this.registered.dispose();
  }

  private async run(id: CommandId, args: unknown[]): Promise<unknown> {
    try {
      if (!this.runs.has(id)) await this.open(id);
      return await this.runs.get(id)?.(...args);
    } catch (error) {
      await this.show(id, error);
      return undefined;
    }
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
