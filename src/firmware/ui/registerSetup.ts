import * as vscode from 'vscode';
import { DisposableStore } from '../../shared/disposable';
import type { Logger } from '../../shared/logger';
import type { ProcessRunner } from '../../shared/processRunner';
import type { CommandRunner } from '../../shared/ui/commandRunner';
import { fileExists } from '../../shared/ui/fileExists';
import type { ArduinoCli } from '../arduinoCli';
import { findSketch } from '../sketchFolder';
import type { BoardMemory } from './boardMemory';
import { setUpClangd, undoClangd } from './clangdCommands';
import { CppToolsLink } from './cppTools';
import { type CliInstallerDoor, installCli } from './installCliCommand';
import { installLibrary, installPlatform } from './installCommands';
import { InstallFixes } from './installFixes';
import { offerMakerScript } from './makerScript';
import { installNeeds, type NeedsDoors } from './needsCommand';
import { chooseProfile, rememberBoardInFile } from './profileCommands';
import type { ProjectFile, ProjectText } from './projectFile';
import { ProjectProblems } from './projectProblems';
import type { ProjectUse } from './projectUse';
import { SketchDatabase } from './sketchDatabase';
import type { SketchTracker } from './sketchTracker';

/** What setting a sketch up needs of the world. */
export interface SetupWorld {
  readonly installer: CliInstallerDoor;
  readonly log: Logger;
  readonly extensionId: string;
  readonly isWindows: boolean;
  /** Our own folder for what belongs to the machine. */
  readonly storage: vscode.Uri;
  readonly workspaceState: vscode.Memento;
  readonly projectText: () => Promise<ProjectText>;
  readonly runner: () => Promise<ProcessRunner>;
}

export interface SetupDoors extends SetupWorld {
  readonly arduino: ArduinoCli;
  readonly commands: CommandRunner;
  readonly tracker: SketchTracker;
  readonly memory: BoardMemory;
  readonly project: ProjectFile;
  readonly use: ProjectUse;
  /** arduino-cli has changed: ports and boards are asked for anew. */
  readonly onDidInstallCli: () => void;
}

/** Commands by which what a sketch needs comes onto the machine, and IntelliSense for it. */
export function registerSetup(doors: SetupDoors): vscode.Disposable {
  const { arduino, commands, log, tracker, memory, project } = doors;
  const owned = new DisposableStore();
  const fqbnOf = async (folder: string) => {
    try {
      const file = await project.read(folder);
      return memory.choice(folder).board?.fqbn ?? file?.defaultFqbn;
    } catch {
      // arduino-cli may end over a project file that makes no sense, so it is not shown one.
      return undefined;
    }
  };
  const database = new SketchDatabase(arduino, fqbnOf);
  const cppTools = owned.add(
    new CppToolsLink({
      ...{ database, log },
      extensionId: doors.extensionId,
      sketchOf: (file) =>
        file.scheme === 'file' ? findSketch(file.fsPath, fileExists) : Promise.resolve(undefined),
    }),
  );
  const needs: NeedsDoors = {
    ...{ arduino, log, fqbnOf },
    onDidInstall: () => void cppTools.refresh(),
    offerScript: (id) => offerMakerScript(doors, id),
  };
  const clangd = { database, storage: doors.storage, memory: doors.workspaceState };

  owned.add(new ProjectProblems(doors.projectText));
  owned.add(
    vscode.languages.registerCodeActionsProvider(
      { scheme: 'file', pattern: '**/*.{ino,h,hpp,c,cpp}' },
      new InstallFixes(),
      { providedCodeActionKinds: InstallFixes.kinds },
    ),
  );
  owned.add(tracker.onDidChange(() => void cppTools.connect()));
  owned.add(memory.onDidChange(() => void cppTools.refresh()));
  owned.add(vscode.workspace.onDidSaveTextDocument((document) => void followIncludes(document)));
  if (tracker.current !== undefined) void cppTools.connect();

  owned.add(
    commands.register('sigfox.firmware.installArduinoCli', async () => {
      if (await installCli(doors.installer, log)) doors.onDidInstallCli();
    }),
  );
  owned.add(
    commands.register('sigfox.firmware.installNeeds', async (resource, libraryNames, fqbn) => {
      // A sketch just made has no board yet; the one it was written for counts until there is.
      const boardOf = async (folder: string) => (await fqbnOf(folder)) ?? fqbn;
      const folder = await tracker.require(resource);
      await installNeeds({ ...needs, fqbnOf: boardOf }, folder, libraryNames);
    }),
  );
  owned.add(
    commands.register('sigfox.firmware.installLibrary', async (text, resource) => {
      if (await installLibrary(needs, text)) await compileAgain(resource);
    }),
  );
  owned.add(
    commands.register('sigfox.firmware.installPlatform', async (id, resource) => {
      if (await installPlatform(needs, id)) await compileAgain(resource);
    }),
  );
  owned.add(
    commands.register('sigfox.firmware.chooseProfile', async (resource) => {
      const folder = await tracker.require(resource);
      if (await chooseProfile(project, folder)) await doors.use.adopt(folder);
    }),
  );
  owned.add(
    commands.register('sigfox.firmware.rememberBoard', async (resource) => {
      const folder = await tracker.require(resource);
      const { board, port } = memory.choice(folder);
      await rememberBoardInFile(project, folder, board, port?.address);
    }),
  );
  owned.add(
    commands.register('sigfox.firmware.setUpClangd', async (resource) =>
      setUpClangd(clangd, await tracker.require(resource)),
    ),
  );
  owned.add(
    commands.register('sigfox.firmware.undoClangd', () => undoClangd(doors.workspaceState)),
  );
  return vscode.Disposable.from(owned);

  /** The problem that a fix was for goes away when the sketch is compiled again. */
  async function compileAgain(resource: unknown): Promise<void> {
    if (resource !== undefined) {
      await vscode.commands.executeCommand('sigfox.firmware.compile', resource);
    }
  }

  /** A new include brings another folder to look in. */
  async function followIncludes({ uri, languageId }: vscode.TextDocument): Promise<void> {
    if (uri.scheme !== 'file' || !/^(?:cpp|c|arduino|ino)$/.test(languageId)) return;
    if ((await findSketch(uri.fsPath, fileExists)) !== undefined) await cppTools.refresh();
  }
}
