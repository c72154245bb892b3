// Runs the extension suite in a desktop VS Code, where one can be downloaded; what needs the browser's window is skipped
// there by the tests themselves.
import {
  downloadAndUnzipVSCode,
  resolveCliArgsFromVSCodeExecutablePath,
  runTests,
} from '@vscode/test-electron';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export async function runDesktopSuite({ vsix, folder }) {
  let executable;
  try {
    executable = await downloadAndUnzipVSCode('stable');
  } catch (error) {
    console.log(`Desktop VS Code cannot be downloaded here: ${error.message}`);
    return { passed: 0, failed: 0, skipped: 1 };
  }
  const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'desktop-'));
  const at = (name) => path.join(temporary, name);
  const places = [`--user-data-dir=${at('data')}`, `--extensions-dir=${at('extensions')}`];
  const [cli, ...args] = resolveCliArgsFromVSCodeExecutablePath(executable);
  spawnSync(cli, [...args, '--install-extension', vsix, ...places], { stdio: 'inherit' });
  fs.mkdirSync(at('folder'));
  fs.mkdirSync(at('beside'));
  fs.writeFileSync(
    at('beside/package.json'),
    '{"name":"beside","publisher":"test","version":"0.0.1","engines":{"vscode":"^1.103.0"}}',
  );
  const counts = at('counts.json');
  await runTests({
    vscodeExecutablePath: executable,
    extensionDevelopmentPath: at('beside'),
    extensionTestsPath: path.join(folder, 'index.cjs'),
    extensionTestsEnv: { SUITE_COUNTS: counts },
    launchArgs: [at('folder'), ...places],
  }).catch(() => undefined);
  const result = fs.existsSync(counts)
    ? JSON.parse(fs.readFileSync(counts, 'utf8'))
    : { passed: 0, failed: 1, skipped: 0 };
  fs.rmSync(temporary, { recursive: true, force: true });
  return result;
}
