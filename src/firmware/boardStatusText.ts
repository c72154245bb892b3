import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import { type BoardChoice, type PortNow, portName, portTitle } from './boardChoice';
import { baseName } from './sketchFolder';

/** The status bar's item for a sketch, as plain data. */
export interface BoardStatusText {
  readonly text: string;
  readonly tooltip: string;
  readonly command: 'sigfox.firmware.chooseBoard' | 'sigfox.firmware.choosePort';
}

/** Board and port of a sketch; what is missing is what a click chooses. */
export function boardStatusText(
  folder: string,
  { board }: BoardChoice,
  port: PortNow,
): BoardStatusText {
  const sketch = safeLine(baseName(folder), 60);
  if (!board) {
    return {
      text: `$(circuit-board) ${l10n.t('Choose Board')}`,
      tooltip: l10n.t('No board is chosen for the sketch "{0}".', sketch),
      command: 'sigfox.firmware.chooseBoard',
    };
  }
  const name = withoutIcons(safeLine(board.name, 40));
  return {
    text: `$(circuit-board) ${name} · ${portText(port)}`,
    tooltip: `${l10n.t('Sketch "{0}"', sketch)}\n${safeLine(board.fqbn, 200)}\n${portWords(port)}`,
    command: 'sigfox.firmware.choosePort',
  };
}

function portText(port: PortNow): string {
  switch (port.kind) {
    case 'none':
      return l10n.t('Choose Port');
    case 'found':
      return withoutIcons(safeLine(portTitle(port.port), 40));
    case 'gone':
      return l10n.t('{0} is not there', withoutIcons(safeLine(portName(port.address), 30)));
    case 'ambiguous':
      return l10n.t('Which port?');
  }
}

function portWords(port: PortNow): string {
  switch (port.kind) {
    case 'none':
      return l10n.t('No port is chosen.');
    case 'found':
      return l10n.t('Port {0}', safeLine(port.port.address));
    case 'gone':
      return l10n.t('The board that was at {0} is not plugged in.', safeLine(port.address));
    case 'ambiguous':
      return l10n.t('Several boards cannot be told apart: choose the one that is meant.');
  }
}

/** The status bar would draw `$(name)` of a board's own name. */
function withoutIcons(text: string): string {
  return text.replaceAll('$(', '$ (');
}
