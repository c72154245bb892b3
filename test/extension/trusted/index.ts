import { createRun } from '../../support/mochaInHost';
import { describeActivation } from './activation';

export const run = createRun(() => {
  describeActivation();
});
