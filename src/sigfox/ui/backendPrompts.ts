import * as vscode from 'vscode';
import { promptSteps } from '../../shared/ui/promptSteps';
import type { BackendDevice } from '../backendApi';

/** An API user as it was typed in; undefined when the person left. */
export async function promptApiUser(
  known: string | undefined,
): Promise<{ readonly login: string; readonly password: string } | undefined> {
  const answers = await promptSteps(vscode.l10n.t('Sign In to Sigfox'), (given) => {
    if (given.length === 0) {
      return {
        kind: 'text',
        prompt: vscode.l10n.t(
          'Login of an API user: in the backend under Group, API Access. The profile Customer [R] is enough to read.',
        ),
        value: known ?? '',
      };
    }
    if (given.length === 1) {
      return {
        kind: 'text',
        prompt: vscode.l10n.t("Its password; kept in the editor's secret storage"),
        isPassword: true,
      };
    }
    return undefined;
  });
  const [login, password] = answers ?? [];
  // Nothing typed is nobody: the same as leaving.
  return !login?.trim() || !password ? undefined : { login: login.trim(), password };
}

/** It lets any message of that id in again, a forged one too: that is asked first. */
export async function confirmDisengage({ name, id }: BackendDevice): Promise<boolean> {
  const disengage = vscode.l10n.t('Disengage');
  const question = vscode.l10n.t('Disengage the sequence number of "{0}" ({1})?', name, id);
  const detail = vscode.l10n.t(
    'Sigfox then takes the next message of this device whatever its number is, and counts on from there. Until that message comes, a copy of an old one would be taken, too.',
  );
  const chosen = await vscode.window.showWarningMessage(
    question,
    { modal: true, detail },
    disengage,
  );
  return chosen === disengage;
}
