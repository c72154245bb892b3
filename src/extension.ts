import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { whenBoardIsNeeded } from './join/boardNeed';
import { createJoint } from './join/joint';
import type { PortBroker } from './serial/portBroker';

/** What other extensions may use: they ask for a port instead of fighting for it. */
export interface PublicApi {
  ports(): Promise<Pick<PortBroker, 'hold' | 'lease' | 'userOf' | 'onDidChange'>>;
}

/** Registers what the editor may ask for. The rooms are loaded and joined when something of theirs is first used. */
export function activate(context: vscode.ExtensionContext): PublicApi {
  if (vscode.l10n.bundle) l10n.config({ contents: vscode.l10n.bundle });
  const network = once(async () =>
    (await import('./join/joinNetworkRooms')).joinNetworkRooms(joint),
  );
  const board = once(async () => {
    const [{ joinBoardRooms }, neighbours] = await Promise.all([
      import('./join/joinBoardRooms'),
      network(),
    ]);
    return joinBoardRooms(joint, neighbours);
  });
  const joint = createJoint(context, { network, board });
  joint.owned.add(joint.commands.register('sigfox.showLog', () => joint.log.show()));
  whenBoardIsNeeded(joint, () => void board());
  return { ports: board };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
