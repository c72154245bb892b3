// Brings up what the serial tests need: the real uploader, and the packaged extension to look into.
import path from 'node:path';
import { ensurePrograms, findProgram, root } from '../../scripts/bootstrap.mjs';
import { packageExtension } from '../../scripts/package.mjs';
import { startFeeder } from '../support/feeder.mjs';

export async function prepare() {
  await ensurePrograms({ avrdude: 'avrdude', unzip: 'unzip', flock: 'util-linux' });
  const vsix = await packageExtension(path.join(root, 'out/extension.vsix'));
  const echo = await startFeeder('echo');
  return {
    close: () => echo.stop(),
    env: {
      SERIAL_ECHO: echo.address,
      SERIAL_VSIX: vsix,
      SERIAL_AVRDUDE: findProgram('avrdude'),
      SERIAL_ROOT: root,
    },
    // A list that is open stays so when a page comes up beside it and takes the keyboard.
    settings: { 'workbench.quickOpen.closeOnFocusLost': false },
  };
}
