import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { actions, openBrowser } from '../workbench/browser.mjs';

const root = path.resolve(import.meta.dirname, '../..');

/** The newcomer's way: `npm start`, one click, a decoded message. */
describe('npm start', function () {
  this.timeout(120_000);
  let start: ChildProcess;
  let address: URL;
  let profile: string;
  let context: BrowserContext;
  let page: Page;

  before(async () => {
    // What an earlier run kept would be there again: a newcomer has nothing yet.
    fs.rmSync(path.join(root, 'out/start/data'), { recursive: true, force: true });
    // Without a desktop VS Code and without a terminal, whatever this machine has.
    start = spawn(process.execPath, ['scripts/start.mjs'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, SIGFOX_WORKBENCH_BROWSER: '1' },
    });
    address = await new Promise((resolve, reject) => {
      let output = '';
      start.stdout?.on('data', (data) => {
        output += String(data);
        const found = /http:\/\/127\.0\.0\.1:\d+\/\S+/.exec(output);
        if (found) resolve(new URL(found[0]));
      });
      start.on('exit', (code) => reject(new Error(`ended with ${code}: ${output}`)));
    });
    profile = fs.mkdtempSync(path.join(os.tmpdir(), 'newcomer-'));
    ({ context, page } = await openBrowser(profile));
  });

  after(async () => {
    await context.close();
    fs.rmSync(profile, { recursive: true, force: true });
  });

  const row = (text: string) =>
    page.waitForSelector(`.pane-body .monaco-list-row:has-text("${text}")`, { timeout: 60_000 });

  it('shows a decoded message within a minute of the workbench being up, after one click', async () => {
    await page.goto(address.href);
    await page.waitForSelector('.monaco-workbench .part.statusbar');
    const up = Date.now();
    await page.click('.activitybar .action-label[aria-label*="Sigfox"]');
    await page.click('.welcome-view-content :text("Start Simulator")');
    await row('27.91 °C');
    assert.ok(Date.now() - up < 60_000);
  });

  it('brings the simulator back by itself after the window is reloaded', async () => {
    await actions.palette(page, { title: 'Developer: Reload Window' });
    await page.waitForSelector('.monaco-workbench .part.statusbar', { state: 'detached' });
    await row('Greenhouse 3');
  });

  const status = (url: URL, headers: Record<string, string> = {}) =>
    new Promise<number | undefined>((resolve, reject) => {
      http
        .get(
          { host: url.hostname, port: url.port, path: url.pathname + url.search, headers },
          (response) => {
            response.resume();
            resolve(response.statusCode);
          },
        )
        .on('upgrade', (response, socket) => {
          socket.destroy();
          resolve(response.statusCode);
        })
        .on('error', reject);
    });

  it('keeps out who does not know the address, and pages of other sites (H12)', async () => {
    const foreign = 'http://evil.example';
    const upgrade = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'MDEyMzQ1Njc4OWFiY2RlZg==',
    };
    const socket = new URL(
      `${address.pathname}?reconnectionToken=x&skipWebSocketFrames=false`,
      address,
    );
    assert.deepEqual(
      {
        address: await status(address),
        noSecret: await status(new URL('/', address)),
        wrongSecret: await status(new URL(`/${'x'.repeat(32)}/`, address)),
        foreignOrigin: await status(address, { origin: foreign }),
        foreignHost: await status(address, { host: 'evil.example' }),
        socketWithoutSecret: await status(new URL('/', address), {
          ...upgrade,
          origin: address.origin,
        }),
        socketOfForeignPage: await status(socket, { ...upgrade, origin: foreign }),
        socketWithoutOrigin: await status(socket, upgrade),
      },
      {
        address: 200,
        noSecret: 403,
        wrongSecret: 403,
        foreignOrigin: 403,
        foreignHost: 403,
        socketWithoutSecret: 403,
        socketOfForeignPage: 403,
        socketWithoutOrigin: 403,
      },
    );
  });

  it('ends with 0 when it is stopped and leaves nothing running', async () => {
    const ended = new Promise((resolve) => start.once('exit', resolve));
    start.kill('SIGTERM');
    assert.equal(await ended, 0);
    const left = spawnSync('pgrep', ['-f', path.join(root, 'out/start')], { encoding: 'utf8' });
    assert.equal(left.stdout.trim(), '');
  });
});
