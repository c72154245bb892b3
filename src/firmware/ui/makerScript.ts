import * as vscode from 'vscode';
import type { Logger } from '../../shared/logger';
import type { ProcessRunner } from '../../shared/processRunner';
import type { ArduinoCli } from '../arduinoCli';
import { postInstallScript } from '../postInstall';
import { notInstalled } from '../setupErrors';
import { baseName, parentOf } from '../sketchFolder';

export interface MakerScriptDoors {
  readonly arduino: Pick<ArduinoCli, 'platforms' | 'dataFolder'>;
  readonly log: Logger;
  readonly isWindows: boolean;
  readonly runner: () => Promise<ProcessRunner>;
}

/**
 * A platform may bring a script that sets the machine up: drivers, rights to the port. arduino-cli would run it unasked;
 * here it has not run, is named, can be read, and runs after a yes.
 */
export async function offerMakerScript(doors: MakerScriptDoors, id: string): Promise<void> {
  const script = await findScript(doors, id);
  if (script === undefined) return;
  const run = vscode.l10n.t('Run Script');
  const show = vscode.l10n.t('Show Script');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('"{0}" brings the script "{1}". It has not run.', id, baseName(script)),
    {
      modal: true,
      detail: vscode.l10n.t(
        'Its maker wants it to set this machine up: drivers, or the right to use the port. It could do anything that you can. Most boards work without it.\n\n{0}',
        script,
      ),
    },
    run,
    show,
  );
  if (answer === show) await vscode.window.showTextDocument(vscode.Uri.file(script));
  if (answer === run) await runScript(doors, script);
}

async function findScript(
  { arduino, isWindows }: MakerScriptDoors,
  id: string,
): Promise<string | undefined> {
  const { signal } = new AbortController();
  const [data, platforms] = [
    await arduino.dataFolder(signal),
    await arduino.platforms(undefined, signal),
  ];
  if (data.kind === 'failed' || platforms.kind === 'failed') return undefined;
  const version = platforms.value.find((platform) => platform.id === id)?.installedVersion;
  const script =
    version === undefined
      ? undefined
      : postInstallScript({ dataFolder: data.value, id, version, isWindows });
  if (script === undefined) return undefined;
  try {
    await vscode.workspace.fs.stat(vscode.Uri.file(script));
    return script;
  } catch {
    return undefined;
  }
}

async function runScript(
  { log, runner, isWindows }: MakerScriptDoors,
  script: string,
): Promise<void> {
  const location = vscode.ProgressLocation.Notification;
  const title = vscode.l10n.t('Running {0}', baseName(script));
  const { end, stdout, stderr } = await vscode.window.withProgress(
    { location, title, cancellable: true },
    async (_progress, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      const request = { program: script, args: [], folder: parentOf(script) };
      const shell = { ...request, program: 'cmd.exe', args: ['/d', '/c', script] };
      return (await runner()).run(isWindows ? shell : request, abort.signal);
    },
  );
  log.info(`${script}: ${JSON.stringify(end)}\n${stdout.slice(-5_000)}${stderr.slice(-5_000)}`);
  if (end.kind === 'exited' && end.code === 0) return;
  throw notInstalled(vscode.l10n.t('"{0}" ended with a failure.', baseName(script)));
}
