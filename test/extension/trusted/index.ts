import { createRun } from '../../support/mochaInHost';
import { describeActivation } from './activation';
import { describeBoard } from './board';
import { describeMessages } from './messages';

export const run = createRun(() => {
  describeActivation();
  describeMessages();
  describeBoard();
});
