import { createRun } from '../../support/mochaInHost';
import { describeCompiling } from './compiling';
import { describeSketches } from './sketches';
import { describeUploading } from './uploading';

export const run = createRun(() => {
  describeCompiling();
  describeUploading();
  describeSketches();
});
