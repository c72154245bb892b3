import * as vscode from 'vscode';
import { viewIds } from '../../contributions';
import type { Clock } from '../../shared/clock';
import type { Disposable } from '../../shared/disposable';
import type { CommandRunner } from '../../shared/ui/commandRunner';
import type { ContextKeys } from '../../shared/ui/contextKey';
import { UserError } from '../../shared/userError';
import type { KnownPort } from '../knownPort';
import { readPageMessage } from '../monitorProtocol';
import type { MonitorTab } from '../monitorTab';
import type { Monitors } from '../monitors';
import type { MonitorTabs } from '../monitorTabs';
import type { FailurePlace } from '../openFailure';
import type { RowNote } from '../sendingWords';
import type { RowPlace } from '../sentMessages';
import type { LineSettings } from '../serialDriver';
import { type LogDoors, replayLog, saveLog } from './logCommands';
import { actOnPage } from './pageActions';
import { MonitorView } from './monitorView';
import { exportPlot } from './plotExport';
import { PlotterView } from './plotterView';
import { type PortPromptDoors, promptPort, promptSettings } from './portPrompt';

export interface SerialUiDoors {
  readonly extensionUri: vscode.Uri;
  readonly commands: CommandRunner;
  readonly keys: ContextKeys;
  readonly clock: Clock;
  readonly tabs: MonitorTabs;
  readonly monitors: Monitors;
  readonly place: Omit<FailurePlace, 'port'>;
  readonly prompt: Omit<PortPromptDoors, 'settingsFor'>;
  readonly logs: LogDoors;
  /** How the project at hand wants a port to be opened. */
  projectSettings(): Promise<
    { readonly address: string; readonly settings: Partial<LineSettings> } | undefined
  >;
  notes(logId: string, row: RowPlace, text: string): readonly RowNote[];
  openMessage(messageNumber: number): Promise<void>;
  readonly onDidChangeNotes: (listener: () => void) => Disposable;
}

/** This room's views and commands. */
export function registerSerial(doors: SerialUiDoors): Disposable {
  const { commands, keys, tabs, monitors, clock, place } = doors;
  const view = new MonitorView(
    doors.extensionUri,
    { clock, tabs, place, notes: (...row) => doors.notes(...row) },
    (message) => void vscode.commands.executeCommand('sigfox.serial.act', message),
  );
  const plotter = new PlotterView(doors.extensionUri, tabs, clock);
  const show = async () => {
    keys.set('sigfox.monitored', true);
    await vscode.commands.executeCommand(`${viewIds.serialMonitor}.focus`);
  };
  const owned = vscode.Disposable.from(
    view,
    plotter,
    vscode.window.registerWebviewViewProvider(viewIds.serialMonitor, view),
    vscode.window.registerWebviewViewProvider(viewIds.plotter, plotter),
    doors.onDidChangeNotes(() => view.presenter.changed()),
    commands.register('sigfox.serial.open', async (address, baudRate) => {
      const settingsFor = await settingsAtHand(doors);
      const chosen =
        address === undefined
          ? await promptPort({ ...doors.prompt, settingsFor })
          : await named({ look: doors.prompt.look, settingsFor }, address, baudRate);
      if (!chosen) return;
      await show();
      await monitors.open(chosen.port, chosen.settings);
    }),
    commands.register('sigfox.serial.openPlotter', async () => {
      keys.set('sigfox.plotted', true);
      await vscode.commands.executeCommand(`${viewIds.plotter}.focus`);
    }),
    commands.register('sigfox.serial.exportPlot', (plot) => exportPlot(plot)),
    commands.register('sigfox.serial.saveLog', (file) => saveLog(tabs.active, doors.logs, file)),
    commands.register('sigfox.serial.replayLog', async (file, speed) => {
      if (await replayLog(monitors, doors.logs, file, speed)) await show();
    }),
    commands.register('sigfox.serial.settings', () => changeSettings(tabs.active)),
    commands.register('sigfox.serial.act', async (value) => {
      const message = readPageMessage(value);
      if (message) await actOnPage(message, { ...doors, presenter: view.presenter });
    }),
  );
  return owned;
}

/** As the project at hand says, else as the board was monitored last. */
async function settingsAtHand(doors: SerialUiDoors) {
  const project = await doors.projectSettings();
  return (port: KnownPort): LineSettings => ({
    ...doors.monitors.settingsFor(port),
    ...(project?.address === port.address && project.settings),
  });
}

async function named(
  { look, settingsFor }: Pick<PortPromptDoors, 'look' | 'settingsFor'>,
  address: string,
  baudRate: number | undefined,
) {
  const ports = await look(address);
  const port = ports.find((each) => each.address === address) ?? {
    address,
    identity: {},
    boards: [],
  };
  const settings = settingsFor(port);
  return { port, settings: baudRate === undefined ? settings : { ...settings, baudRate } };
}

async function changeSettings(tab: MonitorTab | undefined): Promise<void> {
  const session = tab?.session;
  if (!session) throw new UserError(vscode.l10n.t('No serial monitor is open.'));
  const settings = await promptSettings(session.settings);
  if (settings) await session.configure(settings);
}
