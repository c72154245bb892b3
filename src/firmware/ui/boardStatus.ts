import * as vscode from 'vscode';
import { boardStatusText } from '../boardStatusText';
import type { PortList } from '../portList';
import type { BoardMemory } from './boardMemory';
import type { SketchTracker } from './sketchTracker';

/** Board and port in the status bar, there only while a sketch is open. */
export function createBoardStatus(
  tracker: SketchTracker,
  memory: BoardMemory,
  ports: PortList,
): vscode.Disposable {
  const item = vscode.window.createStatusBarItem(
    'sigfox.board',
    vscode.StatusBarAlignment.Right,
    90,
  );
  item.name = vscode.l10n.t('Sigfox Board');
  const show = () => {
    const folder = tracker.current;
    if (folder === undefined) {
      item.hide();
      return;
    }
    Object.assign(item, boardStatusText(folder, memory.choice(folder), memory.port(folder)));
    item.show();
  };
  show();
  return vscode.Disposable.from(
    item,
    tracker.onDidChange(show),
    memory.onDidChange(show),
    ports.onDidChange(show),
  );
}
