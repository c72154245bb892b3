// An editor for a test to kill: uploads to a board that never answers.
import { DaemonArduinoCli } from '../../src/firmware/io/daemonArduinoCli';
import { type Guard, NodeProcessRunner } from '../../src/shared/io/nodeProcessRunner';
import { systemClock } from '../../src/shared/io/systemClock';
import { notesFolderOf } from './door';
import { fromSuite } from './fromSuite';

const { folder, fqbn, address, guard } = JSON.parse(fromSuite('UPLOAD')) as {
  readonly folder: string;
  readonly fqbn: string;
  readonly address: string;
  readonly guard: Guard;
};
const door = new DaemonArduinoCli({
  runner: new NodeProcessRunner(guard),
  clock: systemClock,
  locate: () => Promise.resolve({ kind: 'done', value: fromSuite('FIRMWARE_CLI') }),
  environment: () => ({ proxy: undefined, additionalUrls: [] }),
  onWarning: () => undefined,
  notesFolder: notesFolderOf(process.env),
});
await door.upload(
  { folder, fqbn, port: { address, protocol: 'serial' } },
  { onOutput: () => undefined, onProgress: () => undefined },
  new AbortController().signal,
);
