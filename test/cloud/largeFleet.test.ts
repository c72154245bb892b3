import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const file = path.resolve(
  import.meta.dirname,
  '../../media/cloudformation/sigfox-large-fleet.yaml',
);

describe('the template for a large fleet', function () {
  this.timeout(120_000);

  const lint = (of: string) => {
    const { status, stdout } = spawnSync(
      process.env['CFN_LINT'] ?? '',
      ['--include-checks', 'I', '--', of],
      { encoding: 'utf8' },
    );
    return { status, stdout };
  };

  it('is clean for cfn-lint, which does find what is planted', () => {
    assert.deepEqual(lint(file), { status: 0, stdout: '' });
    const folder = mkdtempSync(path.join(os.tmpdir(), 'lint-'));
    const planted = path.join(folder, 'planted.yaml');
    writeFileSync(
      planted,
      readFileSync(file, 'utf8').replace('!GetAtt Stream.Arn', '!GetAtt Nothing.Arn'),
    );
    assert.match(lint(planted).stdout, /Nothing/);
    rmSync(folder, { recursive: true, force: true });
  });
});
