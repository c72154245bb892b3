// Why a port does not open, and what to do: each cause as it is said above the log.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startFeeder } from '../../support/feeder.mjs';
import { pageTitled } from '../browser.mjs';
import { openPort } from '../person.mjs';

const shared = {};

export async function prepare() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dev-'));
  const at = (name) => path.join(folder, name);
  // The kernel lets nobody write here, the administrator included.
  fs.symlinkSync('/sys/kernel/uevent_seqnum', at('ttyUSB7'));
  fs.copyFileSync('/usr/bin/sleep', at('brltty'));
  fs.copyFileSync('/usr/bin/flock', at('ModemManager'));
  const feeder = await startFeeder();
  const programs = [
    spawn(at('brltty'), ['300'], { stdio: 'ignore' }),
    spawn(at('ModemManager'), ['-o', feeder.address, 'sleep', '300'], { stdio: 'ignore' }),
  ];
  Object.assign(shared, { at, held: feeder.address });
  return {
    close: async () => {
      for (const program of programs) program.kill();
      await feeder.stop();
      fs.rmSync(folder, { recursive: true });
    },
  };
}

const failures = [
  ['serial-missing', () => shared.at('ttyACM9'), 'is not there'],
  ['serial-denied', () => shared.at('ttyUSB7'), 'You may not open'],
  ['serial-held', () => shared.held, 'ModemManager holds'],
  ['serial-braille', () => shared.at('ttyUSB9'), 'brltty'],
];

export const states = failures.map(([name, address, words]) => ({
  name,
  async enter(page, actions) {
    const welcome = '.welcome-view-content :text("Start Simulator")';
    if (!(await page.isVisible(welcome))) {
      await page.click('.activitybar .action-label[aria-label*="Sigfox"]');
    }
    await page.waitForSelector(welcome);
    await openPort(page, actions, address());
    const view = await pageTitled(page, 'Serial Monitor');
    await view.waitForSelector(`.state:has-text("${words}")`);
    await page.waitForTimeout(400);
  },
}));
