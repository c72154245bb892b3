import * as vscode from 'vscode';
import type { Disposable } from '../../shared/disposable';
import type { CommandRunner } from '../../shared/ui/commandRunner';
import type { LateTree } from '../../shared/ui/lateTree';
import type { BackendBook } from '../backendBook';
import type { BackendRow } from '../backendRows';
import type { BackendWatch } from '../backendWatch';
import { type DeviceId, parseDeviceId } from '../device';
import { BackendView } from './backendView';
import { confirmDisengage, promptApiUser } from './backendPrompts';

export interface BackendDoors {
  readonly commands: CommandRunner;
  readonly tree: LateTree<BackendRow>;
  readonly book: BackendBook;
  readonly watch: BackendWatch;
  /** Of the API user that is signed in. */
  login(): string | undefined;
  /** Rejects with a BackendFailure when the backend does not let the user in. */
  signIn(user: { readonly login: string; readonly password: string }): Promise<void>;
  signOut(): Promise<void>;
}

/** The Sigfox Backend view and its commands. */
export function registerBackend(doors: BackendDoors): Disposable {
  const { commands, tree, book, watch } = doors;
  const view = new BackendView(book, watch, tree);
  return vscode.Disposable.from(
    view,
    commands.register('sigfox.backend.signIn', async () => {
      const user = await promptApiUser(doors.login());
      if (!user) return;
      await doors.signIn(user);
      await vscode.commands.executeCommand('sigfox.backend.focus');
    }),
    commands.register('sigfox.backend.signOut', () => doors.signOut()),
    commands.register('sigfox.backend.refresh', () => watch.askNow()),
    commands.register('sigfox.backend.disengage', async (row) => {
      const device = deviceOf(row ?? view.selected);
      const known = device && book.device(device);
      if (!known || !(await confirmDisengage(known))) return;
      await book.disengage(known.id, new AbortController().signal);
    }),
  );
}

/** A menu hands in the row itself; code names the device. */
function deviceOf(row: unknown): DeviceId | undefined {
  const text = typeof row === 'string' ? row : (row as BackendRow | undefined)?.subject;
  const read = parseDeviceId(text ?? '');
  return read.kind === 'device' ? read.device : undefined;
}
