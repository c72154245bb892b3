// The how-to's lines in the monitor, joined with their message, and one that never arrived.
import path from 'node:path';
import { root } from '../../../scripts/bootstrap.mjs';
import { startFeeder } from '../../serial/feeder.mjs';
import { pageTitled } from '../browser.mjs';
import { choose, openPort, row, unfold, widen } from '../person.mjs';

const shared = {};

export async function prepare() {
  shared.feeder = await startFeeder();
  const preload = path.join(root, 'test/workbench/hurriedTimers.cjs');
  return { env: { NODE_OPTIONS: `--require=${preload}` }, close: () => shared.feeder.stop() };
}

export const states = [
  {
    name: 'serial-howto',
    async enter(page, actions) {
      await page.click('.activitybar .action-label[aria-label*="Sigfox"]');
      await page.click('.welcome-view-content :text("Start Simulator")');
      await widen(page);
      await page.waitForSelector(row('Greenhouse 3'), { timeout: 30_000 });
      await actions.palette(page, { title: 'Sigfox: Start Virtual Board' });
      await choose(page, 'Telit LE51-868 S');
      await page.waitForSelector('.notification-list-item :text("is plugged in at")');
      await actions.palette(page, { title: 'Notifications: Clear All Notifications' });
      await actions.palette(page, { title: 'Sigfox: Open Serial Monitor' });
      await choose(page, 'Arduino Mega');
      await choose(page, '115200');
      const view = await pageTitled(page, 'Serial Monitor');
      await view.waitForSelector('.row:has-text("Sigfox thermometer")');
      await view.waitForSelector('.note:has-text("arrived after")', { timeout: 60_000 });
      await unfold(page, 'Virtual Board');
      await page.waitForSelector(row(' before'));
    },
  },
  {
    name: 'serial-not-arrived',
    async enter(page, actions) {
      const { feeder } = shared;
      await openPort(page, actions, feeder.address);
      const view = await pageTitled(page, 'Serial Monitor');
      await feeder.hears(/^opened/);
      feeder.say('Temperature: 27.907171 °C\r\nAT$SF=0badcafe\r\nOK\r\n');
      await view.waitForSelector('.note:has-text("not arrived after 5 min")');
      await view.click('button:has-text("Time")');
      await page.waitForTimeout(600);
    },
  },
];
