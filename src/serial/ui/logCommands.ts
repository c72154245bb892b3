import * as vscode from 'vscode';
import { safeLine } from '../../shared/safeText';
import { UserError } from '../../shared/userError';
import { exportRows } from '../logExport';
import type { MonitorTab } from '../monitorTab';
import type { Monitors, Recording } from '../monitors';
import type { Row } from '../lineSplitter';

export interface LogDoors {
  /** Writes the log's file, times included, to another place. */
  saveLog(logId: string, to: string): Promise<void>;
  writeText(file: string, parts: AsyncIterable<string>): Promise<void>;
  /** Undefined where the file is no log of ours. */
  readRecording(file: string): Promise<Recording | undefined>;
}

/** The clipboard is no place for more; a file is. */
const maxCopyBytes = 32 * 1024 * 1024;
const rowsAtOnce = 5_000;

export async function saveLog(
  tab: MonitorTab | undefined,
  doors: LogDoors,
  given: string | undefined,
): Promise<void> {
  if (!tab) throw new UserError(vscode.l10n.t('No serial monitor is open.'));
  const target = given === undefined ? await promptTarget(tab) : vscode.Uri.file(given);
  if (!target) return;
  try {
    if (target.fsPath.endsWith('.txt')) {
      await doors.writeText(target.fsPath, textOf(tab, 0, tab.view.count));
    } else await doors.saveLog(tab.logId, target.fsPath);
  } catch (error) {
    throw notSaved(target, error);
  }
}

/** The system's own words say why: no room, no right, no such folder. */
export function notSaved(target: vscode.Uri, cause: unknown): UserError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new UserError(
    vscode.l10n.t('Could not save to "{0}": {1}', target.fsPath, safeLine(why, 200)),
    { cause },
  );
}

export async function replayLog(
  monitors: Monitors,
  doors: LogDoors,
  given: string | undefined,
  givenSpeed: number | undefined,
): Promise<boolean> {
  const chosen = given === undefined ? await promptSource() : given;
  if (chosen === undefined) return false;
  const recording = await readRecording(doors, chosen);
  if (!recording) {
    throw new UserError(
      vscode.l10n.t('"{0}" is no serial log. Logs that can be replayed end in .seriallog.', chosen),
    );
  }
  const speed = givenSpeed ?? (await promptSpeed());
  if (speed === undefined) return false;
  await monitors.replay(recording, speed);
  return true;
}

async function readRecording(doors: LogDoors, file: string): Promise<Recording | undefined> {
  try {
    return await doors.readRecording(file);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UserError(vscode.l10n.t('Could not read "{0}": {1}', file, safeLine(why, 200)), {
      cause: error,
    });
  }
}

/** All rows of the view, not only those on screen. */
export async function copyRows(tab: MonitorTab, from: number, to: number): Promise<void> {
  let text = '';
  for await (const part of textOf(tab, from, to)) {
    text += part;
    if (text.length > maxCopyBytes) {
      throw new UserError(
        vscode.l10n.t('The log is too large for the clipboard. Save it to a file.'),
        {
          action: { title: vscode.l10n.t('Save Log…'), command: 'sigfox.serial.saveLog' },
        },
      );
    }
  }
  await vscode.env.clipboard.writeText(text);
}

async function* textOf(tab: MonitorTab, from: number, to: number): AsyncGenerator<string> {
  let held: readonly Row[] = [];
  for (let at = from; at < to; at += rowsAtOnce) {
    const rows = [...held, ...(await tab.view.rows(at, Math.min(to, at + rowsAtOnce)))];
    // A line that is cut goes on in the next lot.
    const lastEnd = rows.findLastIndex(({ end }) => end !== 'cut') + 1;
    held = rows.slice(lastEnd);
    yield exportRows(rows.slice(0, lastEnd), tab.options.showsTimes);
  }
  if (held.length > 0) yield exportRows(held, tab.options.showsTimes);
}

async function promptTarget(tab: MonitorTab): Promise<vscode.Uri | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = `${tab.title.replace(/[^\w.-]/g, '-')}.seriallog`;
  return vscode.window.showSaveDialog({
    title: vscode.l10n.t('Save Log'),
    filters: {
      [vscode.l10n.t('Log with times, to be replayed')]: ['seriallog'],
      [vscode.l10n.t('Text')]: ['txt'],
    },
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {}),
  });
}

async function promptSource(): Promise<string | undefined> {
  const [file] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Replay Log'),
      filters: { [vscode.l10n.t('Log with times, to be replayed')]: ['seriallog'] },
    })) ?? [];
  return file?.fsPath;
}

async function promptSpeed(): Promise<number | undefined> {
  const items = [
    { label: vscode.l10n.t('As It Was'), speed: 1 },
    { label: vscode.l10n.t('Ten Times as Fast'), speed: 10 },
    { label: vscode.l10n.t('A Hundred Times as Fast'), speed: 100 },
    { label: vscode.l10n.t('At Once'), speed: 0 },
  ];
  const placeHolder = vscode.l10n.t('How fast?');
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.speed;
}
