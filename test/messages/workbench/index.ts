import { createRun } from '../../support/mochaInHost';
import { describeBrokers } from './brokers';
import { describeKept } from './kept';
import { describeSearched } from './searched';
import { describeSeen } from './seen';

export const run = createRun(() => {
  describeBrokers();
  describeKept();
  describeSearched();
  describeSeen();
});
