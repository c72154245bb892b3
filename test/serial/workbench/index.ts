import { createRun } from '../../support/mochaInHost';
import { describeJoined } from './joined';
import { describeKeyboard } from './keyboard';
import { describeMonitor } from './monitor';
import { describePlotter } from './plotter';
import { describePlotterPage } from './plotterPage';
import { describeAfterReload, describeBeforeReload } from './reloaded';
import { describeVirtualBoard } from './virtualBoard';

export const run = createRun(() => {
  describeMonitor();
  describeKeyboard();
  describePlotter();
  describePlotterPage();
  describeJoined();
  describeVirtualBoard();
  describeBeforeReload();
});

export const runAfterReload = createRun(() => {
  describeAfterReload();
});
