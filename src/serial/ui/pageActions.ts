import * as vscode from 'vscode';
import { safeLine } from '../../shared/safeText';
import { UserError } from '../../shared/userError';
import type { MonitorPresenter } from '../monitorPresenter';
import type { PageMessage } from '../monitorProtocol';
import type { MonitorTab } from '../monitorTab';
import type { Monitors } from '../monitors';
import type { MonitorTabs } from '../monitorTabs';
import { type FailurePlace, openFailureWords } from '../openFailure';
import { parseQuery } from '../rowSearch';
import type { RowNote } from '../sendingWords';
import type { RowPlace } from '../sentMessages';
import { OpenFailed } from '../serialDriver';
import { copyRows } from './logCommands';

export interface PageActionDoors {
  readonly tabs: MonitorTabs;
  readonly monitors: Monitors;
  readonly presenter: MonitorPresenter;
  readonly place: Omit<FailurePlace, 'port'>;
  notes(logId: string, row: RowPlace, text: string): readonly RowNote[];
  openMessage(messageNumber: number): Promise<void>;
}

/** What a person did on the page. Messages were checked when they came in. */
export async function actOnPage(message: PageMessage, doors: PageActionDoors): Promise<void> {
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
  if (tab) await actOn(tab, message, doors);
}

const pageCommands = {
  open: 'sigfox.serial.open',
  save: 'sigfox.serial.saveLog',
  plot: 'sigfox.serial.openPlotter',
  settings: 'sigfox.serial.settings',
} as const;

type TabMessage = Extract<PageMessage, { readonly tab: string }>;

async function actOn(tab: MonitorTab, message: TabMessage, doors: PageActionDoors): Promise<void> {
  const { tabs, monitors, presenter } = doors;
  switch (message.kind) {
    case 'select': {
      tabs.select(tab.id);
      return;
    }
    case 'close': {
      monitors.close(tab.id);
      return;
    }
    case 'clear':
      await tab.clear();
      {
        monitors.remember();
        return;
      }
    case 'copyAll':
      return copyRows(tab, 0, tab.rowCount);
    case 'copy':
      return copyRows(tab, message.from, message.to);
    case 'option':
      tab.setOption(message.name, message.value);
      {
        monitors.remember();
        return;
      }
    case 'send':
      return sendLine(tab, message.text, doors.place);
    case 'cycle': {
      const { text, periodMs } = message;
      tab.cycle.start(periodMs, () => sendLine(tab, text, doors.place));
      return;
    }
    case 'stopCycle':
      tab.cycle.stop();
      {
        presenter.changed();
        return;
      }
    case 'search':
      return search(tab, message, presenter);
    case 'note':
      return followNote(doors, tab, message.row, message.at);
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
    case 'resume': {
      tab.setOption('isPaused', false);
      return;
    }
    case 'clearFilter': {
      tab.setOption('filter', '');
      return;
    }
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
  presenter: MonitorPresenter,
): Promise<void> {
  const wanted = parseQuery(query);
  if (wanted?.kind !== 'matcher') return;
  const found = await tab.view.find(wanted.matches, from, isBackwards);
  if (found === undefined) {
    presenter.say(vscode.l10n.t('"{0}" is not in the log.', query));
    return;
  }
  tab.setOption('follows', false);
  presenter.goTo(found);
}

async function followNote(
  doors: PageActionDoors,
  tab: MonitorTab,
  rowNumber: number,
  at: number,
): Promise<void> {
  const [row] = await tab.log.rows(rowNumber, rowNumber + 1);
  const target =
    row && doors.notes(tab.logId, row, new TextDecoder().decode(row.bytes))[at]?.leadsTo;
  if (target?.kind === 'chain') await vscode.commands.executeCommand('sigfox.chain.focus');
  else if (target) await doors.openMessage(target.messageNumber);
}

async function sendLine(
  tab: MonitorTab,
  text: string,
  place: PageActionDoors['place'],
): Promise<void> {
  try {
    if (!(await tab.send(text))) throw notHex(text);
  } catch (error) {
    if (!(error instanceof OpenFailed)) throw error;
    const { message } = openFailureWords(error.failure, { ...place, port: tab.title });
    throw new UserError(message, { cause: error });
  }
}

function notHex(text: string): UserError {
  return new UserError(
    vscode.l10n.t('"{0}" is no line of hexadecimal bytes, such as 41 54 0D.', safeLine(text, 40)),
  );
}
