// Drives the real workbench through every state and writes out/screenshots/<state>-<dark|light>.png. States named on
// the command line are taken alone, with those they build on; a room's name stands for all its states.
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

const only = new Set(process.argv.slice(2));
const pictures = path.join(root, 'out/screenshots');
fs.mkdirSync(pictures, { recursive: true });
const albums = await readAlbums();
const vsix = await packageExtension(path.join(root, 'out/extension.vsix'));
const code = await ensureVsCode('1.139');
let exitCode = 0;
for (const album of albums) await takeAlbum(album);
process.exit(exitCode);

/**
 * Each room has its pictures in `test/workbench/screenshots/<room>.mjs`: `states`, and, where it needs more than an
 * empty folder, `prepare(folder)`, which fills the folder and gives `{ env, settings, close }`.
 */
async function readAlbums() {
  const home = path.join(root, 'test/workbench/screenshots');
  const files = fs.readdirSync(home).filter((file) => file.endsWith('.mjs'));
  const albums = await Promise.all(
    files.map(async (file) => ({
      room: path.basename(file, '.mjs'),
      ...(await import(path.join(home, file))),
    })),
  );
  return albums
    .map((album) => ({ ...album, isWanted: wantedStates(album) }))
    .filter(({ states, isWanted }) => states.some(isWanted));
}

function wantedStates({ room }) {
  return ({ name }) => only.size === 0 || only.has(room) || only.has(name);
}

/** Every album begins with a workbench of its own. */
async function takeAlbum({ room, states, isWanted, prepare }) {
  const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'shots-'));
  const folder = path.join(temporary, 'field-notes');
  fs.mkdirSync(folder);
  const { env = {}, settings = {}, close } = (await prepare?.(folder)) ?? {};
  const place = prepareHome(temporary, { settings });
  installExtensions(code, place, [vsix]);
  const server = await startCodeServer(code, place, { env });
  const { context, page } = await openBrowser(path.join(temporary, 'browser'), {
    width: 1440,
    height: 900,
  });
  try {
    await page.goto(`http://127.0.0.1:${server.port}/?folder=${encodeURIComponent(folder)}`);
    await page.waitForSelector('.monaco-workbench .part.statusbar');
    const last = states.findLastIndex(isWanted);
    for (const state of states.slice(0, last + 1)) {
      await state.enter(page, actions);
      if (isWanted(state)) await takePictures(page, state);
    }
  } catch (error) {
    exitCode = 1;
    say(`${room}: ${String(error)}`);
    await page.screenshot({ path: path.join(pictures, `failed-${room}.png`) }).catch(() => {});
  }
  await context.close();
  await server.stop();
  await close?.();
  fs.rmSync(temporary, { recursive: true, force: true, maxRetries: 3 });
}

/** Changing the theme closes what is open on top: a state with a pick or a box has `again` to open it once more. */
async function takePictures(page, { name, again }) {
  for (const theme of ['dark', 'light']) {
    if (theme === 'light') await again?.(page, actions);
    await page.waitForSelector(`.monaco-workbench.${theme === 'dark' ? 'vs-dark' : 'vs'}`);
    await page.waitForTimeout(400);
    await page.screenshot({ path: path.join(pictures, `${name}-${theme}.png`) });
    // What is open on top gives the keys back when it closes, and shall not do so while a title is typed.
    if (again) await page.keyboard.press('Escape');
    await actions.palette(page, { title: 'Preferences: Toggle between Light/Dark Themes' });
  }
  say(`${name}: done`);
}
