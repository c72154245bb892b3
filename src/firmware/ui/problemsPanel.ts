import * as vscode from 'vscode';
import type { RelatedPlace } from '../arduinoCli';
import type { Problem } from '../problem';

/** Shows compile problems in the Problems panel. */
export class ProblemsPanel implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('sigfox-sketch');

  /** Replaces everything that is shown. */
  show(problems: readonly Problem[]): void {
    const byFile = new Map<string, vscode.Diagnostic[]>();
    for (const problem of problems) {
      byFile.set(problem.file, [...(byFile.get(problem.file) ?? []), toDiagnostic(problem)]);
    }
    this.collection.clear();
    for (const [file, diagnostics] of byFile) {
      this.collection.set(vscode.Uri.file(file), diagnostics);
    }
  }

  dispose(): void {
    this.collection.dispose();
  }
}

function toDiagnostic(problem: Problem): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(
    rangeOf(problem),
    problem.message,
    problem.severity === 'error'
      ? vscode.DiagnosticSeverity.Error
      : vscode.DiagnosticSeverity.Warning,
  );
  diagnostic.source = 'arduino-cli';
  if (problem.code !== undefined) diagnostic.code = problem.code;
  diagnostic.relatedInformation = problem.related
    .filter(({ file }) => file !== '')
    .map((place) => new vscode.DiagnosticRelatedInformation(locationOf(place), place.message));
  return diagnostic;
}

function locationOf(place: RelatedPlace): vscode.Location {
  return new vscode.Location(vscode.Uri.file(place.file), rangeOf(place));
}

/** The editor widens an empty range to the word that stands there. */
function rangeOf({ line, column }: { readonly line: number; readonly column: number }) {
  const start = new vscode.Position(Math.max(0, line - 1), Math.max(0, column - 1));
  return new vscode.Range(start, start);
}
