import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { NodeProcessRunner } from '../../../src/shared/io/nodeProcessRunner';
import { tsxGuard } from '../../support/tsxGuard';

const never = new AbortController().signal;
const sh = (script: string) => ({ program: 'sh', args: ['-c', script] });

describe('NodeProcessRunner', function () {
  this.timeout(120_000);
  const runner = new NodeProcessRunner(tsxGuard);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'runner-'));
  const file = (name: string) => path.join(folder, name);

  after(() => rmSync(folder, { recursive: true, force: true }));

  it('collects what a program says on both streams, and its exit code', async () => {
    assert.deepEqual(await runner.run(sh('printf out; printf err >&2; exit 3'), never), {
      end: { kind: 'exited', code: 3 },
      stdout: 'out',
      stderr: 'err',
    });
  });

  it('keeps a character whole that comes in two pieces', async () => {
    const { stdout } = await runner.run(sh("printf '\\303'; sleep 0.1; printf '\\244'"), never);
    assert.equal(stdout, 'ä');
  });

  it('hands arguments and environment on as they are', async () => {
    const { stdout } = await runner.run(
      {
        program: 'sh',
        args: ['-c', 'printf "%s|%s" "$1" "$PLANTED"', 'sh', '$(id) "x" ;'],
        env: { PLANTED: 'a b' },
      },
      never,
    );
    assert.equal(stdout, '$(id) "x" ;|a b');
  });

  for (const isGuarded of [false, true]) {
    const place = isGuarded ? 'below the guard' : 'without a guard';

    it(`says that there is no such program ${place}`, async () => {
      const { end } = await runner.run({ program: '/no/such/program', args: [], isGuarded }, never);
      assert.deepEqual(end, { kind: 'notStarted', reason: 'ENOENT' });
    });

    it(`ends what was started in a process group of its own ${place}`, async () => {
      const running = runner.start({ ...sh(grandchild(file(place))), isGuarded });
      const id = await idIn(file(place));
      assert.deepEqual([isAlive(id), await running.kill(), isAlive(id)], [true, [], false]);
      assert.notEqual((await running.ended).kind, 'notStarted');
    });

    it(`ends for certain what does not want to go ${place}`, async () => {
      const stubborn = file(`stubborn ${place}`);
      const running = runner.start({
        ...sh(`trap '' TERM; echo $$ > '${stubborn}'; while :; do sleep 0.05; done`),
        isGuarded,
      });
      const id = await idIn(stubborn);
      assert.deepEqual([await running.kill(), isAlive(id)], [[], false]);
    });
  }

  it('kills the program when the signal is aborted', async () => {
    const abort = new AbortController();
    const result = runner.run(sh('echo started; sleep 60'), abort.signal);
    setTimeout(() => abort.abort(), 100);
    assert.equal((await result).end.kind, 'killed');
  });

  it('leaves nothing running when the editor is killed (the guard sees it)', async () => {
    const module = path.resolve(import.meta.dirname, '../../../src/shared/io/nodeProcessRunner.ts');
    const editor = spawn(
      process.execPath,
      [
        '--import=tsx',
        '--input-type=module',
        '--eval',
        `import { NodeProcessRunner } from ${JSON.stringify(module)};
         const guard = ${JSON.stringify(tsxGuard)};
         new NodeProcessRunner(guard).start({ ...${JSON.stringify(sh(grandchild(file('orphan'))))}, isGuarded: true });`,
      ],
      { stdio: 'ignore' },
    );
    const id = await idIn(file('orphan'));
    editor.kill('SIGKILL');
    await until(() => !isAlive(id));
  });
});

/** With job control each background job gets a process group of its own, as arduino-cli gives to its tools. */
function grandchild(file: string): string {
  return `set -m; sleep 600 & echo $! > '${file}'; wait`;
}

async function idIn(file: string): Promise<number> {
  await until(() => existsSync(file) && readFileSync(file, 'utf8').endsWith('\n'));
  return Number(readFileSync(file, 'utf8'));
}

async function until(holds: () => boolean): Promise<void> {
  for (const end = Date.now() + 45_000; !holds();) {
    assert.ok(Date.now() < end, 'it came to hold in time');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function isAlive(id: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${id}/stat`, 'latin1'));
  } catch {
    return false;
  }
}
