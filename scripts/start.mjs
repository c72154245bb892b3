// Builds the extension and opens it in a VS Code of its own: a desktop one when `code` is on the path, else one in the
// browser, served on 127.0.0.1 until it is stopped.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureDependencies, findProgram, root, say } from './bootstrap.mjs';

await ensureDependencies();
const { packageExtension } = await import('./package.mjs');
const home = path.join(root, 'out/start');
const folder = path.join(home, 'folder');
const welcome = `Open the Sigfox view in the activity bar and press Start Simulator.\n`;
fs.mkdirSync(folder, { recursive: true });
if (!fs.existsSync(path.join(folder, 'README.md'))) {
  fs.writeFileSync(path.join(folder, 'README.md'), welcome);
}

const cleanUps = [];
let isStopping = false;
async function stop(exitCode) {
  if (isStopping) return;
  isStopping = true;
  for (const cleanUp of cleanUps.reverse()) await cleanUp();
  process.exit(exitCode);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop(0));

// The tests want the one in the browser, whatever this machine has.
const desktop = process.env.SIGFOX_WORKBENCH_BROWSER ? undefined : findProgram('code');
if (desktop) await startDesktop(desktop);
else await startInBrowser();

async function startDesktop(program) {
  const vsix = await packageExtension(path.join(home, 'extension.vsix'));
  const places = [
    ...['--user-data-dir', path.join(home, 'desktop')],
    ...['--extensions-dir', path.join(home, 'desktop-extensions')],
  ];
  const installed = spawnSync(program, [...places, '--install-extension', vsix, '--force'], {
    stdio: ['ignore', 2, 2],
  });
  if (installed.status !== 0) process.exit(1);
  const child = spawn(program, [...places, '--new-window', '--wait', folder], { stdio: 'ignore' });
  cleanUps.push(() => child.kill());
  console.log('VS Code is open. It ends with its window, or with Ctrl-C here.');
  child.on('exit', (code) => void stop(code ?? 0));
}

async function startInBrowser() {
  const { ensureVsCode } = await import('./vscode.mjs');
  const { openGate } = await import('../test/workbench/gate.mjs');
  const { installExtensions, prepareHome, startCodeServer } =
    await import('../test/workbench/codeServer.mjs');
  const [vsix, code] = await Promise.all([
    packageExtension(path.join(home, 'extension.vsix')),
    ensureVsCode('1.139'),
  ]);
  // Sockets want a short path, and a folder that no other user can enter.
  const sockets = fs.mkdtempSync(path.join(os.tmpdir(), 'sw-'));
  cleanUps.push(() => fs.rmSync(sockets, { recursive: true, force: true, maxRetries: 3 }));
  const place = prepareHome(sockets, {
    userData: path.join(home, 'data'),
    extensions: path.join(home, 'extensions'),
  });
  installExtensions(code, place, [vsix]);
  const socket = path.join(sockets, 'server');
  const log = fs.createWriteStream(path.join(home, 'server.log'));
  const server = await startCodeServer(code, place, {
    socket,
    onOutput: (text) => log.write(text),
  });
  cleanUps.push(() => server.stop());
  const gate = await openGate(socket, Number(process.env.PORT ?? 0));
  cleanUps.push(() => gate.close());
  console.log(`${gate.origin}/${gate.secret}/?folder=${encodeURIComponent(folder)}`);
  say('Open the address above; it is yours alone. Ctrl-C stops everything.');
  void server.ended.then((how) => {
    if (isStopping) return;
    say(`The workbench ended by itself (${how}); its words are in out/start/server.log.`);
    void stop(1);
  });
}
