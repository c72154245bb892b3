// Measures: `npm run bench [-- --json --only=<prefix,…>]`. One line a measure; everything is a ratio, a difference
// within one host, or a size, so that a slow machine changes nothing.
import fs from 'node:fs';
import path from 'node:path';
import { ensureDependencies, root } from './bootstrap.mjs';

await ensureDependencies();
const isJson = process.argv.includes('--json');
const only = process.argv
  .find((arg) => arg.startsWith('--only='))
  ?.slice('--only='.length)
  .split(',');
const isWanted = (prefix) =>
  !only || only.some((wanted) => wanted.startsWith(prefix) || prefix.startsWith(wanted));

// Each `test/bench/<topic>.bench.mjs` names its `prefixes` and gives its measures one by one, as they are taken.
const home = path.join(root, 'test/bench');
for (const file of fs.readdirSync(home).filter((name) => name.endsWith('.bench.mjs'))) {
  const { prefixes, measure } = await import(path.join(home, file));
  if (!prefixes.some(isWanted)) continue;
  for await (const result of measure(isWanted)) print(result);
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
