import assert from 'node:assert/strict';
import { build, type BuildOptions, type Metafile } from 'esbuild';

describe('what is loaded at activation', () => {
  it('is small, and no library but that of the words', async function () {
    this.timeout(120_000);
    const script: string = '../../scripts/build.mjs';
    const { extensionBundle } = (await import(script)) as { extensionBundle: BuildOptions };
    const { metafile } = await build({ ...extensionBundle, write: false, metafile: true });
    const files = loadedAtOnce(metafile, 'dist/extension.js');
    const inputs = files.flatMap((file) => Object.keys(metafile.outputs[file]?.inputs ?? {}));
    const libraries = inputs.flatMap(
      (input) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? [],
    );
    assert.deepEqual([...new Set(libraries)], ['@vscode/l10n']);
    const bytes = files.reduce((sum, file) => sum + (metafile.outputs[file]?.bytes ?? 0), 0);
    assert.ok(bytes > 0 && bytes < 32_768, `${bytes} bytes in ${files.join(', ')}`);
  });
});

/** A bundle with everything that it imports by statement; what it imports by call is loaded later. */
function loadedAtOnce({ outputs }: Metafile, bundle: string): string[] {
  const found = new Set<string>();
  const add = (file: string) => {
    if (found.has(file)) return;
    found.add(file);
    for (const { kind, path } of outputs[file]?.imports ?? []) {
      if (kind === 'import-statement' && path in outputs) add(path);
    }
  };
  add(bundle);
  return [...found];
}
