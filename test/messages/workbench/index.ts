import { createRun } from '../../support/mochaInHost';
import { describeBrokers } from './brokers';
import { describeKept } from './kept';
import { describeSearched } from './searched';

export const run = createRun(() => {
  describeBrokers();
  describeKept();
  describeSearched();
});
