import * as vscode from 'vscode';

/** Passwords and passphrases: asked once and kept in the editor's secret storage, never in a setting. */
export class BrokerSecrets {
  constructor(private readonly secrets: vscode.SecretStorage) {}

  /** For this address and user only: a setting that was changed elsewhere does not get it. */
  password(name: string, url: string, username: string): Promise<string | undefined> {
    return this.ask(
      `password ${username} ${url}`,
      vscode.l10n.t('Connect to {0}', name),
      vscode.l10n.t('Password of {0}; it is kept in the secret storage of the editor', username),
    );
  }

  passphrase(name: string, keyFile: string): Promise<string | undefined> {
    return this.ask(
      `passphrase ${keyFile}`,
      vscode.l10n.t('Connect to {0}', name),
      vscode.l10n.t(
        'Passphrase of the key "{0}"; it is kept in the secret storage of the editor',
        keyFile,
      ),
    );
  }

  /** What a broker refused is asked for anew. */
  async forget(
    url: string,
    username: string | undefined,
    keyFile: string | undefined,
  ): Promise<void> {
    if (username !== undefined) await this.secrets.delete(`password ${username} ${url}`);
    if (keyFile !== undefined) await this.secrets.delete(`passphrase ${keyFile}`);
  }

  private async ask(key: string, title: string, prompt: string): Promise<string | undefined> {
    const known = await this.secrets.get(key);
    if (known !== undefined) return known;
    const secret = await vscode.window.showInputBox({
      title,
      prompt,
      password: true,
      ignoreFocusOut: true,
    });
    if (secret !== undefined && secret !== '') await this.secrets.store(key, secret);
    return secret;
  }
}
