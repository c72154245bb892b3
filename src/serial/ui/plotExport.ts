import * as vscode from 'vscode';
import { readPlotterMessage } from '../plotterProtocol';
import { notSaved } from './logCommands';

/** Saves what the plotter's page drew, as a table or as a picture, where the person says. */
export async function exportPlot(value: unknown): Promise<void> {
  const message = readPlotterMessage(value);
  if (message?.kind !== 'export') return;
  const { format, content } = message;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const target = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Export Plot'),
    filters: { [format.toUpperCase()]: [format] },
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, `plot.${format}`) } : {}),
  });
  if (!target) return;
  const bytes =
    format === 'csv'
      ? new TextEncoder().encode(content)
      : Buffer.from(content.slice(content.indexOf(',') + 1), 'base64');
  try {
    await vscode.workspace.fs.writeFile(target, bytes);
  } catch (error) {
    throw notSaved(target, error);
  }
}
