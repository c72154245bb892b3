import { createRun } from '../../support/mochaInHost';
import { describeBackend } from './backend';
import { describeDoctor } from './doctor';
import { describeGuide } from './guide';
import { describeHowTo } from './howTo';

export const run = createRun(() => {
  describeGuide();
  describeBackend();
  describeDoctor();
  describeHowTo();
});
