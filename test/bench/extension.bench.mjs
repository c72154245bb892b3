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
  const added = { first: [], second: [] };
  for (let host = 0; host < 10; host++) {
    const place = host % 2 === 0 ? 'first' : 'second';
    const { left } = await launchOnce({
      code,
      vsix,
      folder: path.join(out, 'bench/activation'),
      isTrusted: true,
      screenshotFolder: out,
      emptyExtensions: ['empty', 'warm-up'],
      env: { BENCH_PLACE: place },
    });
    if (!left) throw new Error('the host measured nothing');
    const ours = left['sigfox-workbench.sigfox-workbench'];
    added[place].push(ours - left['test.empty']);
    say(
      `host ${host + 1}, ours ${place}: ${ours.toFixed(1)} ms, empty ${left['test.empty'].toFixed(1)} ms`,
    );
  }
  return {
    measure: 'activation.addedMs',
    // Whichever comes first pays a little more: both orders count the same.
    value: (median(added.first) + median(added.second)) / 2,
    unit: 'ms',
    against: 'an empty extension in the same host',
  };
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
