import * as vscode from 'vscode';
import { UserError } from '../../shared/userError';
import { type FirmwareSnippet, orderSnippets, parseFirmwareSnippets } from '../firmwareSnippet';
import { type SigfoxBoard, sigfoxBoards } from '../sigfoxBoard';
import { expandSnippet } from '../snippetText';
import type { SnippetPreview } from './snippetPreview';

/** Lists the snippets, those for the sketch's board first, shows each beside, and inserts the one that is chosen. */
export async function insertSnippet(
  file: vscode.Uri,
  board: SigfoxBoard | undefined,
  preview: SnippetPreview,
): Promise<void> {
  const editor = sketchEditor();
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  const chosen = await pickSnippet(parseFirmwareSnippets(text), board, preview);
  if (!chosen) return;
  const open = await vscode.window.showTextDocument(editor.document, editor.viewColumn);
  await open.insertSnippet(new vscode.SnippetString(chosen.body), editor.selection);
}

/** The sketch that is open: the place a snippet goes to. */
export function sketchEditor(): vscode.TextEditor {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.fileName.endsWith('.ino') === true) return editor;
  throw new UserError(
    vscode.l10n.t('No sketch is open: a snippet goes into a file ending in ".ino".'),
    {
      action: { title: vscode.l10n.t('New Sketch'), command: 'sigfox.firmware.newSketch' },
    },
  );
}

interface SnippetItem extends vscode.QuickPickItem {
  readonly snippet?: FirmwareSnippet;
}

async function pickSnippet(
  snippets: readonly FirmwareSnippet[],
  board: SigfoxBoard | undefined,
  preview: SnippetPreview,
): Promise<FirmwareSnippet | undefined> {
  const pick = vscode.window.createQuickPick<SnippetItem>();
  pick.title = vscode.l10n.t('Insert Firmware Snippet');
  pick.placeholder = vscode.l10n.t('Which one? It is shown beside while you choose.');
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.items = snippetItems(snippets, board);
  try {
    return await new Promise((resolve) => {
      pick.onDidChangeActive(([active]) => {
        if (active?.snippet) void preview.show(`${expandSnippet(active.snippet.body).trim()}\n`);
      });
      pick.onDidAccept(() => resolve(pick.activeItems[0]?.snippet));
      pick.onDidHide(() => resolve(undefined));
      pick.show();
    });
  } finally {
    pick.dispose();
    await preview.close();
  }
}

function snippetItems(
  snippets: readonly FirmwareSnippet[],
  board: SigfoxBoard | undefined,
): readonly SnippetItem[] {
  const { fitting, others } = orderSnippets(snippets, board);
  if (board === undefined) return fitting.map(snippetItem);
  return [
    separator(vscode.l10n.t('For {0}', sigfoxBoards[board].name)),
    ...fitting.map(snippetItem),
    separator(vscode.l10n.t('For other boards')),
    ...others.map(snippetItem),
  ];
}

function separator(label: string): SnippetItem {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

function snippetItem(snippet: FirmwareSnippet): SnippetItem {
  return {
    label: snippet.name,
    description: snippet.prefix,
    detail: `${snippet.description} ${snippet.boards.map((id) => sigfoxBoards[id].name).join(', ')}`,
    snippet,
  };
}
