import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../shared/disposable';
import { baseName, mainFileOf, parentOf } from '../sketchFolder';
import type { ProjectText } from './projectFile';

/** Shows in the Problems panel what is wrong with a project file, while it is open. */
export class ProjectProblems implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly collection = this.owned.add(
    vscode.languages.createDiagnosticCollection('sigfox-project'),
  );

  constructor(private readonly text: () => Promise<ProjectText>) {
    this.owned.add(vscode.workspace.onDidOpenTextDocument((document) => void this.look(document)));
    this.owned.add(
      vscode.workspace.onDidChangeTextDocument(({ document }) => void this.look(document)),
    );
    this.owned.add(
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.collection.delete(uri)),
    );
    for (const document of vscode.workspace.textDocuments) void this.look(document);
  }

  dispose(): void {
    this.owned.dispose();
  }

  private async look(document: vscode.TextDocument): Promise<void> {
    if (!(await isProjectFile(document))) return;
    const { version } = document;
    const { problems } = (await this.text()).parseSketchYaml(document.getText());
    // What was typed meanwhile is looked at by the next call.
    if (document.version !== version || document.isClosed) return;
    this.collection.set(
      document.uri,
      problems.map(({ message, line, column, endLine, endColumn }) => {
        const range = new vscode.Range(line, column, endLine, endColumn);
        const diagnostic = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Error);
        diagnostic.source = 'sigfox';
        return diagnostic;
      }),
    );
  }
}

/** Other tools have files of that name: it is one of a sketch when the sketch lies beside it. */
async function isProjectFile({ uri }: vscode.TextDocument): Promise<boolean> {
  if (uri.scheme !== 'file' || !/^sketch\.ya?ml$/.test(baseName(uri.fsPath))) return false;
  try {
    await vscode.workspace.fs.stat(vscode.Uri.file(mainFileOf(parentOf(uri.fsPath))));
    return true;
  } catch {
    return false;
  }
}
