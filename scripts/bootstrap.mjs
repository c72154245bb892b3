// Installs what the other scripts need on a fresh machine, and says so on stderr. Everything is pinned: npm trees by
// their lock files, tools by version. Heavy tools live in a per-user cache, so that a second clone starts warm.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '..');
export const cache = path.join(
  process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'),
  'sigfox-workbench',
);

/** Says what is going on without touching stdout, which belongs to results. */
export const say = (/** @type {string} */ message) => process.stderr.write(`${message}\n`);

/** The project's own packages, installed again when the lock file has changed. */
export async function ensureDependencies() {
  const stamp = path.join(root, 'node_modules/.installed');
  const want = hashOf(path.join(root, 'package-lock.json'));
  if (readOr(stamp) === want) return;
  say('Installing the packages of the project (once) …');
  await run('npm', ['ci', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'], root);
  fs.writeFileSync(stamp, want);
}

/** Programs, or files by their full path, from Debian's packages, each with the package that brings it. */
export function ensurePrograms(packageOf) {
  return ensurePackages(
    Object.entries(packageOf).map(([program, name]) => ({
      name,
      isThere: () => findProgram(program) !== undefined,
    })),
  );
}

/** Debian's packages, each with a way to see that what it brings is there. */
export async function ensurePackages(packages) {
  const missing = () => packages.filter(({ isThere }) => !isThere()).map(({ name }) => name);
  if (missing().length === 0) return;
  // One at a time: the package manager has a lock of its own that it does not wait for.
  await withLock(path.join(cache, 'packages.lock'), async () => {
    if (missing().length > 0) await installPackages(missing());
  });
}

async function installPackages(packages) {
  const install = ['install', '-y', '--no-install-recommends', ...packages];
  if (process.getuid?.() !== 0 || !findProgram('apt-get')) {
    say(`Something is missing. On Debian, run as root: apt-get ${install.join(' ')}`);
    process.exit(1);
  }
  say(`Installing Debian packages (once): ${packages.join(' ')} …`);
  const lock = ['-o', 'DPkg::Lock::Timeout=500'];
  const quiet = { DEBIAN_FRONTEND: 'noninteractive' };
  // An earlier installation that was cut off has to be finished first: the package manager refuses everything else.
  await run('dpkg', ['--configure', '-a'], root, quiet).catch(() => undefined);
  await run('apt-get', [...lock, 'update', '-qq'], root);
  await run('apt-get', [...lock, ...install], root, quiet);
}

/** Runs the job once a machine: the result is a folder of the cache, whose stamp is written last. */
export async function ensureCached(name, key, job) {
  const folder = path.join(cache, `${name}-${key.slice(0, 12)}`);
  if (readOr(path.join(folder, '.complete')) === key) return folder;
  return withLock(path.join(cache, `${name}.lock`), async () => {
    if (readOr(path.join(folder, '.complete')) === key) return folder;
    fs.rmSync(folder, { recursive: true, force: true });
    fs.mkdirSync(folder, { recursive: true });
    await job(folder);
    fs.writeFileSync(path.join(folder, '.complete'), key);
    return folder;
  });
}

export function findProgram(program) {
  if (path.isAbsolute(program)) return fs.existsSync(program) ? program : undefined;
  const found = spawnSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' });
  return found.status === 0 ? found.stdout.trim() : undefined;
}

/** A program's output goes to stderr, so that stdout stays the caller's. */
export function run(program, args, cwd, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data) => (output += data));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${program} ${args.join(' ')} ended with ${code}:\n${output}`));
    });
  });
}

export function hashOf(...files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(fs.readFileSync(file));
  return hash.digest('hex');
}

function readOr(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Two clones may start at the same time; the second waits for the first. A lock whose owner is gone is taken over. */
async function withLock(lock, job) {
  fs.mkdirSync(path.dirname(lock), { recursive: true });
  for (;;) {
    try {
      fs.writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch {
      if (!isAlive(Number(readOr(lock)))) fs.rmSync(lock, { force: true });
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }
  try {
    return await job();
  } finally {
    fs.rmSync(lock, { force: true });
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return pid > 0;
  } catch {
    return false;
  }
}
