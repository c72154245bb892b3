import * as vscode from 'vscode';
import { promptSteps, type Step } from '../../shared/ui/promptSteps';
import { UserError } from '../../shared/userError';
import { hasErrors, parsePayloadConfig } from '../../sigfox/payloadGrammar';
import { firmwareBlock } from '../firmwareBlock';
import { namedConfig, readFirmware } from '../firmwareReader';
import { generateFirmware } from '../firmwareText';
import { readSketch } from '../sketchSource';
import { escapeSnippet } from '../snippetText';
import { sketchEditor } from './snippetCommand';

/** Asks for a payload config and where its struct shall go, and writes it. */
export async function generateFromConfig(given?: string): Promise<void> {
  const editor = openSketch();
  const known = editor && namedConfig(readSketch(editor.document.getText()))?.text;
  const answers =
    given === undefined
      ? await promptSteps(
          vscode.l10n.t('Generate Firmware from Payload Config'),
          ([config, place]): Step | undefined => {
            if (config === undefined) return askConfig(known);
            return place === undefined ? askPlace(editor) : undefined;
          },
        )
      : [given, editor ? 'sketch' : 'page'];
  if (!answers) return;
  const [text = '', place] = answers;
  const config = parsePayloadConfig(text.trim());
  const problem = config.problems.find(({ severity }) => severity === 'error');
  if (problem) throw new UserError(`${problem.message} ${problem.fix}`);
  const firmware = generateFirmware(config);
  if (place === 'sketch' && editor) await insert(editor, firmware);
  else await openPage(firmware);
}

/** Copies the config that the struct of the open sketch writes. */
export async function copyConfigOfSketch(): Promise<void> {
  const firmware = readFirmware(readSketch(sketchEditor().document.getText()));
  switch (firmware.kind) {
    case 'none':
      throw new UserError(
        vscode.l10n.t('The sketch has no struct "SigfoxPayload" that a config could be made from.'),
        {
          action: {
            title: vscode.l10n.t('Generate Firmware…'),
            command: 'sigfox.firmware.generateFromConfig',
          },
        },
      );
    case 'faulty':
      throw new UserError(vscode.l10n.t('The config cannot be made: {0}', firmware.reason));
    case 'config':
      await vscode.env.clipboard.writeText(firmware.config);
      vscode.window.setStatusBarMessage(
        vscode.l10n.t('$(check) Copied: {0}', firmware.config),
        5_000,
      );
  }
}

function openSketch(): vscode.TextEditor | undefined {
  const editor = vscode.window.activeTextEditor;
  return editor?.document.fileName.endsWith('.ino') === true ? editor : undefined;
}

function askConfig(known: string | undefined): Step {
  return {
    kind: 'text',
    prompt: vscode.l10n.t('The payload config that the cloud reads messages with'),
    placeholder: 'temp::float:32 humidity::uint:8',
    value: known ?? '',
    check: (text) => {
      const config = parsePayloadConfig(text.trim());
      const isBlocking = hasErrors(config);
      const first = config.problems.find(({ severity }) => !isBlocking || severity === 'error');
      return first && { message: `${first.message} ${first.fix}`, isBlocking };
    },
  };
}

function askPlace(editor: vscode.TextEditor | undefined): Step {
  const page = { label: vscode.l10n.t('$(new-file) A new page'), value: 'page' };
  if (!editor) {
    return { kind: 'pick', placeholder: vscode.l10n.t('Where shall it go?'), items: [page] };
  }
  const name = editor.document.fileName.split(/[\\/]/).at(-1) ?? '';
  const hasBlock = firmwareBlock(readSketch(editor.document.getText())) !== undefined;
  return {
    kind: 'pick',
    placeholder: vscode.l10n.t('Where shall it go?'),
    items: [
      {
        label: hasBlock
          ? vscode.l10n.t('$(replace) In place of the struct in {0}', name)
          : vscode.l10n.t('$(insert) At the cursor in {0}', name),
        value: 'sketch',
      },
      page,
    ],
  };
}

/** As a snippet, escaped, so that what a config says can never be taken for a tab stop. */
async function insert(editor: vscode.TextEditor, firmware: string): Promise<void> {
  const { document } = editor;
  const block = firmwareBlock(readSketch(document.getText()));
  const place = block
    ? new vscode.Range(document.positionAt(block[0]), document.positionAt(block[1]))
    : editor.selection;
  const text = block ? firmware.trimEnd() : firmware;
  const open = await vscode.window.showTextDocument(document, editor.viewColumn);
  await open.insertSnippet(new vscode.SnippetString(escapeSnippet(text)), place);
}

async function openPage(firmware: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language: 'cpp', content: firmware });
  await vscode.window.showTextDocument(document);
}
