import * as vscode from 'vscode';
import type { ArduinoCli } from '../arduinoCli';
import { commandsForSketch, type CompileCommand, parseDatabase } from '../compilationDatabase';
import { inoFilesOf, readSavedText } from './sketchFiles';

/** How the files of a sketch are compiled, asked of arduino-cli when it is wanted and kept until something changes. */
export class SketchDatabase {
  private readonly kept = new Map<string, Promise<readonly CompileCommand[] | undefined>>();

  constructor(
    private readonly arduino: Pick<ArduinoCli, 'compile'>,
    private readonly fqbnOf: (folder: string) => Promise<string | undefined>,
  ) {}

  /** Undefined when it is not known: no board, no arduino-cli, or a platform that is not installed. */
  async commands(folder: string): Promise<readonly CompileCommand[] | undefined> {
    const fqbn = await this.fqbnOf(folder);
    if (fqbn === undefined) return undefined;
    const key = `${folder}|${fqbn}`;
    const known = this.kept.get(key) ?? this.ask(folder, fqbn);
    this.kept.set(key, known);
    return known;
  }

  /** Something that decides it has changed: a board, an include, a library. */
  forget(): void {
    this.kept.clear();
  }

  private async ask(folder: string, fqbn: string): Promise<readonly CompileCommand[] | undefined> {
    const quiet = { onOutput: () => undefined, onProgress: () => undefined };
    const request = { folder, fqbn, isDatabaseOnly: true };
    const { buildPath } = await this.arduino.compile(request, quiet, new AbortController().signal);
    if (buildPath === undefined) return undefined;
    const file = vscode.Uri.joinPath(vscode.Uri.file(buildPath), 'compile_commands.json');
    const said = parseDatabase((await readSavedText(file)) ?? '');
    return (
      said &&
      commandsForSketch(said, {
        folder,
        buildPath,
        inoFiles: await inoFilesOf(folder),
        separator: folder.includes('\\') ? '\\' : '/',
      })
    );
  }
}
