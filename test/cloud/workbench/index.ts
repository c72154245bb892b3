import { createRun } from '../../support/mochaInHost';
import { describeIdentity } from './identity';
import { describeHistory, describeHistoryAfterReload, describeLaunch } from './launch';

export const run = createRun(() => {
  describeIdentity();
  describeLaunch();
  describeHistory();
});

export const runAfterReload = createRun(describeHistoryAfterReload);
