import { createRun } from '../../support/mochaInHost';
import { describeRestrictedMode } from './restrictedMode';

export const run = createRun(() => {
  describeRestrictedMode();
});
