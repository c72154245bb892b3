import { createRun } from '../../support/mochaInHost';
import { describeCompiling } from './compiling';
import { describeUploading } from './uploading';

export const run = createRun(() => {
  describeCompiling();
  describeUploading();
});
