import { createRun } from '../../support/mochaInHost';
import { describeJoined } from './joined';
import { describeKeyboard } from './keyboard';
import { describeMissingNatives } from './missingNatives';
import { describeMonitor } from './monitor';
import { describePlotter } from './plotter';
import { describePlotterPage } from './plotterPage';
import { describeAfterReload, describeBeforeReload } from './reloaded';
import { describeVirtualBoard } from './virtualBoard';

export const run = createRun(describeMissingNatives);

export const runAfterReload = [
  createRun(() => {
    describeMonitor();
    describeKeyboard();
    describePlotter();
    describePlotterPage();
    describeJoined();
    describeVirtualBoard();
    describeBeforeReload();
  }),
  createRun(describeAfterReload),
];
