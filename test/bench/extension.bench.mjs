// What the extension adds to the editor: its size, and the time its activation takes.
import fs from 'node:fs';
import path from 'node:path';
import { buildTests } from '../../scripts/build.mjs';
import { root, say } from '../../scripts/bootstrap.mjs';
import { packageExtension } from '../../scripts/package.mjs';
import { ensureVsCode } from '../../scripts/vscode.mjs';
import { launchOnce } from '../workbench/extensionSuite.mjs';

export const prefixes = ['vsix.', 'activation.'];

export async function* measure(isWanted) {
  const vsix = await packageExtension(path.join(root, 'out/extension.vsix'));
  const value = fs.statSync(vsix).size;
  yield { measure: 'vsix.bytes', value, unit: 'bytes', against: 'nothing' };
  if (isWanted('activation.')) yield await activation(vsix);
}

async function activation(vsix) {
  const out = path.join(root, 'out/bench');
  await buildTests(['test/bench/activation/index.ts'], out);
  const code = await ensureVsCode('1.139');
  const added = [];
  for (let host = 0; host < 10; host++) {
    process.env.BENCH_ORDER = host % 2 === 0 ? 'ours first' : 'reversed';
    const { left } = await launchOnce({
      code,
      vsix,
      folder: path.join(out, 'bench/activation'),
      isTrusted: true,
      screenshotFolder: out,
      emptyExtensions: ['empty', 'warm-up'],
    });
    if (!left) throw new Error('the host measured nothing');
    added.push(left['sigfox-workbench.sigfox-workbench'] - left['test.empty']);
    say(`host ${host + 1}: ${added.at(-1).toFixed(1)} ms`);
  }
  added.sort((a, b) => a - b);
  return {
    measure: 'activation.addedMs',
    value: (added[4] + added[5]) / 2,
    unit: 'ms',
    against: 'an empty extension in the same host',
  };
}
