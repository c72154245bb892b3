import { createRun } from '../../support/mochaInHost';
import { describeIdentity } from './identity';

export const run = createRun(() => {
  describeIdentity();
});
