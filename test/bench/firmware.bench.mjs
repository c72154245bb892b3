// Compiling and uploading through the extension's door, against the bare arduino-cli doing the same.
import path from 'node:path';
import { root, run } from '../../scripts/bootstrap.mjs';
import { prepare } from '../firmware/suite.mjs';

export const prefixes = ['firmware.'];

export async function* measure() {
  const { env, close } = await prepare();
  try {
    const script =
      "import('./test/bench/firmwareBench.ts').then(async (m) => console.log(JSON.stringify(await m.firmwareMeasures())))";
    const output = await run(
      path.join(root, 'node_modules/.bin/tsx'),
      ['--eval', script],
      root,
      env,
    );
    yield* JSON.parse(output.slice(output.indexOf('[{')));
  } finally {
    await close();
  }
}
