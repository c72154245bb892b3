import { createRun } from '../../support/mochaInHost';
import { describeCompiling } from './compiling';
import { describeIntelliSense } from './intelliSense';
import { describeAfterReload, describeBeforeReload } from './reloaded';
import { describeSetup } from './setup';
import { describeSketches } from './sketches';
import { describeUploading } from './uploading';

export const run = createRun(() => {
  describeCompiling();
  describeSetup();
  describeIntelliSense();
  describeUploading();
  describeSketches();
  describeBeforeReload();
});

export const runAfterReload = createRun(describeAfterReload);
