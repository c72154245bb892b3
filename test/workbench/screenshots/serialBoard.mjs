// The how-to's lines in the monitor, from its sketch on the virtual board, joined with their message in the tree.
import { pageTitled } from '../browser.mjs';
import { choose, row, widen } from '../person.mjs';

/** A list that is open stays so when a page comes up beside it and takes the keyboard. */
export const prepare = () => ({ settings: { 'workbench.quickOpen.closeOnFocusLost': false } });

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
      // The chain has a row that names the board as well; only a device can be unfolded.
      await page.click(`${row('Virtual Board')}[aria-expanded="false"] .monaco-tl-twistie`);
      await page.waitForSelector(row(' before'));
      await actions.palette(page, { title: 'View: Toggle Maximized Panel' });
      await page.waitForTimeout(400);
    },
  },
];
