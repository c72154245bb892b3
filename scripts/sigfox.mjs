// The headless door: bundles the command when its sources have changed, then hands over stdin and stdout.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { ensureDependencies, hashOf, root } from './bootstrap.mjs';

await ensureDependencies();
const sources = ['src/sigfox', 'src/shared'].flatMap((folder) =>
  fs
    .readdirSync(path.join(root, folder), { recursive: true })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => path.join(root, folder, file)),
);
const bundle = path.join(root, 'out/sigfox', `${hashOf(...sources).slice(0, 16)}.mjs`);
if (!fs.existsSync(bundle)) {
  const { build } = await import('esbuild');
  // Under another name until it is whole: two may start at the same time.
  const partial = `${bundle}.${process.pid}`;
  await build({
    absWorkingDir: root,
    entryPoints: ['src/sigfox/io/sigfoxCommand.ts'],
    outfile: partial,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    banner: {
      js: "import{createRequire as makeRequire}from'node:module';const require=makeRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
  fs.renameSync(partial, bundle);
}
process.exit(spawnSync(process.execPath, [bundle], { stdio: 'inherit' }).status ?? 0);
