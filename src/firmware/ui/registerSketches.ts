import * as vscode from 'vscode';
import type { Clock } from '../../shared/clock';
import type { CommandRunner } from '../../shared/ui/commandRunner';
import { UserError } from '../../shared/userError';
import type { ChainFact } from '../../sigfox/chainFact';
import { type SigfoxBoard, sigfoxBoardOf } from '../sigfoxBoard';
import { boardNamedIn } from '../sketchBoards';
import { sketchFact } from '../sketchFact';
import type { SketchProblem } from '../sketchProblem';
import { copyConfigOfSketch, generateFromConfig } from './generateCommand';
import { newSketch } from './newSketchCommand';
import { insertSnippet, sketchEditor } from './snippetCommand';
import { SketchDiagnostics } from './sketchDiagnostics';
import { SnippetPreview } from './snippetPreview';

/** What writing sketches needs of the rest. */
export interface SketchDoors {
  readonly commands: CommandRunner;
  readonly clock: Clock;
  /** Where the extension is installed: templates and snippets are files of it. */
  readonly extension: vscode.Uri;
  /** The board chosen for a sketch, where one is. */
  readonly boards?: {
    fqbnOf(sketch: vscode.Uri): string | undefined;
    readonly onDidChange: vscode.Event<unknown>;
  };
  onDidProve(fact: ChainFact): void;
}

/** Templates, snippets, firmware from a payload config, and the checks. */
export function registerSketches(doors: SketchDoors): vscode.Disposable {
  const { commands, clock, extension, boards } = doors;
  const preview = new SnippetPreview();
  const snippets = vscode.Uri.joinPath(extension, 'snippets/sigfox-arduino.json');
  const templates = vscode.Uri.joinPath(extension, 'media/sketches');
  const boardOf = (sketch: vscode.Uri, text: string): SigfoxBoard | undefined => {
    const fqbn = boards?.fqbnOf(sketch);
    return fqbn === undefined ? boardNamedIn(text) : sigfoxBoardOf(fqbn);
  };
  const onChecked = (sketch: vscode.Uri, text: string, problems: readonly SketchProblem[]) => {
    // The chain speaks of one sketch: the one in front.
    if (vscode.window.activeTextEditor?.document.uri.toString() !== sketch.toString()) return;
    const fact = sketchFact(nameOf(sketch), text, problems, clock.now());
    if (fact) doors.onDidProve(fact);
  };
  const checks = new SketchDiagnostics({ clock, boardOf, onChecked });
  return vscode.Disposable.from(
    preview,
    checks,
    vscode.window.onDidChangeActiveTextEditor(() => checks.checkAll()),
    ...(boards ? [boards.onDidChange(() => checks.checkAll())] : []),
    commands.register('sigfox.firmware.newSketch', (where, template, name) =>
      newSketch({ templates, folder: folderOf(where), template, name }),
    ),
    commands.register('sigfox.firmware.insertSnippet', () => {
      const { document } = sketchEditor();
      return insertSnippet(snippets, boardOf(document.uri, document.getText()), preview);
    }),
    commands.register('sigfox.firmware.generateFromConfig', (config) => generateFromConfig(config)),
    commands.register('sigfox.firmware.copyConfigOfSketch', () => copyConfigOfSketch()),
  );
}

function nameOf(sketch: vscode.Uri): string {
  return (
    sketch.path
      .split('/')
      .at(-1)
      ?.replace(/\.ino$/, '') ?? ''
  );
}

/** The Explorer hands on the folder that was clicked. */
function folderOf(where: unknown): vscode.Uri | undefined {
  if (where === undefined) return undefined;
  if (where instanceof vscode.Uri) return where;
  throw new UserError(vscode.l10n.t('A new sketch needs a folder to be in.'));
}
