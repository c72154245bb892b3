import { createRun } from '../../support/mochaInHost';
import { describeBrokers } from './brokers';
import { describeKept } from './kept';

export const run = createRun(() => {
  describeBrokers();
  describeKept();
});
