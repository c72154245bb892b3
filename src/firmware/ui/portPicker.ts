import * as vscode from 'vscode';
import type { BoardPort } from '../boardPort';
import type { PortList } from '../portList';
import { noPortWords, portRow, portsTitle } from '../portRows';

interface PortItem extends vscode.QuickPickItem {
  readonly port: BoardPort | undefined;
}

export interface PortPickerOptions {
  readonly machine: string | undefined;
  /** The ports to choose from; all there are, when absent. */
  readonly only?: (port: BoardPort) => boolean;
  readonly placeholder?: string;
  /** The port that is chosen now. */
  readonly active?: string | undefined;
}

/** Lets the person choose a port from a list that follows what is plugged in while it is open. */
export function pickPort(
  ports: PortList,
  { machine, only = () => true, placeholder, active }: PortPickerOptions,
): Promise<BoardPort | undefined> {
  const pick = vscode.window.createQuickPick<PortItem>();
  pick.title = portsTitle(machine);
  pick.placeholder = placeholder ?? vscode.l10n.t('The port the board is plugged into');
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  const show = () => {
    const before = pick.activeItems[0]?.port?.address ?? active;
    const listed = ports.ports.filter(only);
    pick.items =
      listed.length > 0
        ? listed.map((port) => ({ ...portRow(port), port }))
        : [{ ...noPortWords(ports.failure, machine), port: undefined }];
    const again = pick.items.filter((item) => item.port?.address === before).slice(0, 1);
    // An empty list would take the focus from the first entry, and Enter would do nothing.
    if (again.length > 0) pick.activeItems = again;
  };
  ports.start();
  show();
  const subscription = ports.onDidChange(show);
  return new Promise((resolve) => {
    const finish = (port: BoardPort | undefined) => {
      resolve(port);
      subscription.dispose();
      pick.dispose();
    };
    pick.onDidAccept(() => {
      const [item] = pick.activeItems;
      if (item?.port) finish(item.port);
    });
    pick.onDidHide(() => finish(undefined));
    pick.show();
  });
}
