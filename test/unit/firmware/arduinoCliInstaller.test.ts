import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { CliRelease } from '../../../src/firmware/arduinoCliRelease';
import { cliInstallWords } from '../../../src/firmware/cliInstallFailure';
import { installArduinoCli } from '../../../src/firmware/io/arduinoCliInstaller';
import { tarFile, zip } from '../../support/archives';

const program = Buffer.from('#!/bin/sh\necho "the program"\n');

describe('installArduinoCli', function () {
  this.timeout(120_000);
  let folder: string;
  let server: http.Server;
  let base: string;
  let answer: http.RequestListener;

  before(async () => {
    server = http.createServer((request, response) => answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'install-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const tarball = gzipSync(
    Buffer.concat([
      tarFile('LICENSE.txt', Buffer.from('GPL')),
      tarFile('arduino-cli', Buffer.from('/bin/evil'), '2'),
      tarFile('arduino-cli', program),
      Buffer.alloc(1024),
    ]),
  );

  function release(archive: Uint8Array, changes: Partial<CliRelease> = {}): CliRelease {
    return {
      version: '9.9.9',
      url: `${base}/arduino-cli.tar.gz`,
      sha256: createHash('sha256').update(archive).digest('hex'),
      archive: 'tar.gz',
      program: 'arduino-cli',
      ...changes,
    };
  }

  function install(of: CliRelease, options: { signal?: AbortSignal; patienceMs?: number } = {}) {
    const seen: [number, number | undefined][] = [];
    const outcome = installArduinoCli({
      release: of,
      folder,
      onProgress: (received, total) => seen.push([received, total]),
      signal: options.signal ?? new AbortController().signal,
      isAllowed: (address) => address.startsWith(base),
      ...(options.patienceMs !== undefined && { patienceMs: options.patienceMs }),
    });
    return { outcome, seen };
  }

  async function failure(of: CliRelease, options?: Parameters<typeof install>[1]) {
    const outcome = await install(of, options).outcome;
    assert.deepEqual(filesBelow(folder), [], 'nothing is left behind');
    assert.ok(outcome.kind === 'failed');
    return outcome.failure;
  }

  it('keeps the program, ready to run, and tells how much has come', async () => {
    answer = (_request, response) => {
      response.setHeader('content-length', tarball.length);
      response.end(tarball);
    };
    const { outcome, seen } = install(release(tarball));
    const done = await outcome;
    const at = path.join(folder, 'arduino-cli-9.9.9/arduino-cli');
    assert.deepEqual(done, { kind: 'done', program: at });
    assert.deepEqual(readFileSync(at), program);
    assert.equal(statSync(at).mode & 0o777, 0o755);
    assert.deepEqual(seen.at(-1), [tarball.length, tarball.length]);
    assert.deepEqual(filesBelow(folder), ['arduino-cli-9.9.9/arduino-cli']);
  });

  it('follows the address to where the file is', async () => {
    answer = (request, response) => {
      if (request.url === '/file') response.end(tarball);
      else response.writeHead(302, { location: '/file' }).end();
    };
    assert.equal((await install(release(tarball)).outcome).kind, 'done');
  });

  for (const isDeflated of [true, false]) {
    it(`opens a zip with a ${isDeflated ? 'deflated' : 'stored'} program`, async () => {
      const archive = zip({ 'LICENSE.txt': 'GPL', 'arduino-cli.exe': program }, isDeflated);
      answer = (_request, response) => response.end(archive);
      const of = release(archive, { archive: 'zip', program: 'arduino-cli.exe' });
      const done = await install(of).outcome;
      assert.equal(done.kind, 'done');
      assert.deepEqual(
        readFileSync(path.join(folder, 'arduino-cli-9.9.9/arduino-cli.exe')),
        program,
      );
    });
  }

  it('throws away unopened what has another checksum', async () => {
    const other = Buffer.from('not even an archive');
    answer = (_request, response) => response.end(other);
    const failed = await failure(release(tarball));
    assert.equal(failed.kind, 'wrongSum');
    assert.match(
      cliInstallWords(failed) ?? '',
      /^arduino-cli was not installed: what "127\.0\.0\.1:\d+" sent is not what Arduino released\. It was thrown away unopened\.$/,
    );
  });

  it('says 404 when there is none', async () => {
    answer = (_request, response) => response.writeHead(404).end();
    const failed = await failure(release(tarball));
    assert.match(
      cliInstallWords(failed) ?? '',
      /^arduino-cli was not downloaded\. "127\.0\.0\.1:\d+" does not have the file \(404 Not Found\)\.$/,
    );
  });

  it('says that the connection ended', async () => {
    answer = (_request, response) => {
      response.setHeader('content-length', tarball.length);
      response.write(tarball.subarray(0, 20), () => response.destroy());
    };
    assert.deepEqual(await failure(release(tarball)), {
      kind: 'network',
      failure: { kind: 'cutOff', host: new URL(base).host },
    });
  });

  it('says that nothing comes any more', async () => {
    answer = (_request, response) => void response.write(tarball.subarray(0, 20));
    assert.deepEqual(await failure(release(tarball), { patienceMs: 300 }), {
      kind: 'network',
      failure: { kind: 'timedOut', host: new URL(base).host },
    });
  });

  it('says that nobody listens', async () => {
    const gone = http.createServer();
    await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve));
    const { port } = gone.address() as AddressInfo;
    await new Promise((resolve) => gone.close(resolve));
    const outcome = await installArduinoCli({
      release: release(tarball, { url: `http://127.0.0.1:${port}/x` }),
      folder,
      onProgress: () => undefined,
      signal: new AbortController().signal,
      isAllowed: () => true,
    });
    assert.deepEqual(outcome, {
      kind: 'failed',
      failure: {
        kind: 'network',
        failure: { kind: 'connectionRefused', host: `127.0.0.1:${port}` },
      },
    });
  });

  it('does not go on for ever', async () => {
    const piece = Buffer.alloc(1024 * 1024);
    answer = (_request, response) => {
      const more = () => {
        while (!response.destroyed && response.write(piece));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    };
    assert.equal((await failure(release(tarball))).kind, 'tooBig');
  });

  it('does not begin what announces itself as too long', async () => {
    answer = (_request, response) => {
      response.setHeader('content-length', 1e12);
      response.write('x');
    };
    assert.equal((await failure(release(tarball))).kind, 'tooBig');
  });

  it('is not sent on to a stranger', async () => {
    answer = (_request, response) =>
      response.writeHead(302, { location: 'https://evil.example/arduino-cli.tar.gz' }).end();
    assert.deepEqual(await failure(release(tarball)), {
      kind: 'sentElsewhere',
      host: 'evil.example',
    });
  });

  for (const location of ['/', 'http://[', 'file:///etc/passwd']) {
    it(`is not sent in circles or into nonsense: ${location}`, async () => {
      answer = (_request, response) => response.writeHead(302, { location }).end();
      assert.equal((await failure(release(tarball))).kind, 'sentElsewhere');
    });
  }

  it('says when the right archive has no program', async () => {
    const link = gzipSync(tarFile('arduino-cli', Buffer.alloc(0), '2'));
    answer = (_request, response) => response.end(link);
    assert.deepEqual(await failure(release(link)), { kind: 'noProgram' });
  });

  it('stops at once when the person stops it', async () => {
    const controller = new AbortController();
    answer = (_request, response) => {
      response.write(tarball.subarray(0, 20));
      setTimeout(() => controller.abort(), 50);
    };
    const failed = await failure(release(tarball), { signal: controller.signal });
    assert.deepEqual(failed, { kind: 'cancelled' });
    assert.equal(cliInstallWords(failed), undefined);
  });
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(path.join(folder, name)).isFile())
    .sort();
}
