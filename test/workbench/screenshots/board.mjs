// The virtual board: plugged in, its message in the tree, and the chain lit from the sketch on.
import { choose, row, unfold, widen } from '../person.mjs';

async function openChoice(page, { palette }) {
  await palette(page, { title: 'Sigfox: Start Virtual Board' });
  await page.waitForSelector('.quick-input-list :text("Telit LE51-868 S")');
}

async function typeTemperature(page, { palette }) {
  await palette(page, { title: 'Sigfox: Set Sensor Temperature' });
  await page.waitForSelector('.quick-input-widget :text("In °C")');
  await page.keyboard.type('999');
}

export const states = [
  {
    name: 'board-choice',
    async enter(page, actions) {
      await page.click('.activitybar .action-label[aria-label*="Sigfox"]');
      await page.click('.welcome-view-content :text("Start Simulator")');
      await widen(page);
      await page.waitForSelector(row('Greenhouse 3'), { timeout: 30_000 });
      await openChoice(page, actions);
    },
    again: openChoice,
  },
  {
    name: 'board-plugged',
    async enter(page, actions) {
      await openChoice(page, actions);
      await choose(page, 'Telit LE51-868 S');
      await page.waitForSelector('.notification-list-item :text("is plugged in at")');
      await page.waitForSelector(row('runs thermometer'));
    },
  },
  {
    name: 'board-message',
    async enter(page) {
      await page.waitForSelector(row('Virtual Board'), { timeout: 40_000 });
      await unfold(page, 'Virtual Board');
      await page.waitForSelector(row('sent 4 bytes, answered OK'), { timeout: 40_000 });
    },
  },
  {
    name: 'board-temperature',
    async enter(page, actions) {
      await actions.palette(page, { title: 'Notifications: Clear All Notifications' });
      await typeTemperature(page, actions);
    },
    again: typeTemperature,
  },
];
