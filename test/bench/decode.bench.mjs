import path from 'node:path';
import { root, run } from '../../scripts/bootstrap.mjs';

export const prefixes = ['decode.'];

export async function* measure() {
  const output = await run(
    path.join(root, 'node_modules/.bin/tsx'),
    [
      '--eval',
      "import('./test/bench/decodeBench.ts').then((m) => console.log(JSON.stringify(m.decodeMeasures())))",
    ],
    root,
  );
  yield* JSON.parse(output.slice(output.indexOf('[{')));
}
