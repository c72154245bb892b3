import * as vscode from 'vscode';
import type { Clock } from '../../shared/clock';
import type { Disposable } from '../../shared/disposable';
import type { SigfoxBoard } from '../sigfoxBoard';
import { checkSketch } from '../sketchChecks';
import type { SketchProblem } from '../sketchProblem';

const pauseMs = 300;
const source = 'Sigfox';

/** What the checks need to know beside the text. */
export interface SketchSurroundings {
  readonly clock: Clock;
  boardOf(sketch: vscode.Uri, text: string): SigfoxBoard | undefined;
  onChecked(sketch: vscode.Uri, text: string, problems: readonly SketchProblem[]): void;
}

/** Checks open sketches a moment after the last change; offers what the checks know to mend. */
export class SketchDiagnostics implements vscode.CodeActionProvider, vscode.Disposable {
  static readonly kinds = [vscode.CodeActionKind.QuickFix];

  private readonly diagnostics = vscode.languages.createDiagnosticCollection(source);
  private readonly waiting = new Map<string, Disposable>();
  private readonly owned = vscode.Disposable.from(
    this.diagnostics,
    vscode.languages.registerCodeActionsProvider({ pattern: '**/*.ino' }, this, {
      providedCodeActionKinds: SketchDiagnostics.kinds,
    }),
    vscode.workspace.onDidOpenTextDocument((document) => this.check(document)),
    vscode.workspace.onDidChangeTextDocument(({ document }) => this.checkSoon(document)),
    vscode.workspace.onDidCloseTextDocument((document) => this.forget(document)),
  );

  constructor(private readonly around: SketchSurroundings) {
    this.checkAll();
  }

  /** The board may have changed. */
  checkAll(): void {
    for (const document of vscode.workspace.textDocuments) this.check(document);
  }

  provideCodeActions(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
    const shown = this.diagnostics.get(document.uri) ?? [];
    return this.problemsOf(document)
      .filter(({ at }) => rangeOf(document, at).intersection(range) !== undefined)
      .flatMap((problem) => actionsOf(document, problem, shown));
  }

  dispose(): void {
    for (const timer of this.waiting.values()) timer.dispose();
    this.owned.dispose();
  }

  private check(document: vscode.TextDocument): void {
    if (!isSketch(document)) return;
    const text = document.getText();
    const problems = this.problemsOf(document);
    this.diagnostics.set(
      document.uri,
      problems.map((problem) => diagnosticOf(document, problem)),
    );
    this.around.onChecked(document.uri, text, problems);
  }

  private checkSoon(document: vscode.TextDocument): void {
    if (!isSketch(document)) return;
    const key = document.uri.toString();
    this.waiting.get(key)?.dispose();
    const timer = this.around.clock.after(pauseMs, () => {
      this.waiting.delete(key);
      if (!document.isClosed) this.check(document);
    });
    this.waiting.set(key, timer);
  }

  private forget(document: vscode.TextDocument): void {
    this.waiting.get(document.uri.toString())?.dispose();
    this.waiting.delete(document.uri.toString());
    this.diagnostics.delete(document.uri);
  }

  private problemsOf(document: vscode.TextDocument): readonly SketchProblem[] {
    const text = document.getText();
    return checkSketch(text, this.around.boardOf(document.uri, text));
  }
}

function isSketch({ uri }: vscode.TextDocument): boolean {
  return uri.path.endsWith('.ino');
}

function rangeOf(document: vscode.TextDocument, at: SketchProblem['at']): vscode.Range {
  return new vscode.Range(document.positionAt(at[0]), document.positionAt(at[1]));
}

function diagnosticOf(document: vscode.TextDocument, problem: SketchProblem): vscode.Diagnostic {
  const severity =
    problem.severity === 'error'
      ? vscode.DiagnosticSeverity.Error
      : vscode.DiagnosticSeverity.Warning;
  const diagnostic = new vscode.Diagnostic(
    rangeOf(document, problem.at),
    problem.message,
    severity,
  );
  diagnostic.source = source;
  diagnostic.code = problem.check;
  return diagnostic;
}

function actionsOf(
  document: vscode.TextDocument,
  problem: SketchProblem,
  shown: readonly vscode.Diagnostic[],
): readonly vscode.CodeAction[] {
  const range = rangeOf(document, problem.at);
  return problem.fixes.map(({ title, edits }, at) => {
    const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    action.edit = new vscode.WorkspaceEdit();
    for (const { at: place, text } of edits) {
      action.edit.replace(document.uri, rangeOf(document, place), text);
    }
    action.diagnostics = shown.filter(
      (each) => each.code === problem.check && each.range.isEqual(range),
    );
    action.isPreferred = at === 0;
    return action;
  });
}
