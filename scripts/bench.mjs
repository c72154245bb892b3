// Measures: `npm run bench [-- --json --only=<prefix,…>]`. One line a measure; everything is a ratio, a difference
// within one host, or a size, so that a slow machine changes nothing.
import fs from 'node:fs';
import path from 'node:path';
import { ensureDependencies, root, run, say } from './bootstrap.mjs';

await ensureDependencies();
const isJson = process.argv.includes('--json');
const only = process.argv
  .find((arg) => arg.startsWith('--only='))
  ?.slice('--only='.length)
  .split(',');
const isWanted = (prefix) =>
  !only || only.some((wanted) => wanted.startsWith(prefix) || prefix.startsWith(wanted));

if (isWanted('decode.')) {
  const output = await run(
    path.join(root, 'node_modules/.bin/tsx'),
    [
      '--eval',
      "import('./test/bench/decodeBench.ts').then((m) => console.log(JSON.stringify(m.decodeMeasures())))",
    ],
    root,
  );
  for (const measure of JSON.parse(output.slice(output.indexOf('[{')))) print(measure);
}
if (isWanted('vsix.') || isWanted('activation.')) {
  const { packageExtension } = await import('./package.mjs');
  const vsix = await packageExtension(path.join(root, 'out/extension.vsix'));
  print({
    measure: 'vsix.bytes',
    value: fs.statSync(vsix).size,
    unit: 'bytes',
    against: 'nothing',
  });
  if (isWanted('activation.')) print(await activation(vsix));
}

async function activation(vsix) {
  const { buildTests } = await import('./build.mjs');
  const { ensureVsCode } = await import('./vscode.mjs');
  const { launchOnce } = await import('../test/workbench/extensionSuite.mjs');
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

function print(measure) {
  if (only && !only.some((prefix) => measure.measure.startsWith(prefix))) return;
  const rounded = { ...measure, value: Number(measure.value.toFixed(3)) };
  if (isJson) console.log(JSON.stringify(rounded));
  else
    console.log(
      `${rounded.measure}: ${rounded.value} ${rounded.unit} (against ${rounded.against})`,
    );
}
