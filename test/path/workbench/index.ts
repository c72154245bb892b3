import { createRun } from '../../support/mochaInHost';
import { describeBackend } from './backend';

export const run = createRun(() => {
  describeBackend();
});
