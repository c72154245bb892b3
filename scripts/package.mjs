// Builds the extension and packs it into a VSIX; prints the file's name.
import path from 'node:path';
import fs from 'node:fs';
import { ensureDependencies, root, run } from './bootstrap.mjs';

/** In a run of all suites one VSIX is packed for all of them, which `PACKED_VSIX` names. */
export async function packageExtension(out) {
  fs.mkdirSync(path.dirname(out), { recursive: true });
  const packed = process.env.PACKED_VSIX;
  if (packed) {
    if (packed !== out) fs.copyFileSync(packed, out);
    return out;
  }
  const { buildExtension } = await import('./build.mjs');
  await buildExtension();
  await run(
    path.join(root, 'node_modules/.bin/vsce'),
    [
      'package',
      '--no-dependencies',
      '--allow-missing-repository',
      '--no-rewrite-relative-links',
      '-o',
      out,
    ],
    root,
  );
  return out;
}

if (process.argv[1] === import.meta.filename) {
  await ensureDependencies();
  const { name, version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  console.log(await packageExtension(path.join(root, `${name}-${version}.vsix`)));
}
