import { createRun } from '../../support/mochaInHost';
import { describeBackend } from './backend';
import { describeDoctor } from './doctor';
import { describeGuide } from './guide';

export const run = createRun(() => {
  describeGuide();
  describeBackend();
  describeDoctor();
});
