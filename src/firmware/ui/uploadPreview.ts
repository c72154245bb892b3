import * as vscode from 'vscode';
import { type PlanRow, uploadPlan, type UploadPlanFacts } from '../uploadPlan';

type PreviewItem = vscode.QuickPickItem & {
  readonly command: PlanRow['command'] | 'sigfox.firmware.upload';
};

/** Shows what an upload would run; the first row starts it, the others change what they say. */
export async function showUploadPlan(facts: UploadPlanFacts): Promise<void> {
  const rows = uploadPlan(facts).map(({ icon, label, description, command }): PreviewItem => ({
    label: `$(${icon}) ${label.replaceAll('$(', '$ (')}`,
    detail: description.replaceAll('$(', '$ ('),
    command,
  }));
  const upload: PreviewItem = {
    label: `$(arrow-up) ${vscode.l10n.t('Upload')}`,
    command: 'sigfox.firmware.upload',
  };
  const rule = { label: '', kind: vscode.QuickPickItemKind.Separator, command: undefined };
  const picked = await vscode.window.showQuickPick([upload, rule, ...rows], {
    title: vscode.l10n.t('What Upload Runs'),
    placeHolder: vscode.l10n.t('Nothing has been started yet'),
  });
  if (picked?.command === undefined) return;
  await vscode.commands.executeCommand(picked.command, vscode.Uri.file(facts.job.folder));
}
