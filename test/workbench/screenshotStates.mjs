// The states a person can see, in an order in which each grows from the one before; scripts/screenshots.mjs takes a
// picture of every one, dark and light.
const row = (text) => `.pane-body .monaco-list-row:has-text(${JSON.stringify(text)})`;

export const states = [
  {
    name: 'welcome',
    async enter(page) {
      await page.click('.activitybar .action-label[aria-label*="Sigfox"]');
      await page.waitForSelector('.welcome-view-content :text("Start Simulator")');
    },
  },
  {
    name: 'three-devices',
    async enter(page) {
      await page.click('.welcome-view-content :text("Start Simulator")');
      await page.waitForSelector(row('Water Meter 7'));
      await page.waitForTimeout(1500);
    },
  },
];
