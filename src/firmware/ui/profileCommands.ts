import * as vscode from 'vscode';
import type { BoardName } from '../boardPort';
import { noBoardToRemember, noProfiles } from '../setupErrors';
import { baseName } from '../sketchFolder';
import type { ProjectFile } from './projectFile';

/** Lets the person choose which profile of the sketch is used, or none. */
export async function chooseProfile(projectFile: ProjectFile, folder: string): Promise<boolean> {
  const project = await projectFile.read(folder);
  if (!project || project.profiles.length === 0) throw noProfiles(baseName(folder));
  const active = (await projectFile.profile(folder))?.name;
  const items = [
    ...project.profiles.map((profile) => ({
      label: profile.name,
      description: [
        profile.fqbn,
        ...(profile.name === active ? [vscode.l10n.t('in use')] : []),
        ...(profile.name === project.defaultProfile ? [vscode.l10n.t('default')] : []),
      ].join(' · '),
      ...(profile.notes !== undefined && { detail: profile.notes }),
      value: profile.name,
    })),
    {
      label: vscode.l10n.t('No Profile'),
      description: vscode.l10n.t('uses the platforms and libraries that are installed'),
      value: '',
    },
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Choose Profile'),
    placeHolder: vscode.l10n.t('The set-up of "{0}" that is compiled', baseName(folder)),
    matchOnDescription: true,
  });
  if (!chosen) return false;
  const profile = project.profiles.find(({ name }) => name === chosen.value);
  if (profile && !(await projectFile.isAllowed(folder, profile))) return false;
  await projectFile.choose(folder, chosen.value);
  return true;
}

/** Writes the board into the sketch's project file, everything else in it as it was. */
export async function rememberBoardInFile(
  projectFile: ProjectFile,
  folder: string,
  board: BoardName | undefined,
  port: string | undefined,
): Promise<void> {
  if (!board) throw noBoardToRemember(baseName(folder));
  const uri = await projectFile.remember(folder, { fqbn: board.fqbn, port });
  const open = vscode.l10n.t('Open File');
  const said = vscode.l10n.t('"{0}" now names "{1}".', baseName(uri.fsPath), board.name);
  if ((await vscode.window.showInformationMessage(said, open)) === open) {
    await vscode.window.showTextDocument(uri);
  }
}
