import { createRun } from '../../support/mochaInHost';
import { describeBackend } from './backend';
import { describeDoctor } from './doctor';

export const run = createRun(() => {
  describeBackend();
  describeDoctor();
});
