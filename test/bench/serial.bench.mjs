// The serial monitor in the real workbench at the pace of 2 Mbaud, against a bare `serialport` reader in the same host.
// BENCH_SECONDS shortens a run while developing.
import path from 'node:path';
import { buildTests } from '../../scripts/build.mjs';
import { root } from '../../scripts/bootstrap.mjs';
import { packageExtension } from '../../scripts/package.mjs';
import { ensureVsCode } from '../../scripts/vscode.mjs';
import { launchOnce } from '../workbench/extensionSuite.mjs';

export const prefixes = ['serial.'];

export async function* measure() {
  const out = path.join(root, 'out/bench');
  const vsix = await packageExtension(path.join(root, 'out/extension.vsix'));
  await buildTests(['test/bench/serial/index.ts'], out);
  const { left } = await launchOnce({
    code: await ensureVsCode('1.139'),
    vsix,
    folder: path.join(out, 'bench/serial'),
    isTrusted: true,
    screenshotFolder: out,
    env: { SERIAL_ROOT: root, SERIAL_NODE: process.execPath },
  });
  if (!left) throw new Error('the host measured nothing');
  yield* left;
}
