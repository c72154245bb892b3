import * as vscode from 'vscode';
import type { CommandRunner } from '../../shared/ui/commandRunner';
import type { ContextKeys } from '../../shared/ui/contextKey';
import { UserError } from '../../shared/userError';
import {
  type BoardModelName,
  boardModels,
  type BoardSetup,
  defaultSetup,
} from '../board/boardModel';
import { modemDialects, type ModemKind } from '../board/modemDialect';
import { sensorRange } from '../board/temperatureSensor';
import type { VirtualBoard } from '../board/virtualBoard';

/** What the commands of the virtual board need. */
export interface BoardDoors {
  readonly commands: CommandRunner;
  readonly keys: ContextKeys;
  readonly board: VirtualBoard;
  /** Where the firmware lies that comes with the extension. */
  readonly extensionUri: vscode.Uri;
  /** Throws with the way out when the simulator is not running. */
  requireNetwork(): void;
}

/** A firmware is never larger than this, as text: 256 KiB of flash take less than three times as much. */
const maxHexBytes = 1_000_000;

export function registerBoardCommands(doors: BoardDoors): vscode.Disposable {
  const { board, commands, keys } = doors;
  return vscode.Disposable.from(
    board.onDidChangeState(({ kind }) => keys.set('sigfox.plugged', kind === 'running')),
    commands.register('sigfox.simulator.startBoard', async (setup) => {
      doors.requireNetwork();
      const chosen = setup === undefined ? await pickSetup() : setupNamed(setup);
      if (chosen) await startBoard(doors, chosen);
    }),
    commands.register('sigfox.simulator.stopBoard', () => board.stop()),
    commands.register('sigfox.simulator.flashBoard', async (file) => {
      doors.requireNetwork();
      const chosen = file === undefined ? await pickFirmware(doors) : vscode.Uri.file(file);
      if (chosen) await flash(board, chosen);
    }),
    commands.register('sigfox.simulator.setTemperature', async (celsius) => {
      doors.requireNetwork();
      const chosen = celsius ?? (await askTemperature(board.temperature));
      if (chosen !== undefined) board.setTemperature(chosen);
    }),
  );
}

/** With the firmware that comes with the extension, so that it has something to say. */
async function startBoard(doors: BoardDoors, setup: BoardSetup): Promise<void> {
  const { board } = doors;
  await vscode.window.withProgress({ location: { viewId: 'sigfox.messages' } }, async () => {
    await board.start(setup);
    await flash(board, thermometer(doors, setup.model));
  });
  if (board.state.kind !== 'running') return;
  const setTemperature = vscode.l10n.t('Set Sensor Temperature…');
  const message = vscode.l10n.t(
    '{0} (virtual) is plugged in at {1} and runs the thermometer.',
    boardModels[setup.model].shortName,
    board.state.address,
  );
  // The command has done its work; what the person does with the news is another one's.
  void vscode.window.showInformationMessage(message, setTemperature).then((chosen) => {
    if (chosen === setTemperature) {
      void vscode.commands.executeCommand('sigfox.simulator.setTemperature');
    }
  });
}

async function flash(board: VirtualBoard, file: vscode.Uri): Promise<void> {
  const { size } = await vscode.workspace.fs.stat(file);
  const name = file.path.slice(file.path.lastIndexOf('/') + 1);
  if (size > maxHexBytes) {
    throw new UserError(vscode.l10n.t('"{0}" is too large to be a firmware.', name));
  }
  const text = new TextDecoder('latin1').decode(await vscode.workspace.fs.readFile(file));
  await board.flash(text, name.replace(/(-(uno|mega))?\.hex$/i, ''));
}

function thermometer({ extensionUri }: BoardDoors, model: BoardModelName): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'media', 'firmware', `thermometer-${model}.hex`);
}

interface SetupItem extends vscode.QuickPickItem {
  readonly setup: BoardSetup;
}

async function pickSetup(): Promise<BoardSetup | undefined> {
  const models = Object.keys(boardModels).reverse() as BoardModelName[];
  const modems = Object.keys(modemDialects) as ModemKind[];
  const items = models.flatMap((model) =>
    modems.map((modem): SetupItem => {
      const isDefault = model === defaultSetup.model && modem === defaultSetup.modem;
      return {
        setup: { model, modem },
        label: boardModels[model].shortName,
        description: modemWords(modem),
        detail: wiringWords(model, modem),
        ...(isDefault ? { picked: true } : {}),
      };
    }),
  );
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Start Virtual Board'),
    placeHolder: vscode.l10n.t('Which board, with which modem?'),
    matchOnDescription: true,
  });
  return chosen?.setup;
}

function modemWords(modem: ModemKind): string {
  return modem === 'telit'
    ? vscode.l10n.t("Telit LE51-868 S, the how-to's modem")
    : vscode.l10n.t('Wisol SFM10R1');
}

function wiringWords(model: BoardModelName, modem: ModemKind): string {
  const { baudRate } = modemDialects[modem];
  return boardModels[model].modem === 'usart1'
    ? vscode.l10n.t('The modem on Serial1 at {0} baud, the sensor on A0', baudRate)
    : vscode.l10n.t('The modem on pins 10 and 11 at {0} baud, the sensor on A0', baudRate);
}

/** `mega-telit`, as a script or a test says it. */
function setupNamed(name: string): BoardSetup | undefined {
  const [model = '', modem = ''] = name.split('-');
  if (!(model in boardModels) || !(modem in modemDialects)) return undefined;
  return { model: model as BoardModelName, modem: modem as ModemKind };
}

async function pickFirmware(doors: BoardDoors): Promise<vscode.Uri | undefined> {
  const { state } = doors.board;
  const ours = vscode.l10n.t('Thermometer');
  const items = [
    { label: ours, description: vscode.l10n.t('comes with the extension') },
    { label: vscode.l10n.t('File…'), description: vscode.l10n.t('a firmware as Intel HEX') },
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Flash Virtual Board'),
    placeHolder: vscode.l10n.t('What shall it run?'),
  });
  if (!chosen) return undefined;
  if (chosen.label === ours) {
    return thermometer(doors, state.kind === 'running' ? state.setup.model : defaultSetup.model);
  }
  const files = await vscode.window.showOpenDialog({
    canSelectMany: false,
    filters: { [vscode.l10n.t('Firmware')]: ['hex'] },
  });
  return files?.[0];
}

async function askTemperature(current: number): Promise<number | undefined> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Set Sensor Temperature'),
    prompt: vscode.l10n.t(
      'In °C, from {0} to {1}; the sensor tells quarters of a degree apart',
      sensorRange.lowest,
      sensorRange.highest,
    ),
    value: String(current),
    validateInput: (value) =>
      readTemperature(value) === undefined
        ? vscode.l10n.t('Write a number from {0} to {1}.', sensorRange.lowest, sensorRange.highest)
        : undefined,
  });
  return text === undefined ? undefined : readTemperature(text);
}

/** A decimal comma is taken as well. */
function readTemperature(text: string): number | undefined {
  const trimmed = text.trim().replace(',', '.');
  if (!/^[+-]?\d+(\.\d*)?$/.test(trimmed)) return undefined;
  const celsius = Number(trimmed);
  return celsius >= sensorRange.lowest && celsius <= sensorRange.highest ? celsius : undefined;
}
