import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root, run } from '../../scripts/bootstrap.mjs';
import { buildExtension } from '../../scripts/build.mjs';
import { ensureVsCode } from '../../scripts/vscode.mjs';
import { buildBench } from './buildBench.mjs';

export const prefixes = ['store.'];

/** A million messages in a store on this machine's disk, filled by one process and looked at by another. */
export async function* measure() {
  const { node } = await ensureVsCode('1.139');
  await buildExtension();
  const bench = await buildBench('storeBench.ts');
  const worker = path.join(root, 'dist/messageStoreWorker.js');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'store-'));
  try {
    for (const mode of ['fill', 'look']) {
      const output = await run(node, [bench, mode, folder, worker], root);
      yield* JSON.parse(output.slice(output.indexOf('[{')));
    }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
