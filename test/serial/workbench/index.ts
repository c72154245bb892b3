import { createRun } from '../../support/mochaInHost';
import { describeJoined } from './joined';
import { describeKeyboard } from './keyboard';
import { describeMissingNatives } from './missingNatives';
import { describeMonitor } from './monitor';
import { describePlotterPage } from './plotterPage';
import { describeAfterReload, describeBeforeReload } from './reloaded';
import { describeUsbBoards } from './usbBoards';
import { describeVirtualBoard } from './virtualBoard';

export const run = createRun(describeMissingNatives);

export const runAfterReload = [createRun(describeAll), createRun(describeAfterReload)];

function describeAll(): void {
  describeMonitor();
  describeUsbBoards();
  describeKeyboard();
  describePlotterPage();
  describeJoined();
  describeVirtualBoard();
  describeBeforeReload();
}
