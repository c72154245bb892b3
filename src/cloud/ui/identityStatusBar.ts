import * as vscode from 'vscode';
import type { AwsIdentitySource } from '../awsIdentity';
import { identityStatus } from '../identityWords';

/** Who we are to AWS, as long as something here needs to know: identity, account, region, expiry, custom endpoint. */
export function showIdentityStatus(
  source: AwsIdentitySource,
  formatTime: (atMs: number) => string,
): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('sigfox.aws', vscode.StatusBarAlignment.Left, 9);
  item.name = vscode.l10n.t('Sigfox AWS Identity');
  const show = () => {
    const status = identityStatus(source.state, formatTime);
    if (!status) {
      item.hide();
      return;
    }
    item.text = `$(account) ${status.text}`;
    item.tooltip = status.lines.join('\n');
    item.command =
      source.state.kind === 'signedOut' ? 'sigfox.cloud.signIn' : 'sigfox.cloud.chooseProfile';
    item.backgroundColor = status.isTroubled
      ? new vscode.ThemeColor('statusBarItem.warningBackground')
      : undefined;
    item.show();
  };
  show();
  return vscode.Disposable.from(item, source.onDidChange(show));
}
