// Runs the suites: all of them, or those named on the command line (`checks`, `unit`, `contract`, `extension`, …). Each
// ends with one line of counts, the whole with `total`.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureDependencies, root } from './bootstrap.mjs';
import { ensureVsCode, versions } from './vscode.mjs';

const bin = (name) => path.join(root, 'node_modules/.bin', name);
const out = (name) => path.join(root, 'out', name);

await ensureDependencies();
// Suites with servers or tools of their own, which `suite.mjs` brings up; they run on the newest VS Code only.
const grown = ['firmware', 'path', 'messages', 'serial', 'cloud'].filter((suite) =>
  fs.existsSync(path.join(root, 'test', suite, 'suite.mjs')),
);
const isMatrix = process.argv.includes('--matrix');
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const total = { passed: 0, failed: 0, skipped: 0 };
/** What failed, for the end of a long output. */
const failures = [];
/** `serial` is both parts of a suite, `serial-plain` what needs no window of it, `serial-window` the rest. */
const partsOf = (name) => /^(.*?)(?:-(plain|window))?$/.exec(name).slice(1);
const needsWindow = (name) => {
  const [suite, part] = partsOf(name);
  return part !== 'plain' && ['extension', ...grown].includes(suite);
};
const has = (counts, line) => {
  for (const key of Object.keys(total)) total[key] += counts[key];
  console.log(`${line}: ${words(counts)}`);
};
const words = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;

// The browser and the editors are fetched while the light checks run.
const codes =
  wanted.length === 0 || wanted.some((name) => needsWindow(name))
    ? Promise.all(versions.map(ensureVsCode))
    : undefined;
codes?.catch(() => undefined);

if (wanted.length === 0) await runAll();
for (const suite of wanted) await runSuite(suite);
if (isMatrix) await runMatrix();
if (failures.length > 0) console.log(`\n${failures.join('\n')}`);
if (wanted.length === 0) console.log(`total: ${words(total)}`);
if (process.env.SUITE_TOTAL) fs.writeFileSync(process.env.SUITE_TOTAL, JSON.stringify(total));
process.exit(total.failed > 0 ? 1 : 0);

/**
 * Windows in one row and what works hard in another; the row that is through first helps the other. What mostly waits has a
 * row of its own.
 */
async function runAll() {
  const { packageExtension } = await import('./package.mjs');
  const packed = packageExtension(out('extension.vsix')).then((file) => ({ PACKED_VSIX: file }));
  const all = (suites, part) => suites.map((suite) => `${suite}-${part}`);
  const [firmware, ...others] = grown;
  // The longest first.
  const windows = ['extension', `${firmware}-window`, ...all(others, 'window')];
  const rest = ['checks', 'unit', `${firmware}-plain`];
  const runRow = async (...queues) => {
    for (const queue of queues) {
      for (let suite = queue.shift(); suite !== undefined; suite = queue.shift()) {
        await runApart(suite, ['unit', 'checks'].includes(suite) ? {} : await packed);
      }
    }
  };
  await Promise.all([
    runRow(windows, rest),
    runRow(rest, windows),
    runRow([...all(others, 'plain'), 'contract']),
  ]);
}

/** A suite as a program of its own, so that what it prints stays together. */
async function runApart(suite, env) {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'total-')), 'total.json');
  const { exitCode, output } = await collect(process.execPath, [import.meta.filename, suite], {
    ...env,
    SUITE_TOTAL: file,
  });
  console.log(output.trimEnd());
  for (const [failed] of output.matchAll(/^ +\d+ failing$[\s\S]*?(?=^\S)/gm)) {
    failures.push(`${suite}:\n${failed.trimEnd()}`);
  }
  const counts = fs.existsSync(file)
    ? JSON.parse(fs.readFileSync(file, 'utf8'))
    : { passed: 0, failed: 0, skipped: 0 };
  fs.rmSync(path.dirname(file), { recursive: true, force: true });
  for (const key of Object.keys(total)) total[key] += counts[key];
  if (exitCode !== 0 && counts.failed === 0) total.failed += 1;
}

async function runSuite(suite) {
  if (suite === 'checks') await runChecks();
  else if (suite === 'extension') await runExtension(await codes);
  else if (grown.includes(partsOf(suite)[0])) await runGrown(suite);
  else has(await runMocha(suite), suite);
}

async function runChecks() {
  // The pages of all rooms at once: each project of their own would begin with the types of the browser.
  const pages = out('pages.tsconfig.json');
  const project = { extends: '../src/shared/page/tsconfig.json', include: ['../src/*/page'] };
  fs.mkdirSync(path.dirname(pages), { recursive: true });
  fs.writeFileSync(pages, JSON.stringify(project));
  // ESLint needs the compiler that is written in JavaScript; the native one says the same in a fifth of the time.
  const native = path.join(root, 'node_modules/typescript7/bin/tsc');
  const checks = [
    ['lint', bin('eslint'), ['.']],
    ['format', bin('prettier'), ['--check', '--log-level', 'warn', '.']],
    ['types', native, ['-p', '.']],
    ['types of the pages', native, ['-p', pages]],
  ];
  for (const [name, program, args] of checks) {
    const { exitCode, output } = await collect(program, args);
    if (exitCode === 0) console.log(`${name}: clean`);
    else {
      console.log(`${output}\n${name}: see above; "npm run fix" mends what can be mended`);
      total.failed += 1;
    }
  }
}

async function runMocha(suite, env = {}, node = process.execPath) {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'counts-')), 'counts.json');
  const { exitCode } = await collect(
    node,
    [
      path.join(root, 'node_modules/mocha/bin/mocha.js'),
      ...['--import=tsx', '--forbid-only', '--fail-zero', '--recursive', '--timeout=120000'],
      // What a failed test leaves open would keep the run alive for ever.
      '--exit',
      ...['--reporter', path.join(root, 'test/support/countingReporter.cjs')],
      `test/${suite}/**/*.test.ts`,
    ],
    { ...env, SUITE_COUNTS: file },
    process.stdout,
  );
  const counts = fs.existsSync(file)
    ? JSON.parse(fs.readFileSync(file, 'utf8'))
    : { passed: 0, failed: 0, skipped: 0 };
  fs.rmSync(path.dirname(file), { recursive: true, force: true });
  if (exitCode !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}

async function runExtension(installed) {
  const { packageExtension } = await import('./package.mjs');
  const { buildTests } = await import('./build.mjs');
  const { runExtensionSuite } = await import('../test/workbench/extensionSuite.mjs');
  const vsix = await packageExtension(out('extension.vsix'));
  const kinds = ['trusted', 'untrusted'];
  await buildTests(
    kinds.map((kind) => `test/extension/${kind}/index.ts`),
    out('test'),
  );
  for (const code of installed) {
    const counts = await runExtensionSuite({
      code,
      vsix,
      screenshotFolder: out('failures'),
      // What a folder may not do is the same in every version.
      tests: (code.version === versions[0] ? kinds : ['trusted']).map((kind) => ({
        folder: out(`test/extension/${kind}`),
        isTrusted: kind === 'trusted',
      })),
    });
    if (code.version === versions[0]) {
      // The newcomer's way, from `npm start` to the first message, is part of what a real workbench has to show.
      const start = await runMocha('start');
      for (const key of Object.keys(counts)) counts[key] += start[key];
    }
    has(counts, `extension-${code.version}`);
  }
}

/**
 * `test/<suite>/suite.mjs` exports `prepare()`, which gives `{ env, settings, standIns, node, close }`: the environment of the
 * tests, the settings of the workbench, folders of extensions that stand in for others' (`standIns`), the Node to run plain
 * tests with where it is not ours, and how to end what was started. `test/<suite>/**` holds plain tests;
 * `workbench/index.ts`, where there is one, runs inside the extension host.
 */
async function runGrown(name) {
  const [suite, part] = partsOf(name);
  const { prepare } = await import(`../test/${suite}/suite.mjs`);
  const { env = {}, settings = {}, standIns = [], node, close } = await prepare();
  try {
    const counts =
      part === 'window' ? { passed: 0, failed: 0, skipped: 0 } : await runMocha(suite, env, node);
    const entry = `test/${suite}/workbench/index.ts`;
    if (part !== 'plain' && fs.existsSync(path.join(root, entry))) {
      const { packageExtension } = await import('./package.mjs');
      const { buildTests } = await import('./build.mjs');
      const { runExtensionSuite } = await import('../test/workbench/extensionSuite.mjs');
      await buildTests([entry], out('test'));
      const [code] = await codes;
      const seen = await runExtensionSuite({
        code,
        vsix: await packageExtension(out('extension.vsix')),
        screenshotFolder: out('failures'),
        tests: [
          { folder: out(`test/${suite}/workbench`), isTrusted: true, env, settings, standIns },
        ],
      });
      for (const key of Object.keys(counts)) counts[key] += seen[key];
    }
    has(counts, name);
  } finally {
    await close?.();
  }
}

/**
 * What takes longer than a test run should: a million fuzz cases, an older arduino-cli, and a desktop VS Code where one can
 * be had.
 */
async function runMatrix() {
  const fuzz = await collect(
    process.execPath,
    ['--import=tsx', 'test/fuzz/main.ts'],
    {},
    process.stdout,
  );
  has(
    { passed: fuzz.exitCode === 0 ? 1 : 0, failed: fuzz.exitCode === 0 ? 0 : 1, skipped: 0 },
    'fuzz',
  );
  const { prepare } = await import('../test/firmware/suite.mjs');
  const { arduinoCliVersions } = await import('./arduino.mjs');
  for (const version of arduinoCliVersions.slice(1)) {
    const { env, close } = await prepare(version);
    has(await runMocha('firmware', env), `firmware-arduino-cli-${version}`);
    await close();
  }
  const { runDesktopSuite } = await import('../test/workbench/desktopSuite.mjs');
  has(
    await runDesktopSuite({ vsix: out('extension.vsix'), folder: out('test/extension/trusted') }),
    'extension-desktop',
  );
}

function collect(program, args, env = {}, live) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data) => {
        output += data;
        live?.write(data);
      });
    }
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, output }));
  });
}
