import path from 'node:path';
import * as vscode from 'vscode';
import { releaseFor } from '../firmware/arduinoCliRelease';
import type { Outcome } from '../firmware/arduinoCli';
import { readIndexUrls } from '../firmware/indexUrl';
import type { SetupWorld } from '../firmware/ui/registerSetup';
import type { Logger } from '../shared/logger';
import type { ProcessRunner } from '../shared/processRunner';
import { settings } from '../contributions';
import type { Joint } from './joint';

const machine = { platform: process.platform, architecture: process.arch };
const release = releaseFor(machine);

/** What the firmware room needs of the world to set a sketch up; each door is opened when it is used. */
export function firmwareSetup({ context, log }: Joint): SetupWorld {
  return {
    log,
    extensionId: context.extension.id,
    isWindows: process.platform === 'win32',
    storage: context.globalStorageUri,
    workspaceState: context.workspaceState,
    installer: {
      machine,
      release,
      install: async (wanted, onProgress, signal) => {
        const { installArduinoCli } = await import('../firmware/io/arduinoCliInstaller');
        const folder = downloads(context);
        return installArduinoCli({ release: wanted, folder, onProgress, signal });
      },
    },
    projectText: async () => {
      const [{ parseSketchYaml }, { rememberBoard }] = await Promise.all([
        import('../firmware/sketchYaml'),
        import('../firmware/sketchYamlEdit'),
      ]);
      return { parseSketchYaml, rememberBoard };
    },
    runner: async () => {
      const { NodeProcessRunner } = await import('../shared/io/nodeProcessRunner');
      return new NodeProcessRunner();
    },
  };
}

/** Finds arduino-cli, and says once where it is and when a newer one would be better. */
export async function createFinder(
  { context, log }: Joint,
  runner: ProcessRunner,
): Promise<{ locate(): Promise<Outcome<string>> }> {
  const { ArduinoCliFinder } = await import('../firmware/io/arduinoCliFinder');
  const finder = new ArduinoCliFinder({
    runner,
    setting: () => setting('sigfox.arduinoCli.path'),
    storage: downloads(context),
    release,
    machine: { platform: process.platform, searchPath: process.env['PATH'] ?? '' },
  });
  let said = '';
  return {
    locate: async () => {
      const found = await finder.find();
      if (found.kind === 'failed') return found;
      const { program, version, origin, isOld } = found.value;
      const words = `arduino-cli ${version} (${origin}): ${program}`;
      if (words !== said) log.info(isOld ? `${words}, a newer one works better` : words);
      said = words;
      return { kind: 'done', value: program };
    },
  };
}

/** Lists of platforms besides Arduino's own, from the person's settings; bad addresses are told in the log. */
export function additionalUrls(log: Logger): readonly string[] {
  const { urls, problems } = readIndexUrls(setting('sigfox.arduinoCli.boardManagerUrls'));
  for (const problem of problems) log.warn(`sigfox.arduinoCli.boardManagerUrls: ${problem}`);
  return urls;
}

/** A folder has no say in either: their scope is the machine. */
function setting<Id extends 'sigfox.arduinoCli.path' | 'sigfox.arduinoCli.boardManagerUrls'>(
  id: Id,
): (typeof settings)[Id] {
  return vscode.workspace.getConfiguration().get(id, settings[id]);
}

function downloads(context: vscode.ExtensionContext): string {
  return path.join(context.globalStorageUri.fsPath, 'tools');
}
