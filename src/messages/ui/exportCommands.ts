import * as vscode from 'vscode';
import type { Disposable } from '../../shared/disposable';
import type { CommandRunner } from '../../shared/ui/commandRunner';
import { UserError } from '../../shared/userError';
import { countMessages } from '../countWords';
import { type ExportScope, keptScope, shownScope } from '../exportScope';
import { type ExportFormat, exportText } from '../exportText';
import { exportFileName } from '../messageExport';
import type { MessageTree, TreeSources } from '../messageTree';
import { logKey } from '../shownMessages';
import type { RowId } from '../treeNode';

export interface ExportDoors {
  readonly tree: MessageTree;
  readonly sources: TreeSources;
  rowOf(id: string | undefined): RowId | undefined;
  /** Writes a file of this machine piece by piece. */
  writeFile(file: string, pieces: AsyncIterable<string>): Promise<void>;
}

/** Messages as a file: to go on with elsewhere, or as a capture that another person can replay. */
export function registerExport(commands: CommandRunner, doors: ExportDoors): Disposable {
  return vscode.Disposable.from(
    commands.register('sigfox.messages.export', (id, file) =>
      exportMessages(doors, { row: doors.rowOf(id), file, kind: 'export' }),
    ),
    commands.register('sigfox.messages.saveCapture', (id, file) =>
      exportMessages(doors, { row: doors.rowOf(id), file, kind: 'capture' }),
    ),
  );
}

interface ExportRequest {
  readonly row: RowId | undefined;
  /** Where to, when it is not asked for. */
  readonly file: string | undefined;
  readonly kind: 'export' | 'capture';
}

async function exportMessages(doors: ExportDoors, request: ExportRequest): Promise<void> {
  const scope = await chooseScope(doors, request);
  if (!scope) return;
  const target =
    request.file === undefined
      ? await promptTarget(request.kind, subjectOf(doors, request.row))
      : vscode.Uri.file(request.file);
  if (!target) return;
  const format: ExportFormat =
    request.kind === 'capture'
      ? 'capture'
      : target.path.toLowerCase().endsWith('.csv')
        ? 'csv'
        : 'jsonl';
  await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Writing messages'),
      cancellable: true,
    },
    (progress, token) => write(doors, { scope, format, target }, progress, token),
  );
}

async function write(
  doors: ExportDoors,
  { scope, format, target }: { scope: ExportScope; format: ExportFormat; target: vscode.Uri },
  progress: vscode.Progress<{ message: string }>,
  token: vscode.CancellationToken,
): Promise<void> {
  const abort = new AbortController();
  token.onCancellationRequested(() => abort.abort());
  const { book, connections } = doors.sources;
  const pieces = exportText(
    {
      scope,
      format,
      settingsOf: (message) =>
        book.settingsFor(message, connections.connectionOf(message.connectionId)),
      onProgress: (written) => progress.report({ message: countMessages(written) }),
    },
    abort.signal,
  );
  try {
    if (target.scheme === 'file') await doors.writeFile(target.fsPath, pieces);
    else await writeElsewhere(target, pieces);
  } catch (error) {
    // A cancelled file is not there; that was wanted.
    if (!abort.signal.aborted) throw error;
  }
}

/** The editor's other file systems take a file only as a whole. */
async function writeElsewhere(target: vscode.Uri, pieces: AsyncIterable<string>): Promise<void> {
  const all: string[] = [];
  for await (const piece of pieces) all.push(piece);
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(all.join('')));
}

type ScopeItem = vscode.QuickPickItem & { readonly scope: () => Promise<ExportScope | undefined> };

/** One device with all that is kept of it; else asks what is meant, where there is more than one answer. */
async function chooseScope(
  { tree, sources }: ExportDoors,
  { row, kind }: ExportRequest,
): Promise<ExportScope | undefined> {
  const { history, view, results, clock } = sources;
  const log = row && 'device' in row ? tree.store.log(logKey(row)) : undefined;
  const kept = (filter: string, of?: { connectionId: string; device: string }) =>
    keptScope({ tree, history, filter, nowMs: clock.now(), ...(of ? { of } : {}) });
  if (log && !results.store) {
    const { connectionId, device = '' } = log;
    return (await kept(view.filter, { connectionId, device })) ?? shownScope(tree, [log]);
  }
  const logs = log ? [log] : [...tree.store.logs];
  const shown = logs.reduce((sum, each) => sum + tree.visible(each).length, 0);
  const onDisk = await history.count();
  const all = Math.max(onDisk, sources.store.keptCount);
  if (all === 0) throw new UserError(vscode.l10n.t('There is no message to export.'));
  const asked = results.store ? results.query : view.filter;
  const items: ScopeItem[] = [
    {
      label: vscode.l10n.t('What Shows Now'),
      description: countMessages(shown),
      scope: () => Promise.resolve(shownScope(tree, logs)),
    },
    ...(asked === '' || log
      ? []
      : [
          {
            label: vscode.l10n.t('Everything Kept That Matches "{0}"', asked),
            scope: () => kept(asked),
          },
        ]),
    ...(onDisk > 0 && !log
      ? [
          {
            label: vscode.l10n.t('Everything Kept'),
            description: countMessages(onDisk),
            scope: () => kept(''),
          },
        ]
      : []),
  ];
  const [first] = items;
  const chosen =
    items.length === 1
      ? first
      : await vscode.window.showQuickPick(items, {
          title:
            kind === 'capture' ? vscode.l10n.t('Save Capture') : vscode.l10n.t('Export Messages'),
          placeHolder: vscode.l10n.t('Which messages?'),
        });
  return chosen?.scope();
}

function subjectOf({ tree }: ExportDoors, row: RowId | undefined): string | undefined {
  const log = row && 'device' in row ? tree.store.log(logKey(row)) : undefined;
  return log && (tree.nameOf(log) ?? log.device);
}

function promptTarget(
  kind: ExportRequest['kind'],
  subject: string | undefined,
): Thenable<vscode.Uri | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/');
  const lines = vscode.l10n.t('JSON Lines');
  return vscode.window.showSaveDialog({
    title: kind === 'capture' ? vscode.l10n.t('Save Capture') : vscode.l10n.t('Export Messages'),
    defaultUri: vscode.Uri.joinPath(
      folder,
      exportFileName(subject, kind === 'capture' ? 'sigfoxcapture' : 'jsonl'),
    ),
    filters:
      kind === 'capture'
        ? { [vscode.l10n.t('Sigfox Capture')]: ['sigfoxcapture'] }
        : { [lines]: ['jsonl'], CSV: ['csv'] },
  });
}
