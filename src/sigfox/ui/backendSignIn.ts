import * as vscode from 'vscode';
import { promptSteps } from '../../shared/ui/promptSteps';

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
        check: (text) => required(text),
      };
    }
    if (given.length === 1) {
      return {
        kind: 'text',
        prompt: vscode.l10n.t("Its password; kept in the editor's secret storage"),
        isPassword: true,
        check: (text) => required(text),
      };
    }
    return undefined;
  });
  const [login, password] = answers ?? [];
  return login === undefined || password === undefined
    ? undefined
    : { login: login.trim(), password };
}

function required(
  text: string,
): { readonly message: string; readonly isBlocking: true } | undefined {
  return text.trim() === ''
    ? { message: vscode.l10n.t('This is needed.'), isBlocking: true }
    : undefined;
}
