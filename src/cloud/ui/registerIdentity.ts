import * as vscode from 'vscode';
import type { CommandRunner } from '../../shared/ui/commandRunner';
import { UserError } from '../../shared/userError';
import { showIdentityStatus } from './identityStatusBar';
import { promptProfile } from './profilePrompt';
import { promptMfa, signIn, type SignInDoors } from './signInPrompt';

export interface IdentityDoors extends SignInDoors {
  readonly commands: CommandRunner;
  formatTime(atMs: number): string;
}

/** The identity's commands and its place in the status bar. */
export function registerIdentity(doors: IdentityDoors): vscode.Disposable {
  const { commands, session } = doors;
  return vscode.Disposable.from(
    showIdentityStatus(session, (atMs) => doors.formatTime(atMs)),
    commands.register('sigfox.cloud.chooseProfile', async (profile, region) => {
      const choice =
        profile !== undefined && region !== undefined
          ? { profile, region }
          : await promptProfile(await doors.readProfiles(), session.choice);
      if (!choice) return;
      await session.choose(choice, promptMfa);
      // Whoever chose a profile wants to use it.
      const { state } = session;
      if (state.kind === 'signedOut') await signIn(doors);
      if (state.kind === 'failed') throw new UserError(state.reason);
    }),
    commands.register('sigfox.cloud.signIn', () => signIn(doors)),
  );
}
