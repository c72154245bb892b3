// Knows how to run the server of a browser-hosted VS Code: the shim of the tests, `npm start` and the screenshots all
// start it here.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/** Settings that keep a workbench quiet: no telemetry, no updates, no offers. A person's own values win. */
const quietSettings = {
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'workbench.enableExperiments': false,
  'workbench.startupEditor': 'none',
  'workbench.colorTheme': 'Default Dark Modern',
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'git.openRepositoryInParentFolders': 'never',
};

/**
 * The folders of one workbench below `home`, and how its server is called. `home` must be a short path: the server
 * makes sockets below it.
 */
export function prepareHome(home, { userData, extensions, settings = {} } = {}) {
  const folders = {
    userData: userData ?? path.join(home, 'data'),
    extensions: extensions ?? path.join(home, 'extensions'),
    temporary: path.join(home, 't'),
    config: path.join(home, 'config.yaml'),
  };
  for (const folder of [folders.userData, folders.extensions, folders.temporary]) {
    fs.mkdirSync(folder, { recursive: true });
  }
  fs.writeFileSync(folders.config, 'auth: none\ncert: false\n');
  const file = path.join(folders.userData, 'User/settings.json');
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const own = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {};
  fs.writeFileSync(file, JSON.stringify({ ...quietSettings, ...own, ...settings }, null, 2));
  // A server-hosted window takes settings of machine scope from the server's machine only.
  const machine = path.join(folders.userData, 'Machine/settings.json');
  fs.mkdirSync(path.dirname(machine), { recursive: true });
  if (Object.keys(settings).length > 0)
    fs.writeFileSync(machine, JSON.stringify(settings, null, 2));
  const env = {
    ...process.env,
    EXTENSIONS_GALLERY: '{"serviceUrl":""}',
    XDG_CONFIG_HOME: path.join(home, 'xdg'),
    XDG_DATA_HOME: path.join(home, 'xdg-data'),
    TMPDIR: folders.temporary,
    // Keeps our PATH: without it the extension host gets the PATH of a login shell.
    VSCODE_CLI: '1',
  };
  for (const name of [
    'VSCODE_IPC_HOOK_CLI',
    'VSCODE_PID',
    'ELECTRON_RUN_AS_NODE',
    'XDG_RUNTIME_DIR',
    'PORT',
    'PASSWORD',
    'HASHED_PASSWORD',
  ]) {
    delete env[name];
  }
  const args = [
    ...['--config', folders.config],
    ...['--user-data-dir', folders.userData],
    ...['--extensions-dir', folders.extensions],
  ];
  return { home, env, args };
}

/** Installs VSIX files. Output goes to a file: an install whose pipe is gone never ends. */
export function installExtensions(code, place, files) {
  const log = path.join(place.home, 'install.log');
  const out = fs.openSync(log, 'w');
  const args = files.flatMap((file) => ['--install-extension', file]);
  const result = spawnSync(code.node, [code.entry, ...place.args, ...args, '--force'], {
    env: place.env,
    stdio: ['ignore', out, out],
    timeout: 120_000,
  });
  fs.closeSync(out);
  if (result.status !== 0) {
    throw new Error(`The extension was not installed:\n${fs.readFileSync(log, 'utf8')}`);
  }
}

/**
 * Starts the server on a free port of 127.0.0.1, or on a Unix socket when one is given. It ends with this process,
 * even if this process is killed.
 */
export async function startCodeServer(
  code,
  place,
  { socket, trust = false, env = {}, onOutput } = {},
) {
  const known = fs.readFileSync(path.join(path.dirname(code.entry), 'cli.js'), 'utf8');
  const wanted = [
    'disable-telemetry',
    'disable-update-check',
    'disable-getting-started-override',
    'disable-proxy',
    'ignore-last-opened',
    ...(trust ? [] : ['disable-workspace-trust']),
  ];
  // Flags differ between versions.
  const flags = wanted.filter((flag) => known.includes(`"${flag}"`)).map((flag) => `--${flag}`);
  const listen = socket
    ? ['--socket', socket, '--socket-mode', '600']
    : ['--bind-addr', '127.0.0.1:0'];
  const guard = fs.existsSync('/usr/bin/setpriv') ? ['setpriv', '--pdeathsig', 'TERM'] : [];
  const [program, ...args] = [
    ...guard,
    ...[code.node, code.entry, ...place.args, '--auth', 'none', ...listen, ...flags],
  ];
  const child = spawn(program, args, {
    env: { ...place.env, ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise((resolve) => child.once('exit', (c, signal) => resolve(c ?? signal)));
  const port = await new Promise((resolve, reject) => {
    let output = '';
    const read = (data) => {
      onOutput?.(String(data));
      if (output.length < 100_000) output += data;
      const address = /listening on (?:http:\/\/127\.0\.0\.1:(\d+)|\S+)/.exec(output);
      if (address) resolve(Number(address[1] ?? 0));
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void ended.then((how) => reject(new Error(`The server ended (${how}).\n${output}`)));
  });
  return { port, ended, stop: () => stopGroup(child.pid) };
}

/** Ends the whole process group: the extension host outlives its parent for some seconds. */
async function stopGroup(pid) {
  const signal = (name) => {
    try {
      process.kill(-pid, name);
      return true;
    } catch {
      return false;
    }
  };
  signal('SIGTERM');
  for (let waited = 0; waited < 4_000 && signal(0); waited += 100) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  signal('SIGKILL');
}
