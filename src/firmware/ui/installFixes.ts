import * as vscode from 'vscode';
import { type InstallFix, installFixOf } from '../installFix';

/** Quick fixes of compile problems that something missing causes. */
export class InstallFixes implements vscode.CodeActionProvider {
  static readonly kinds = [vscode.CodeActionKind.QuickFix];

  provideCodeActions(
    document: vscode.TextDocument,
    _range: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    return diagnostics.flatMap((diagnostic) => {
      const fix = installFixOf(diagnostic.code);
      return fix ? [toAction(fix, diagnostic, document)] : [];
    });
  }
}

function toAction(
  fix: InstallFix,
  diagnostic: vscode.Diagnostic,
  document: vscode.TextDocument,
): vscode.CodeAction {
  const title =
    fix.kind === 'library'
      ? vscode.l10n.t('Install the Library with "{0}"', fix.header)
      : vscode.l10n.t('Install Platform "{0}"', fix.id);
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  action.isPreferred = true;
  action.command = {
    title,
    command:
      fix.kind === 'library' ? 'sigfox.firmware.installLibrary' : 'sigfox.firmware.installPlatform',
    arguments: [fix.kind === 'library' ? fix.header : fix.id, document.uri],
  };
  return action;
}
