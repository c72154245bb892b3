import { createRun } from '../../support/mochaInHost';
import { describeIdentity } from './identity';
import { describeLaunch } from './launch';

export const run = createRun(() => {
  describeIdentity();
  describeLaunch();
});
