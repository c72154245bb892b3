import * as vscode from 'vscode';
import { UserError } from '../../shared/userError';
import { parseCapture } from '../captureFile';
import type { Connection } from '../connection';
import { countMessages } from '../countWords';
import { replayConnection } from '../replaySource';

/** A larger file would not fit into the window's memory. */
const maxCaptureBytes = 64 * 1024 * 1024;

const speeds = [1, 10, 100, Number.POSITIVE_INFINITY] as const;

/** Asks for a capture and a speed; gives a connection that plays it, or undefined when the person left. */
export async function promptReplay(
  file: string | undefined,
  givenSpeed: number | undefined,
): Promise<Connection | undefined> {
  const source = file === undefined ? await promptCapture() : vscode.Uri.file(file);
  if (!source) return undefined;
  const name = source.path.slice(source.path.lastIndexOf('/') + 1);
  const { size } = await vscode.workspace.fs.stat(source);
  if (size > maxCaptureBytes) {
    throw new UserError(
      vscode.l10n.t('"{0}" is larger than {1} MB. Save a part of it as a capture.', name, 64),
    );
  }
  const bytes = await vscode.workspace.fs.readFile(source);
  const capture = parseCapture(new TextDecoder().decode(bytes));
  if ('reason' in capture) {
    throw new UserError(vscode.l10n.t('Could not replay "{0}": {1}', name, capture.reason));
  }
  const speed = givenSpeed ?? (await promptSpeed(capture.messages.length));
  if (speed === undefined) return undefined;
  if (capture.problems.length > 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        '{0} of "{1}" are replayed. {2} lines could not be read; the first: {3}',
        countMessages(capture.messages.length),
        name,
        capture.problems.length,
        capture.problems[0] ?? '',
      ),
    );
  }
  return replayConnection(name, capture, speed);
}

async function promptCapture(): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Replay Capture'),
    openLabel: vscode.l10n.t('Replay'),
    filters: {
      [vscode.l10n.t('Sigfox Capture')]: ['sigfoxcapture', 'jsonl'],
    },
  });
  return chosen?.[0];
}

async function promptSpeed(count: number): Promise<number | undefined> {
  const items = speeds.map((speed) => ({
    label:
      speed === 1
        ? vscode.l10n.t('As It Was')
        : speed === Number.POSITIVE_INFINITY
          ? vscode.l10n.t('As Fast as It Goes')
          : vscode.l10n.t('{0} Times as Fast', speed),
    speed,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Replay {0}', countMessages(count)),
    placeHolder: vscode.l10n.t('How fast? No pause is longer than 10 seconds.'),
  });
  return chosen?.speed;
}
