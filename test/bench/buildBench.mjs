import path from 'node:path';
import { build } from 'esbuild';
import { root } from '../../scripts/bootstrap.mjs';

/** A bench as one file that the editor's Node can run; gives where it is. Options say what differs from plain code. */
export async function buildBench(name, { outname = name, ...options } = {}) {
  const outfile = path.join(root, 'out/bench', outname.replace(/\.ts$/, '.mjs'));
  await build({
    entryPoints: [path.join(root, 'test/bench', name)],
    outfile,
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: {
      js: "import{createRequire as makeRequire}from'node:module';const require=makeRequire(import.meta.url);",
    },
    logLevel: 'warning',
    ...options,
  });
  return outfile;
}
