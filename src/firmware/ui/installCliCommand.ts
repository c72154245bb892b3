import * as vscode from 'vscode';
import type { Logger } from '../../shared/logger';
import type { CliRelease, MachineKind } from '../arduinoCliRelease';
import { type CliInstallFailure, cliInstallWords } from '../cliInstallFailure';
import { installationPage, noRelease, notInstalled } from '../setupErrors';

/** How arduino-cli comes onto this machine. */
export interface CliInstallerDoor {
  readonly machine: MachineKind;
  /** Undefined where none is pinned for the machine. */
  readonly release: CliRelease | undefined;
  install(
    release: CliRelease,
    onProgress: (receivedBytes: number, totalBytes: number | undefined) => void,
    signal: AbortSignal,
  ): Promise<
    | { readonly kind: 'done'; readonly program: string }
    | { readonly kind: 'failed'; readonly failure: CliInstallFailure }
  >;
}

/** Offers Arduino's own release, says what will happen, and fetches it after a yes. True when it is there then. */
export async function installCli(door: CliInstallerDoor, log: Logger): Promise<boolean> {
  const { machine, release } = door;
  if (!release) throw noRelease(machine.platform, machine.architecture);
  if (!(await isWanted(release))) return false;
  const outcome = await withDownloadProgress(
    vscode.l10n.t('Installing arduino-cli {0}', release.version),
    (onProgress, signal) => door.install(release, onProgress, signal),
  );
  if (outcome.kind === 'failed') {
    const words = cliInstallWords(outcome.failure);
    if (words === undefined) return false;
    throw notInstalled(words);
  }
  log.info(`installed ${outcome.program}`);
  void vscode.window.showInformationMessage(
    vscode.l10n.t('arduino-cli {0} is installed.', release.version),
  );
  return true;
}

async function isWanted({ version, url }: CliRelease): Promise<boolean> {
  const install = vscode.l10n.t('Install');
  const byHand = vscode.l10n.t('Install by Hand…');
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t('Download arduino-cli {0}?', version),
    {
      modal: true,
      detail: vscode.l10n.t(
        'It comes from Arduino\'s release on "{0}" (about 12 MB), is compared with the checksum this extension knows before it is opened, and is kept for this extension alone. arduino-cli is free software under the GPL 3.0.',
        new URL(url).host,
      ),
    },
    install,
    byHand,
  );
  if (answer === byHand) await vscode.env.openExternal(vscode.Uri.parse(installationPage));
  return answer === install;
}

function withDownloadProgress<T>(
  title: string,
  job: (
    onProgress: (receivedBytes: number, totalBytes: number | undefined) => void,
    signal: AbortSignal,
  ) => Promise<T>,
): Thenable<T> {
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress({ location, title, cancellable: true }, (progress, token) => {
    const abort = new AbortController();
    token.onCancellationRequested(() => abort.abort());
    let shown = 0;
    return job((received, total) => {
      const percent = total === undefined ? 0 : Math.floor((received / total) * 100);
      const megabytes = (received / 1_000_000).toFixed(1);
      progress.report({
        increment: percent - shown,
        message: total === undefined ? `${megabytes} MB` : `${megabytes} MB · ${percent} %`,
      });
      shown = percent;
    }, abort.signal);
  });
}
