import * as vscode from 'vscode';
import { viewIds } from '../../contributions';
import type { Clock } from '../../shared/clock';
import type { Disposable } from '../../shared/disposable';
import { safeLine } from '../../shared/safeText';
import type { CommandRunner } from '../../shared/ui/commandRunner';
import type { ContextKeys } from '../../shared/ui/contextKey';
import { UserError } from '../../shared/userError';
import type { PageMessage } from '../monitorProtocol';
import type { MonitorTab } from '../monitorTab';
import type { Monitors } from '../monitors';
import type { MonitorTabs } from '../monitorTabs';
import type { FailurePlace } from '../openFailure';
import { parseQuery } from '../rowSearch';
import type { RowNote } from '../sendingWords';
import { copyRows, type LogDoors, replayLog, saveLog } from './logCommands';
import { MonitorView } from './monitorView';
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
  notes(logId: string, row: number, text: string): readonly RowNote[];
  readonly onDidChangeNotes: (listener: () => void) => Disposable;
}

/** This room's views and commands. */
export function registerSerial(doors: SerialUiDoors): Disposable & { show(): Promise<void> } {
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
      const chosen =
        address === undefined
          ? await promptPort({ ...doors.prompt, settingsFor: (port) => monitors.settingsFor(port) })
          : await named(doors, address, baudRate);
      if (!chosen) return;
      await show();
      await monitors.open(chosen.port, chosen.settings);
    }),
    commands.register('sigfox.serial.openPlotter', async () => {
      keys.set('sigfox.plotted', true);
      await vscode.commands.executeCommand(`${viewIds.plotter}.focus`);
    }),
    commands.register('sigfox.serial.saveLog', (file) => saveLog(tabs.active, doors.logs, file)),
    commands.register('sigfox.serial.replayLog', async (file, speed) => {
      if (await replayLog(monitors, doors.logs, file, speed)) await show();
    }),
    commands.register('sigfox.serial.settings', () => changeSettings(tabs.active)),
    commands.register('sigfox.serial.act', (message) => act(message as PageMessage, view, doors)),
  );
  return { dispose: () => owned.dispose(), show };
}

async function named(doors: SerialUiDoors, address: string, baudRate: number | undefined) {
  const ports = await doors.prompt.look(address);
  const port = ports.find((each) => each.address === address) ?? {
    address,
    identity: {},
    boards: [],
  };
  const settings = doors.monitors.settingsFor(port);
  return { port, settings: baudRate === undefined ? settings : { ...settings, baudRate } };
}

async function changeSettings(tab: MonitorTab | undefined): Promise<void> {
  const session = tab?.session;
  if (!session) throw new UserError(vscode.l10n.t('No serial monitor is open.'));
  const settings = await promptSettings(session.settings);
  if (settings) await session.configure(settings);
}

/** What a person did on the page. Messages were checked when they came in. */
async function act(message: PageMessage, view: MonitorView, doors: SerialUiDoors): Promise<void> {
  switch (message.kind) {
    case 'command':
      await vscode.commands.executeCommand(pageCommands[message.command]);
      return;
    case 'link':
      if (/^https?:\/\//.test(message.url)) {
        await vscode.env.openExternal(vscode.Uri.parse(message.url, true));
      }
      return;
    case 'ready':
    case 'window':
      return;
    case 'act':
      if (message.action === 'openPort' || message.action === 'choosePort') {
        await vscode.commands.executeCommand('sigfox.serial.open');
        return;
      }
      break;
  }
  const tab = doors.tabs.find(message.tab);
  if (tab) await actOn(tab, message, view, doors);
}

const pageCommands = {
  open: 'sigfox.serial.open',
  save: 'sigfox.serial.saveLog',
  plot: 'sigfox.serial.openPlotter',
  settings: 'sigfox.serial.settings',
} as const;

type TabMessage = Extract<PageMessage, { readonly tab: string }>;

async function actOn(
  tab: MonitorTab,
  message: TabMessage,
  view: MonitorView,
  { tabs, monitors, notes }: SerialUiDoors,
): Promise<void> {
  switch (message.kind) {
    case 'select':
      return tabs.select(tab.id);
    case 'close':
      return monitors.close(tab.id);
    case 'clear':
      await tab.clear();
      return monitors.remember();
    case 'copyAll':
      return copyRows(tab, 0, tab.rowCount);
    case 'copy':
      return copyRows(tab, message.from, message.to);
    case 'option':
      tab.setOption(message.name, message.value);
      return monitors.remember();
    case 'send':
      if (!(await tab.send(message.text))) throw notHex(message.text);
      return;
    case 'cycle': {
      const { text, periodMs } = message;
      return tab.cycle.start(periodMs, async () => {
        if (!(await tab.send(text))) throw notHex(text);
      });
    }
    case 'stopCycle':
      tab.cycle.stop();
      return view.presenter.changed();
    case 'search':
      return search(tab, message, view);
    case 'note':
      return followNote(notes, tab, message.row, message.at);
    case 'act':
      return actOnState(tab, message);
    case 'window':
      return;
  }
}

async function actOnState(
  tab: MonitorTab,
  { action, argument }: Extract<PageMessage, { readonly kind: 'act' }>,
): Promise<void> {
  switch (action) {
    case 'tryAgain':
      return tab.start();
    case 'copyRemedy':
      return vscode.env.clipboard.writeText(argument);
    case 'resume':
      return tab.setOption('isPaused', false);
    case 'clearFilter':
      return tab.setOption('filter', '');
    case 'chooseCandidate': {
      const { state, session } = tab;
      const candidates = state.kind === 'asking' ? state.candidates : [];
      const chosen = candidates.find(({ address }) => address === argument);
      if (chosen) session?.choose(chosen);
      return;
    }
    case 'choosePort':
    case 'openPort':
      return;
  }
}

async function search(
  tab: MonitorTab,
  { query, from, isBackwards }: Extract<PageMessage, { readonly kind: 'search' }>,
  view: MonitorView,
): Promise<void> {
  const wanted = parseQuery(query);
  if (wanted?.kind !== 'matcher') return;
  const found = await tab.view.find(wanted.matches, from, isBackwards);
  if (found === undefined) {
    view.presenter.say(vscode.l10n.t('"{0}" is not in the log.', query));
    return;
  }
  tab.setOption('follows', false);
  view.presenter.goTo(found);
}

async function followNote(
  notes: SerialUiDoors['notes'],
  tab: MonitorTab,
  rowNumber: number,
  at: number,
): Promise<void> {
  const [row] = await tab.log.rows(rowNumber, rowNumber + 1);
  const text = row && new TextDecoder().decode(row.bytes);
  const target = text === undefined ? undefined : notes(tab.logId, rowNumber, text)[at]?.leadsTo;
  if (target?.kind === 'chain') await vscode.commands.executeCommand('sigfox.chain.focus');
  else if (target) {
    await vscode.commands.executeCommand('sigfox.messages.reveal', target.messageNumber);
  }
}

function notHex(text: string): UserError {
  return new UserError(
    vscode.l10n.t('"{0}" is no line of hexadecimal bytes, such as 41 54 0D.', safeLine(text, 40)),
  );
}
