// The doctor without and with a fault, the backend, and every step of the guide.
import { choose, plant, row, unfold, widen } from '../person.mjs';

const doctor = (page) =>
  page.frameLocator('iframe.webview.ready').frameLocator('iframe[title="Doctor"]');

const guideSteps = ['simulator', 'message', 'sketch', 'board', 'stack', 'callback', 'first'];

export const states = [
  {
    name: 'doctor-green',
    async enter(page, { palette }) {
      await page.click('.activitybar .action-label[aria-label*="Sigfox"]');
      await page.click('.welcome-view-content :text("Start Simulator")');
      await widen(page);
      await page.waitForSelector(row('Greenhouse 3'), { timeout: 40_000 });
      await page.waitForSelector(row('the callback was delivered'), { timeout: 40_000 });
      await palette(page, { title: 'Sigfox: Check the Chain' });
      await doctor(page).locator('button:has-text("Other Device")').click();
      await choose(page, 'Greenhouse 3');
      await doctor(page).locator('.verdict.plain, .verdict.good').waitFor();
      await page.waitForTimeout(1_500);
    },
  },
  {
    name: 'doctor-red',
    async enter(page, actions) {
      await unfold(page, 'Greenhouse 3');
      await plant(page, actions, 'AWS refuses the role');
      await page.waitForSelector(row('lost: The callback'), { timeout: 60_000 });
      await actions.palette(page, { title: 'Sigfox: Check the Chain' });
      await doctor(page).locator('.verdict.bad').waitFor({ timeout: 40_000 });
      await page.waitForTimeout(1_500);
    },
  },
  {
    name: 'backend',
    async enter(page, { palette }) {
      await palette(page, { title: 'Sigfox: Focus on Sigfox Backend View' }).catch(async () => {
        await page.keyboard.press('Escape');
        await page.click('.pane-header[aria-label^="Sigfox Backend"]');
      });
      await page.waitForSelector(row('temp::float:32'), { timeout: 40_000 });
      await page.waitForTimeout(600);
    },
  },
  ...guideSteps.map((step, at) => ({
    name: `guide-${at + 1}-${step}`,
    async enter(page, { palette }) {
      if (at === 0) await palette(page, { title: 'Sigfox: Open the Guide' });
      await page.click(`[x-step-title-for$="#${step}"]`);
      await page.waitForTimeout(1_000);
    },
  })),
];
