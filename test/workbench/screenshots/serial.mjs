// The serial monitor and the plotter in their states, on a board's end of a pseudo-terminal that says what is wanted.
import { startFeeder } from '../../support/feeder.mjs';
import { pageTitled } from '../browser.mjs';
import { openPort } from '../person.mjs';

const shared = {};

export async function prepare() {
  shared.feeder = await startFeeder();
  return { close: () => shared.feeder.stop() };
}

const monitor = (page) => pageTitled(page, 'Serial Monitor');
const row = (text) => `.row:has-text(${JSON.stringify(text)})`;

export const states = [
  {
    name: 'serial-pick',
    async enter(page, { palette }) {
      await page.click('.activitybar .action-label[aria-label*="Sigfox"]');
      await page.waitForSelector('.welcome-view-content :text("Start Simulator")');
      await palette(page, { title: 'Sigfox: Open Serial Monitor' });
      await page.waitForSelector('.quick-input-list .monaco-list-row:has-text("Enter a Port")');
    },
  },
  {
    name: 'serial-monitor',
    async enter(page, actions) {
      const { feeder } = shared;
      await page.keyboard.press('Escape');
      await openPort(page, actions, feeder.address);
      const view = await monitor(page);
      await feeder.hears(/^opened/);
      feeder.say('Temperature: 27.907171 °C\r\nAT$SF=41df41e3\r\nOK\r\nMessage sent: OK\r\n');
      feeder.say(
        '\u001b[32mgreen\u001b[0m and \u001b[1;31mbold red\u001b[0m, https://www.sigfox.com\r\n',
      );
      feeder.say('AT$SF=41000\r\nERROR: parse error\r\n');
      await view.waitForSelector(row('parse error'));
      await view.click('button:has-text("Time")');
      await page.waitForTimeout(800);
    },
  },
  {
    name: 'serial-hex',
    async enter(page) {
      const view = await monitor(page);
      await view.click('button:has-text("Hex")');
      await page.waitForTimeout(600);
    },
  },
  {
    name: 'serial-paused',
    async enter(page) {
      const view = await monitor(page);
      await view.click('button:has-text("Hex")');
      await view.click('button:has-text("Pause")');
      await page.waitForTimeout(300);
      shared.feeder.say('temp:27.9\r\ntemp:28.0\r\n');
      await view.waitForSelector('.state:has-text("2 new")');
    },
  },
  {
    name: 'serial-filtered',
    async enter(page) {
      const view = await monitor(page);
      await view.click('.state button:has-text("Resume")');
      await view.fill('input.filter', 'AT$SF');
      await view.press('input.filter', 'Enter');
      await view.waitForSelector('.state:has-text("match")');
      await page.waitForTimeout(400);
    },
  },
  {
    name: 'serial-plotter',
    async enter(page, { palette }) {
      const view = await monitor(page);
      await view.click('.state button:has-text("Clear Filter")');
      await palette(page, { title: 'Sigfox: Open Plotter' });
      const plot = await pageTitled(page, 'Plotter');
      for (let at = 0; at < 100; at++) {
        const wave = 27 + 2 * Math.sin(at / 9);
        shared.feeder.say(
          `temp:${wave.toFixed(2)},hum:${(30 + 3 * Math.cos(at / 5)).toFixed(1)}\r\n`,
        );
        await page.waitForTimeout(30);
      }
      await plot.waitForSelector('.uplot canvas');
      await plot.fill('input[title="Seconds shown"]', '5');
      await plot.press('input[title="Seconds shown"]', 'Enter');
      await page.waitForTimeout(600);
    },
  },
  {
    name: 'serial-plotter-teleplot',
    async enter(page) {
      const plot = await pageTitled(page, 'Plotter');
      await plot.click('button:has-text("Clear")');
      for (let at = 0; at < 60; at++) {
        const wave = 1_013 + 4 * Math.sin(at / 7);
        shared.feeder.say(`>pressure:${wave.toFixed(2)}§hPa\r\n>tilt:${(at % 20) + 1_000}\r\n`);
        await page.waitForTimeout(30);
      }
      await plot.waitForSelector('.legend :text("tilt")');
      await page.waitForTimeout(400);
    },
  },
  {
    name: 'serial-plotter-zoomed',
    async enter(page) {
      const plot = await pageTitled(page, 'Plotter');
      for (const key of ['+', 'ArrowRight', 'ArrowRight', 'ArrowRight'])
        await plot.press('.picture', key);
      await page.waitForTimeout(400);
    },
  },
  {
    name: 'serial-gone',
    async enter(page) {
      await shared.feeder.stop();
      shared.feeder.stop = () => Promise.resolve();
      await page.click('.panel .action-label:has-text("Serial Monitor")');
      const view = await monitor(page);
      await view.waitForSelector('.state:has-text("is gone")');
    },
  },
];
