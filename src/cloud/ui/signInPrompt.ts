import * as vscode from 'vscode';
import type { AwsProfiles, SsoSession } from '../awsProfile';
import { findProfile, mfaSerialsOf, profileChain, ssoSessionOf } from '../awsProfile';
import type { AwsSession } from '../awsSession';
import type { DeviceCode } from '../deviceSignIn';
import { profileWord } from '../identityWords';
import { UserError } from '../../shared/userError';
import { untilAborted } from '../untilAborted';

/** What signing in needs of the world. */
export interface SignInDoors {
  readonly session: AwsSession;
  readProfiles(): Promise<AwsProfiles>;
  /** Runs the device authorisation and keeps the token; false when the person left. */
  signInByDevice(
    session: SsoSession,
    show: (code: DeviceCode) => Promise<boolean>,
    signal: AbortSignal,
  ): Promise<boolean>;
}

/** Does what only a person can: the browser for single sign-on, the code of an MFA device, the AWS CLI for the rest. */
export async function signIn(doors: SignInDoors): Promise<void> {
  const { session } = doors;
  const profile = session.choice?.profile;
  if (profile === undefined) {
    await vscode.commands.executeCommand('sigfox.cloud.chooseProfile');
    return;
  }
  const profiles = await doors.readProfiles();
  const sso = ssoSessionOf(profiles, profile);
  const last = profileChain(profiles, profile).at(-1)?.kind.kind;
  if (sso && session.state.kind !== 'failed') {
    if (!(await signInInBrowser(doors, profile, sso))) return;
  } else if (last === 'login') {
    await runAwsCli(['login', '--profile', profile]);
  } else if (!canRetry(profiles, profile)) {
    throw new UserError(
      vscode.l10n.t(
        'The keys of "{0}" have ended, and nothing here can renew them. Put new ones where they came from; this window goes on by itself.',
        profileWord(profile),
      ),
    );
  }
  await session.retry(promptMfa);
  const { state } = session;
  if (state.kind === 'failed') throw new UserError(state.reason);
}

/** The code of an MFA device; it is used once and kept nowhere. */
export async function promptMfa(serial: string): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title: vscode.l10n.t('Sign In'),
    prompt: vscode.l10n.t('Code of the MFA device {0}', serial),
    placeHolder: '123456',
    ignoreFocusOut: true,
    validateInput: (text) =>
      /^\d{6}$/.test(text.trim()) ? undefined : vscode.l10n.t('The code has six digits.'),
  });
}

/** Keys that a file holds do not renew themselves; a program, a role or an MFA code may give new ones. */
function canRetry(profiles: AwsProfiles, profile: string): boolean {
  const kind = findProfile(profiles, profile)?.kind.kind;
  return kind !== 'static' || mfaSerialsOf(profiles, profile).length > 0;
}

async function signInInBrowser(
  doors: SignInDoors,
  profile: string,
  sso: SsoSession,
): Promise<boolean> {
  const abort = new AbortController();
  const progress = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Signing in to "{0}"', profileWord(profile)),
    cancellable: true,
  };
  return vscode.window.withProgress(progress, (report, token) => {
    token.onCancellationRequested(() => abort.abort());
    const show = async (code: DeviceCode) => {
      const host = new URL(code.verificationUrl).host;
      report.report({
        message: vscode.l10n.t('confirm the code {0} at {1}', code.userCode, host),
      });
      const shown = showCode(profile, code, abort.signal);
      return untilAborted(shown, abort.signal).catch(() => false);
    };
    return doors.signInByDevice(sso, show, abort.signal);
  });
}

/** The code comes before the browser: only a page that shows the same code may be confirmed. False when the person left. */
async function showCode(
  profile: string,
  { userCode, verificationUrl }: DeviceCode,
  signal: AbortSignal,
): Promise<boolean> {
  const open = vscode.l10n.t('Copy Code and Open Browser');
  const copy = vscode.l10n.t('Copy Code');
  const cli = vscode.l10n.t('Use the AWS CLI');
  // Stays until it is answered; the progress shows the code while the browser is in front.
  const chosen = await vscode.window.showInformationMessage(
    vscode.l10n.t('Your code for "{0}": {1}', profileWord(profile), userCode),
    {
      modal: true,
      detail: vscode.l10n.t(
        'Confirm at {0}, and only if it shows the same code.',
        new URL(verificationUrl).host,
      ),
    },
    open,
    copy,
    cli,
  );
  if (signal.aborted) return false;
  // Its token comes into the shared cache, which is watched.
  if (chosen === cli) void runAwsCli(['sso', 'login', '--profile', profile]);
  if (chosen !== open && chosen !== copy) return false;
  await vscode.env.clipboard.writeText(userCode);
  if (chosen === open) await vscode.env.openExternal(vscode.Uri.parse(verificationUrl, true));
  return true;
}

/** In a terminal, so that the person sees what it asks; no shell reads the profile's name. Resolves when it is closed. */
function runAwsCli(shellArgs: string[]): Promise<void> {
  const name = vscode.l10n.t('AWS Sign In');
  const terminal = vscode.window.createTerminal({ name, shellPath: 'aws', shellArgs });
  terminal.show();
  return new Promise((resolve) => {
    const subscription = vscode.window.onDidCloseTerminal((closed) => {
      if (closed !== terminal) return;
      subscription.dispose();
      resolve();
    });
  });
}
