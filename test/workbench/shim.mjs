// Stands in for the desktop program `code`: runs the real workbench and a real extension host in a browser, and exits
// with the result of --extensionTestsPath, which an extension beside the tested one runs (see driver/). @vscode/test-electron drives it as it would drive the desktop.
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { actions, openBrowser } from './browser.mjs';
import { installExtensions, prepareHome, startCodeServer } from './codeServer.mjs';

const code = { node: process.env.CODE_SHIM_NODE, entry: process.env.CODE_SHIM_SERVER };
const driver = path.join(import.meta.dirname, 'driver');
const limitSeconds = Number(process.env.CODE_SHIM_TIMEOUT_S || 600);
const { options, folder } = readCommandLine(process.argv.slice(2));
const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'shim-'));
const place = prepareHome(temporary, {
  userData: options['user-data-dir'],
  extensions: options['extensions-dir'],
});

if (options.version) {
  const product = path.join(path.dirname(code.entry), '../../lib/vscode/product.json');
  console.log(JSON.parse(fs.readFileSync(product, 'utf8')).version);
  leave(0);
}
if (options['install-extension']) {
  installExtensions(code, place, [options['install-extension']]);
  leave(0);
}

const files = Object.fromEntries(['out', 'err'].map((name) => [name, path.join(temporary, name)]));
const secret = randomBytes(18).toString('base64url');
const running = {};

// Console of the host, printed as it comes.
const printed = { out: 0, err: 0 };
const print = () => {
  for (const name of ['out', 'err']) {
    const text = fs.existsSync(files[name]) ? fs.readFileSync(files[name]) : Buffer.alloc(0);
    process[name === 'out' ? 'stdout' : 'stderr'].write(text.subarray(printed[name]));
    printed[name] = text.length;
  }
};
const printer = setInterval(print, 200);

let isOver = false;
async function finish(exitCode, why) {
  if (isOver) return;
  isOver = true;
  clearInterval(printer);
  print();
  if (why) console.error(`code: ${why}`);
  if (exitCode !== 0 && process.env.CODE_SHIM_SCREENSHOT) {
    await running.page
      ?.screenshot({ path: process.env.CODE_SHIM_SCREENSHOT, timeout: 5_000 })
      .catch(() => undefined);
  }
  const closed = running.context?.close().catch(() => undefined);
  await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 4_000))]);
  await running.server?.stop();
  leave(exitCode);
}

function leave(exitCode) {
  fs.rmSync(temporary, { recursive: true, force: true, maxRetries: 3 });
  process.exit(exitCode);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => finish(130, `stopped by ${signal}`));
}
setTimeout(() => finish(124, `no result after ${limitSeconds} s`), limitSeconds * 1000);

// What the driver tells of the run. A host that ends while its window is reloaded or closed ends as it should.
let begun = 0;
let mayHostEnd = false;
const runActions = {
  begin: () => {
    mayHostEnd = false;
    return ++begun;
  },
  reload: async (page) => {
    mayHostEnd = true;
    await page.reload();
  },
  end: (_page, { exitCode }) => void setTimeout(() => finish(exitCode), 0),
  /** A second window on the same folder, without the tests: what is done with `window: 2` is done there. */
  openSecondWindow: async () => {
    // From now on it may be this window's.
    mayHostEnd = true;
    running.second = await running.context.newPage();
    await openWorkbench(running.second, options.extensionDevelopmentPath);
  },
  closeSecondWindow: () => running.second?.close(),
};

// Tests in the host drive the window through here; the secret keeps other programs of the machine out.
const control = http.createServer(async (request, response) => {
  let answer;
  try {
    if (request.headers.authorization !== `Bearer ${secret}`) throw new Error('no secret');
    let text = '';
    for await (const chunk of request) text += chunk;
    const action = JSON.parse(text);
    const act = runActions[action.do] ?? actions[action.do];
    answer = {
      ok: true,
      value: (await act(action.window === 2 ? running.second : running.page, action)) ?? null,
    };
  } catch (error) {
    answer = { ok: false, error: String(error) };
  }
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(answer));
});
await new Promise((resolve) => control.listen(0, '127.0.0.1', resolve));

running.server = await startCodeServer(code, place, {
  trust: process.env.CODE_SHIM_TRUST === '1',
  env: {
    CODE_SHIM_OUT: files.out,
    CODE_SHIM_ERR: files.err,
    CODE_SHIM_TESTS: options.extensionTestsPath,
    CODE_SHIM_CONTROL: `http://127.0.0.1:${control.address().port}/`,
    CODE_SHIM_SECRET: secret,
  },
  onOutput: (text) => {
    if (process.env.CODE_SHIM_VERBOSE) process.stderr.write(text);
    const exit = /Extension Host Process exited with code: (\S+), signal: (\S+?)\./.exec(text);
    if (exit && !mayHostEnd)
      setTimeout(() => finish(1, `the extension host ended early (${exit[1]}, ${exit[2]})`), 5_000);
  },
});
void running.server.ended.then((how) => finish(1, `the server ended (${how})`));

const { context, page } = await openBrowser(path.join(temporary, 'browser'));
Object.assign(running, { context, page });
page.on('crash', () => finish(1, 'the workbench page crashed'));

openWorkbench(page, [...options.extensionDevelopmentPath, driver])
  // Told apart from a failed test: the caller starts a workbench that did not come up once more.
  .catch(() => finish(75, 'the workbench did not come up'));

/**
 * The development options go into the page's own configuration just before its scripts run. (Rewriting the document on
 * its way would make the browser refuse the page's WebSocket to 127.0.0.1.)
 */
async function openWorkbench(page, extensions) {
  const authority = `127.0.0.1:${running.server.port}`;
  const remote = (file) => ({ $mid: 1, scheme: 'vscode-remote', authority, path: file });
  await page.addInitScript(
    (development) => {
      if (window.top !== window) return;
      document.addEventListener('readystatechange', () => {
        const element = document.getElementById('vscode-workbench-web-configuration');
        if (document.readyState !== 'interactive' || !element) return;
        const configuration = JSON.parse(element.getAttribute('data-settings'));
        configuration.developmentOptions = { ...configuration.developmentOptions, ...development };
        element.setAttribute('data-settings', JSON.stringify(configuration));
      });
    },
    { extensions: extensions.map(remote) },
  );
  const query = new URLSearchParams({
    folder,
    payload: JSON.stringify([
      ['skipWelcome', 'true'],
      ['skipReleaseNotes', 'true'],
    ]),
  });
  await page.goto(`http://${authority}/?${query}`);
  await page.waitForSelector('.monaco-workbench .part.statusbar', { timeout: 60_000 });
}

function readCommandLine(args) {
  const read = { options: { extensionDevelopmentPath: [] }, folder: undefined };
  for (let at = 0; at < args.length; at++) {
    const option = /^--([^=]+)(?:=(.*))?$/s.exec(args[at]);
    if (!option) {
      if (!args[at].startsWith('-')) read.folder = path.resolve(args[at]);
      continue;
    }
    const takesNext = option[1] === 'install-extension' && option[2] === undefined;
    const value = takesNext ? args[++at] : (option[2] ?? true);
    // The only option that may be there several times.
    if (option[1] === 'extensionDevelopmentPath') read.options[option[1]].push(value);
    else read.options[option[1]] = value;
  }
  return read;
}
