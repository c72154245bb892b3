import { createRun } from '../../support/mochaInHost';
import { describeBrokers } from './brokers';

export const run = createRun(() => {
  describeBrokers();
});
