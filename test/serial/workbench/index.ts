import { createRun } from '../../support/mochaInHost';
import { describeMonitor } from './monitor';
import { describePlotter } from './plotter';
import { describeVirtualBoard } from './virtualBoard';

export const run = createRun(() => {
  describeMonitor();
  describePlotter();
  describeVirtualBoard();
});
