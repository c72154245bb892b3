// Drives the real workbench through every state and writes out/screenshots/<state>-<dark|light>.png. States named on
// the command line are taken alone, with those they build on.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureDependencies, root, say } from './bootstrap.mjs';

await ensureDependencies();
const { ensureVsCode } = await import('./vscode.mjs');
const { packageExtension } = await import('./package.mjs');
const { actions, openBrowser } = await import('../test/workbench/browser.mjs');
const { installExtensions, prepareHome, startCodeServer } =
  await import('../test/workbench/codeServer.mjs');
const { states } = await import('../test/workbench/screenshotStates.mjs');

const only = new Set(process.argv.slice(2));
const pictures = path.join(root, 'out/screenshots');
const vsix = await packageExtension(path.join(root, 'out/extension.vsix'));
const code = await ensureVsCode('1.139');
const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'shots-'));
const folder = path.join(temporary, 'field-notes');
fs.mkdirSync(folder);
fs.mkdirSync(pictures, { recursive: true });
const place = prepareHome(temporary);
installExtensions(code, place, [vsix]);
const server = await startCodeServer(code, place);
const { context, page } = await openBrowser(path.join(temporary, 'browser'), {
  width: 1440,
  height: 900,
});
let exitCode = 0;
try {
  await page.goto(`http://127.0.0.1:${server.port}/?folder=${encodeURIComponent(folder)}`);
  await page.waitForSelector('.monaco-workbench .part.statusbar');
  for (const { name, enter } of states) {
    await enter(page, actions);
    if (only.size > 0 && !only.has(name)) continue;
    for (const theme of ['dark', 'light']) {
      await page.waitForSelector(`.monaco-workbench.${theme === 'dark' ? 'vs-dark' : 'vs'}`);
      await page.waitForTimeout(400);
      await page.screenshot({ path: path.join(pictures, `${name}-${theme}.png`) });
      await actions.palette(page, { title: 'Preferences: Toggle between Light/Dark Themes' });
    }
    say(`${name}: done`);
  }
} catch (error) {
  exitCode = 1;
  say(String(error));
  await page.screenshot({ path: path.join(pictures, 'failed.png') }).catch(() => undefined);
}
await context.close();
await server.stop();
fs.rmSync(temporary, { recursive: true, force: true, maxRetries: 3 });
process.exit(exitCode);
