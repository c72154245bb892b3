import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { getL10nJson } from '@vscode/l10n-dev';

const root = path.resolve(import.meta.dirname, '../..');

describe('the localisation bundle', function () {
  this.timeout(180_000);

  it('is a fresh export of the sources (refresh it with "npm run l10n")', async () => {
    const texts = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(path.join(root, 'src', file), 'utf8'))
      .filter((text) => text.includes('l10n'));
    // A few long texts are read in half the time of many short ones.
    const sources = Array.from({ length: 16 }, (_, at) => ({
      extension: '.ts' as const,
      contents: texts.filter((_text, index) => index % 16 === at).join('\n'),
    }));
    const bundle: unknown = JSON.parse(
      readFileSync(path.join(root, 'l10n/bundle.l10n.json'), 'utf8'),
    );
    const fresh = await getL10nJson(sources);
    assert.deepEqual(sortKeys(bundle), sortKeys(fresh));
    assert.ok(Object.keys(fresh).length > 10);
  });
});

function sortKeys(value: unknown): [string, unknown][] {
  return Object.entries(value as Record<string, unknown>).sort(([a], [b]) => (a < b ? -1 : 1));
}
