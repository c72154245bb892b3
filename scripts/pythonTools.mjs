// Tools written in Python, each in a virtual environment of its own in the cache. `scripts/python/<tool>.txt` pins the
// tool and everything below it by version and by the hash of the file.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { ensureCached, ensurePackages, hashOf, root, run, say } from './bootstrap.mjs';

/** The program of MiniStack, an emulator of AWS that checks signatures, policies and capabilities. */
export const ensureMiniStack = () => ensurePythonTool('ministack');

/** The program of cfn-lint, which reads CloudFormation templates. */
export const ensureCfnLint = () => ensurePythonTool('cfn-lint');

async function ensurePythonTool(tool) {
  // Debian splits what `python3 -m venv` needs off into a package that brings no program to look for.
  await ensurePackages([
    { name: 'python3', isThere: () => canRun('import sys') },
    { name: 'python3-venv', isThere: () => canRun('import ensurepip, venv') },
  ]);
  const pins = path.join(root, 'scripts/python', `${tool}.txt`);
  const python = spawnSync('python3', ['-c', 'import sys; print(sys.executable, sys.version)']);
  const key = createHash('sha256')
    .update(hashOf(pins, path.join(root, 'scripts/pythonTools.mjs')))
    .update(python.stdout)
    .digest('hex');
  const folder = await ensureCached(tool, key, async (into) => {
    say(`Installing ${tool} (once) …`);
    await run('python3', ['-m', 'venv', into], root);
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
    const checked = ['--require-hashes', '--no-deps', '--only-binary', ':all:'];
    await run(path.join(into, 'bin/python'), [...pip, ...checked, '-r', pins], root);
  });
  return path.join(folder, 'bin', tool);
}

const canRun = (statement) => spawnSync('python3', ['-c', statement]).status === 0;
