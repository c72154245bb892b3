import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { UnendedBuilds } from '../../../src/firmware/io/unendedBuilds';

const build = { folder: '/sketches/blink', fqbn: 'arduino:avr:uno' };

describe('UnendedBuilds', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'builds-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const open = () => new UnendedBuilds(path.join(folder, 'notes'));

  it('knows a build that began and did not end, also in the next window', async () => {
    assert.deepEqual(
      [await open().begin(build), await open().begin(build), await open().begin(build)],
      [false, true, true],
    );
  });

  it('forgets it once a build has come to its end', async () => {
    await open().begin(build);
    await open().end(build);
    assert.equal(await open().begin(build), false);
  });

  it('tells builds of another board or sketch apart', async () => {
    await open().begin(build);
    assert.deepEqual(
      [
        await open().begin({ ...build, fqbn: 'arduino:avr:mega' }),
        await open().begin({ ...build, folder: '/sketches/../sketches/meter' }),
      ],
      [false, false],
    );
  });

  it('keeps nobody from building where nothing can be noted', async () => {
    writeFileSync(path.join(folder, 'notes'), '');
    assert.equal(await open().begin(build), false);
    await open().end(build);
  });
});
