import { createRun } from '../../support/mochaInHost';
import { describeMissingNatives } from './missingNatives';
import { describeMonitor } from './monitor';
import { describePlotter } from './plotter';
import { describeVirtualBoard } from './virtualBoard';

export const run = createRun(describeMissingNatives);

export const runAfterReload = createRun(() => {
  describeMonitor();
  describePlotter();
  describeVirtualBoard();
});
