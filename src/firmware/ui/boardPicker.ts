import * as vscode from 'vscode';
import { promptSteps, type Step } from '../../shared/ui/promptSteps';
import type { ArduinoCli, BoardDetails, InstalledBoard } from '../arduinoCli';
import { chosenOptions, plainFqbn, withOptions } from '../boardOptions';
import type { BoardName, BoardPort } from '../boardPort';
import { portTitle, type BoardChoice } from '../boardChoice';
import { arduinoFailure } from '../firmwareErrors';
import type { PortList } from '../portList';

/** What was picked: a board, with the port it is plugged into when it was picked by that; or its options. */
export type BoardPick =
  | { readonly kind: 'board'; readonly board: BoardName; readonly port: BoardPort | undefined }
  | { readonly kind: 'options' }
  | { readonly kind: 'programmer' };

type BoardItem = vscode.QuickPickItem & { readonly pick?: BoardPick };

/** Lets the person choose a board: one that is plugged in, or any of the installed platforms. */
export async function pickBoard(
  arduino: ArduinoCli,
  ports: PortList,
  choice: BoardChoice,
): Promise<BoardPick | undefined> {
  const pick = vscode.window.createQuickPick<BoardItem>();
  pick.title = vscode.l10n.t('Choose Board');
  pick.placeholder = vscode.l10n.t('The board the sketch is for');
  pick.matchOnDescription = true;
  pick.busy = true;
  let installed: readonly InstalledBoard[] = [];
  const show = () => {
    pick.items = [...own(choice), ...connected(ports.ports), ...all(installed)];
  };
  ports.start();
  show();
  pick.show();
  const closed = new AbortController();
  const subscription = ports.onDidChange(show);
  const picked = settle(pick, closed);
  const boards = await Promise.race([arduino.boards(closed.signal), picked.then(() => undefined)]);
  if (boards?.kind === 'done') {
    installed = boards.value;
    show();
  }
  pick.busy = false;
  try {
    if (boards?.kind === 'failed' && boards.failure.kind !== 'cancelled') {
      pick.hide();
      throw arduinoFailure(boards.failure);
    }
    return await picked;
  } finally {
    subscription.dispose();
    pick.dispose();
  }
}

function settle(
  pick: vscode.QuickPick<BoardItem>,
  closed: AbortController,
): Promise<BoardPick | undefined> {
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      const picked = pick.activeItems[0]?.pick;
      if (!picked) return;
      resolve(picked);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      closed.abort();
    });
  });
}

function own({ board, programmer }: BoardChoice): readonly BoardItem[] {
  if (!board) return [];
  return [
    separator(vscode.l10n.t('chosen')),
    {
      label: vscode.l10n.t('$(settings-gear) Options of {0}…', board.name),
      description: board.fqbn,
      pick: { kind: 'options' },
    },
    {
      label: vscode.l10n.t('$(circuit-board) Programmer…'),
      description: programmer ?? vscode.l10n.t('none: uploads through the bootloader'),
      pick: { kind: 'programmer' },
    },
  ];
}

function connected(ports: readonly BoardPort[]): readonly BoardItem[] {
  const items = ports.flatMap((port) =>
    port.boards.map((board) => ({
      label: board.name,
      description: portTitle(port),
      pick: { kind: 'board', board, port } as const,
    })),
  );
  return items.length > 0 ? [separator(vscode.l10n.t('plugged in')), ...items] : [];
}

function all(boards: readonly InstalledBoard[]): readonly BoardItem[] {
  const items = boards.map((board) => ({
    label: board.name,
    description: board.fqbn,
    pick: {
      kind: 'board',
      board: { name: board.name, fqbn: board.fqbn },
      port: undefined,
    } as const,
  }));
  return items.length > 0 ? [separator(vscode.l10n.t('installed')), ...items] : [];
}

function separator(label: string): BoardItem {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

/** Asks for each option that the board leaves open; undefined when the person gives up. */
export async function pickOptions(
  arduino: ArduinoCli,
  board: BoardName,
): Promise<string | undefined> {
  const details = await detailsOf(arduino, board.fqbn);
  const chosen = chosenOptions(details, board.fqbn);
  if (chosen.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('"{0}" leaves no option open.', board.name),
    );
    return undefined;
  }
  const steps = chosen.map(({ option, value }): Step => ({
    kind: 'pick',
    placeholder: option.label,
    items: [...option.values]
      .sort((a, b) => Number(b.id === value) - Number(a.id === value))
      .map(({ id, label }) => ({
        label,
        value: id,
        ...(id === value && { description: vscode.l10n.t('as it is now') }),
      })),
  }));
  const title = vscode.l10n.t('Options of {0}', board.name);
  const answers = await promptSteps(title, (given) => steps[given.length]);
  if (!answers) return undefined;
  const values = chosen.map(({ option }, at) => [option.id, answers[at] ?? ''] as const);
  return withOptions(details, Object.fromEntries(values));
}

/** Asks for the programmer; an empty text stands for the bootloader, undefined for giving up. */
export async function pickProgrammer(
  arduino: ArduinoCli,
  board: BoardName,
): Promise<string | undefined> {
  const { programmers } = await detailsOf(arduino, board.fqbn);
  const items = [
    {
      label: vscode.l10n.t('None'),
      description: vscode.l10n.t('uploads through the bootloader'),
      id: '',
    },
    ...programmers.map(({ id, name }) => ({ label: name, description: id, id })),
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Programmer for {0}', board.name),
    placeHolder: vscode.l10n.t('What writes the sketch into the chip'),
    matchOnDescription: true,
  });
  return picked?.id;
}

async function detailsOf(arduino: ArduinoCli, fqbn: string): Promise<BoardDetails> {
  const details = await arduino.boardDetails(plainFqbn(fqbn), AbortSignal.timeout(30_000));
  if (details.kind === 'failed') throw arduinoFailure(details.failure);
  return details.value;
}
