import * as vscode from 'vscode';
import type {
  CppToolsApi,
  CustomConfigurationProvider,
  SourceFileConfigurationItem,
} from 'vscode-cpptools';
import type { Logger } from '../../shared/logger';
import { type CompileCommand, intelliSenseOf } from '../compilationDatabase';
import type { SketchDatabase } from './sketchDatabase';

const cppToolsId = 'ms-vscode.cpptools';
/** The first that asks with a token; later ones answer to it as well. */
const apiVersion = 4;

export interface CppToolsDoors {
  readonly database: SketchDatabase;
  readonly extensionId: string;
  readonly log: Logger;
  /** The sketch a file belongs to. */
  readonly sketchOf: (file: vscode.Uri) => Promise<string | undefined>;
}

/**
 * Tells Microsoft's C/C++ extension, where it is installed, how the files of a sketch are compiled. Nothing is written:
 * it asks, and uses the answer unless the person's own `c_cpp_properties.json` says otherwise.
 */
export class CppToolsLink implements vscode.Disposable {
  private readonly provider: CustomConfigurationProvider;
  private connecting: Promise<CppToolsApi | undefined> | undefined;

  constructor(private readonly doors: CppToolsDoors) {
    this.provider = new SketchConfigurations(doors);
  }

  /** Offers our answers; does nothing where the extension is not installed, or has been told already. */
  async connect(): Promise<void> {
    if (!vscode.workspace.isTrusted || this.connecting) return;
    const extension = vscode.extensions.getExtension(cppToolsId);
    if (!extension) return;
    this.connecting = this.register(extension).catch((error: unknown) => {
      this.doors.log.warn(`${cppToolsId}: ${String(error)}`);
      return undefined;
    });
    await this.connecting;
  }

  /** Makes it ask again: the board, the includes or the libraries have changed. */
  async refresh(): Promise<void> {
    this.doors.database.forget();
    (await this.connecting)?.didChangeCustomConfiguration(this.provider);
  }

  dispose(): void {
    void this.connecting?.then((api) => void api?.dispose());
  }

  private async register(extension: vscode.Extension<unknown>): Promise<CppToolsApi | undefined> {
    const exported: unknown = await extension.activate();
    if (!hasApi(exported)) return undefined;
    const api = exported.getApi(apiVersion);
    api.registerCustomConfigurationProvider(this.provider);
    api.notifyReady(this.provider);
    return api;
  }
}

function hasApi(exported: unknown): exported is { getApi(version: number): CppToolsApi } {
  return typeof exported === 'object' && exported !== null && 'getApi' in exported;
}

/** The editor's own class for what can be disposed is part of what is asked for. */
class SketchConfigurations extends vscode.Disposable implements CustomConfigurationProvider {
  readonly name = 'Sigfox Workbench';
  readonly extensionId: string;

  constructor(private readonly doors: CppToolsDoors) {
    super(() => undefined);
    this.extensionId = doors.extensionId;
  }

  async canProvideConfiguration(uri: vscode.Uri): Promise<boolean> {
    return (await this.commandFor(uri)) !== undefined;
  }

  async provideConfigurations(uris: vscode.Uri[]): Promise<SourceFileConfigurationItem[]> {
    const items: SourceFileConfigurationItem[] = [];
    for (const uri of uris) {
      const command = await this.commandFor(uri);
      if (command) items.push({ uri, configuration: configurationOf(command) });
    }
    return items;
  }

  canProvideBrowseConfiguration(): Promise<boolean> {
    return Promise.resolve(false);
  }

  provideBrowseConfiguration(): Promise<null> {
    return Promise.resolve(null);
  }

  canProvideBrowseConfigurationsPerFolder(): Promise<boolean> {
    return Promise.resolve(false);
  }

  provideFolderBrowseConfiguration(): Promise<null> {
    return Promise.resolve(null);
  }

  /** A header is compiled as part of what includes it; the sketch's main file comes first. */
  private async commandFor(uri: vscode.Uri): Promise<CompileCommand | undefined> {
    const folder = await this.doors.sketchOf(uri);
    const commands = folder === undefined ? undefined : await this.doors.database.commands(folder);
    return commands?.find(({ file }) => file === uri.fsPath) ?? commands?.[0];
  }
}

function configurationOf(command: CompileCommand): SourceFileConfigurationItem['configuration'] {
  const { includePath, defines, forcedInclude, compilerArgs, ...rest } = intelliSenseOf(command);
  return {
    ...rest,
    includePath: [...includePath],
    defines: [...defines],
    forcedInclude: [...forcedInclude],
    compilerArgs: [...compilerArgs],
  };
}
