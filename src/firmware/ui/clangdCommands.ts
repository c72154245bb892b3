import * as vscode from 'vscode';
import { UserError } from '../../shared/userError';
import { withOurDatabase } from '../clangdArguments';
import { clangdDatabase } from '../compilationDatabase';
import { noClangd, noDatabase, restrictedSetup } from '../setupErrors';
import { baseName } from '../sketchFolder';
import type { SketchDatabase } from './sketchDatabase';
import { readSavedText } from './sketchFiles';

const clangdId = 'llvm-vs-code-extensions.vscode-clangd';
const section = 'clangd';
const setting = 'arguments';
const undoKey = 'firmware.clangdBefore';

export interface ClangdDoors {
  readonly database: SketchDatabase;
  /** Where the rewritten database is kept: our own storage, never the folder. */
  readonly storage: vscode.Uri;
  readonly memory: vscode.Memento;
}

/**
 * Writes a database that has the `.ino` files in it into our storage, and after a yes tells clangd of it, by one change to
 * the workspace's settings that can be undone.
 */
export async function setUpClangd(doors: ClangdDoors, folder: string): Promise<void> {
  if (!vscode.workspace.isTrusted) throw restrictedSetup();
  if (!vscode.extensions.getExtension(clangdId)) throw noClangd();
  const workspaceFolder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(folder));
  if (!workspaceFolder) {
    throw new UserError(
      vscode.l10n.t(
        'Open the folder of "{0}" first: clangd is set up for a folder.',
        baseName(folder),
      ),
    );
  }
  const commands = await doors.database.commands(folder);
  const [first] = commands ?? [];
  if (!commands || !first) throw noDatabase(baseName(folder));
  const home = vscode.Uri.joinPath(doors.storage, 'clangd', baseName(folder));
  const configuration = vscode.workspace.getConfiguration(section, workspaceFolder);
  const known = configuration.get<readonly string[]>(setting, []);
  const [compilerPath = ''] = first.arguments;
  const change = withOurDatabase(known, { folder: home.fsPath, compilerPath });
  if (change.kind === 'taken') throw new UserError(change.reason);
  if (!(await isAgreed(change.arguments))) return;
  await writeDatabase(home, clangdDatabase(commands, await ownRows(workspaceFolder)));
  // What was there before our first change is what undoing brings back.
  const before = configuration.inspect(setting)?.workspaceValue ?? null;
  if (doors.memory.get(undoKey) === undefined) await doors.memory.update(undoKey, { before });
  await configuration.update(setting, change.arguments, vscode.ConfigurationTarget.Workspace);
  await restartClangd();
}

export async function undoClangd(memory: vscode.Memento): Promise<void> {
  const kept = memory.get<{ readonly before: unknown }>(undoKey);
  if (!kept) throw new UserError(vscode.l10n.t('clangd was not set up here.'));
  await vscode.workspace
    .getConfiguration(section)
    .update(setting, kept.before ?? undefined, vscode.ConfigurationTarget.Workspace);
  await memory.update(undoKey, undefined);
  await restartClangd();
}

async function isAgreed(args: readonly string[]): Promise<boolean> {
  const change = vscode.l10n.t('Change Setting');
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t('Change the setting "clangd.arguments" of this workspace?'),
    {
      modal: true,
      detail: vscode.l10n.t(
        'It will be:\n{0}\n\nThe database it names is kept outside the folder. "Undo clangd Setup" brings the setting back.',
        args.join('\n'),
      ),
    },
    change,
  );
  return answer === change;
}

async function writeDatabase(home: vscode.Uri, text: string): Promise<void> {
  await vscode.workspace.fs.createDirectory(home);
  const file = vscode.Uri.joinPath(home, 'compile_commands.json');
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
}

/** A database of the folder's own would no longer be looked at, so its rows come along. */
async function ownRows({ uri }: vscode.WorkspaceFolder): Promise<readonly unknown[]> {
  const text = await readSavedText(vscode.Uri.joinPath(uri, 'compile_commands.json'));
  try {
    const rows: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(rows) ? (rows as readonly unknown[]) : [];
  } catch {
    return [];
  }
}

/** Where clangd runs it is to read the new arguments; where it does not there is nothing to restart. */
async function restartClangd(): Promise<void> {
  const known = await vscode.commands.getCommands(true);
  if (known.includes('clangd.restart')) await vscode.commands.executeCommand('clangd.restart');
}
