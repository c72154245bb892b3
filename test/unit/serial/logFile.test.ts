import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { keepNewestLogs, LogFile } from '../../../src/serial/io/logFile';
import { seeded } from './logFixture';

describe('LogFile', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(path.join(os.tmpdir(), 'log-'))));
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('gives the same bytes wherever they are: in memory, in the file, or on both sides of the border', async () => {
    const random = seeded(3);
    const file = await LogFile.open(path.join(folder, 'a/b.seriallog'));
    let all = Buffer.alloc(0);
    for (let round = 0; round < 60; round++) {
      const chunk = Buffer.from(
        Array.from({ length: Math.floor(random() * 300) }, () => random() * 256),
      );
      file.append(chunk);
      all = Buffer.concat([all, chunk]);
      if (round % 7 === 0) void file.flush();
      const offset = Math.floor(random() * all.length);
      const length = Math.floor(random() * 900);
      const read = await file.read(offset, length);
      assert.deepEqual(Buffer.from(read), all.subarray(offset, offset + length));
    }
    assert.equal(file.size, all.length);
    await file.close();
    assert.deepEqual(await readFile(path.join(folder, 'a/b.seriallog')), all);
  });

  it('goes on with a file that is there', async () => {
    const name = path.join(folder, 'x.seriallog');
    await writeFile(name, 'one');
    const file = await LogFile.open(name);
    file.append(Buffer.from('two'));
    assert.equal(Buffer.from(await file.read(2, 3)).toString(), 'etw');
    await file.close();
    assert.equal(await readFile(name, 'utf8'), 'onetwo');
  });

  it('keeps the newest logs within the limit, those in use, and what is not a log', async () => {
    const make = async (name: string, size: number, ageS: number) => {
      await writeFile(path.join(folder, name), Buffer.alloc(size));
      await utimes(path.join(folder, name), 1_000_000 - ageS, 1_000_000 - ageS);
    };
    await make('new.seriallog', 100, 0);
    await make('older.seriallog', 100, 10);
    await make('oldest.seriallog', 100, 20);
    await make('used.seriallog', 100, 30);
    await make('other.txt', 1_000, 40);
    await keepNewestLogs(folder, 200, new Set([path.join(folder, 'used.seriallog')]));
    assert.deepEqual((await readdir(folder)).sort(), [
      'new.seriallog',
      'older.seriallog',
      'other.txt',
      'used.seriallog',
    ]);
  });
});

describe('LogFile, when the disk is full', () => {
  it('says so, keeps what it has in memory and gives it back (F17)', async function () {
    // /dev/full refuses every write with ENOSPC, as a full disk does.
    if (process.platform !== 'linux') this.skip();
    const file = await LogFile.open('/dev/full');
    const failures: string[] = [];
    file.onDidFail((code) => failures.push(code));
    file.append(Buffer.from('kept'));
    await file.flush();
    assert.deepEqual(
      [failures, Buffer.from(await file.read(0, 4)).toString()],
      [['ENOSPC'], 'kept'],
    );
    file.append(Buffer.alloc(17 * 1024 * 1024));
    assert.equal(file.isFull, true);
    await file.close();
  });
});
