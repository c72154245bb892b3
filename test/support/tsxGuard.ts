import path from 'node:path';
import type { Guard } from '../../src/shared/io/nodeProcessRunner';

/** The guard as tests run it: from its source. */
export const tsxGuard: Guard = {
  program: process.execPath,
  args: [
    '--import=tsx',
    path.resolve(import.meta.dirname, '../../src/shared/io/processGuardWorker.ts'),
  ],
};
