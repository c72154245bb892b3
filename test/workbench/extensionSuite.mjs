// Runs the extension suite in one VS Code, from the packaged VSIX: once in a trusted folder, once in an untrusted one.
import { runTests } from '@vscode/test-electron';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const shim = path.join(import.meta.dirname, 'bin/code');
const notUp = 75;

/** Gives the counts of the suite; a run that loses its host or runs no test counts as failed. */
export async function runExtensionSuite({ code, vsix, tests, screenshotFolder }) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const test of tests) {
    const { folder } = test;
    const launch = () => launchOnce({ code, vsix, screenshotFolder, ...test });
    let result = withCounts(await launch());
    if (result.exitCode === notUp) {
      console.log(
        `The workbench of VS Code ${code.version} did not come up; starting it once more.`,
      );
      result = withCounts(await launch());
    }
    counts.passed += result.passed;
    counts.failed += result.failed;
    counts.skipped += result.skipped;
    const hasLostHost = result.exitCode !== 0 && result.failed === 0;
    if (hasLostHost || result.passed + result.failed === 0) {
      console.log(
        `No result from VS Code ${code.version} (${path.basename(folder)}): exit ${result.exitCode}.`,
      );
      counts.failed += 1;
    }
  }
  return counts;
}

/** A host that left nothing has run nothing. */
function withCounts({ exitCode, left }) {
  return { exitCode, ...(left ?? { passed: 0, failed: 0, skipped: 0 }) };
}

/** Starts a fresh workbench with the VSIX installed and runs `<folder>/index.cjs` in it; gives what that left behind. */
export async function launchOnce({
  code,
  vsix,
  folder,
  isTrusted,
  screenshotFolder,
  env = {},
  settings = {},
  emptyExtensions = [],
  standIns = [],
}) {
  const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'run-'));
  const at = (name) => path.join(temporary, name);
  const counts = at('counts.json');
  const environment = {
    CODE_SHIM_NODE: code.node,
    CODE_SHIM_SERVER: code.entry,
    CODE_SHIM_TRUST: isTrusted ? '0' : '1',
    CODE_SHIM_SCREENSHOT: path.join(screenshotFolder, `failed-${code.version}.png`),
    SUITE_COUNTS: counts,
    ...env,
  };
  fs.mkdirSync(screenshotFolder, { recursive: true });
  fs.mkdirSync(at('folder/.vscode'), { recursive: true });
  if (!isTrusted) fs.writeFileSync(at('folder/.vscode/settings.json'), hostileSettings);
  fs.mkdirSync(at('data/User'), { recursive: true });
  fs.writeFileSync(at('data/User/settings.json'), JSON.stringify(isTrusted ? settings : untrusted));
  // A server-hosted window takes settings of machine scope from the server's machine only.
  fs.mkdirSync(at('data/Machine'), { recursive: true });
  fs.writeFileSync(at('data/Machine/settings.json'), JSON.stringify(isTrusted ? settings : {}));
  const folders = [`--user-data-dir=${at('data')}`, `--extensions-dir=${at('extensions')}`];
  const installed = spawnSync(shim, ['--install-extension', vsix, ...folders], {
    encoding: 'utf8',
    env: { ...process.env, ...environment },
  });
  if (installed.status !== 0) throw new Error(`The VSIX was not installed:\n${installed.stderr}`);
  for (const name of emptyExtensions) {
    fs.mkdirSync(at(name));
    fs.writeFileSync(at(`${name}/package.json`), JSON.stringify({ ...emptyExtension, name }));
    fs.writeFileSync(at(`${name}/main.cjs`), 'exports.activate = () => {};');
  }
  const exitCode = await runTests({
    vscodeExecutablePath: shim,
    extensionDevelopmentPath: [...emptyExtensions.map(at), ...standIns],
    extensionTestsPath: path.join(folder, 'index.cjs'),
    extensionTestsEnv: environment,
    launchArgs: [at('folder'), ...folders],
  }).catch((error) => error.code ?? 1);
  const left = fs.existsSync(counts) ? JSON.parse(fs.readFileSync(counts, 'utf8')) : undefined;
  fs.rmSync(temporary, { recursive: true, force: true, maxRetries: 3 });
  return { exitCode: exitCode ?? 0, left };
}

const emptyExtension = {
  publisher: 'test',
  version: '0.0.1',
  engines: { vscode: '^1.103.0' },
  main: './main.cjs',
  activationEvents: ['onCommand:never'],
};

const untrusted = {
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
  'security.workspace.trust.emptyWindow': false,
};

// What a folder from a stranger may try: its values must never be read.
const hostileSettings = JSON.stringify({
  'sigfox.arduinoCli.path': '/planted/arduino-cli',
  'sigfox.arduinoCli.boardManagerUrls': ['https://planted.example/package_planted_index.json'],
  'sigfox.connections': [{ name: 'Planted', url: 'mqtt://127.0.0.1:9', topicFilters: ['#'] }],
});
