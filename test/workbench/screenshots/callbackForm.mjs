// The callback form: filled from a live connection, and with mistakes pasted into it.
const inPage = (page) =>
  page.frameLocator('iframe.webview.ready').frameLocator('iframe[title="Callback Form"]');

export const states = [
  {
    name: 'callback-form',
    async enter(page, { palette }) {
      await page.click('.activitybar .action-label[aria-label*="Sigfox"]');
      await page.click('.welcome-view-content :text("Start Simulator")');
      await page.waitForSelector('.statusbar-item:has-text("Simulator ·")');
      await palette(page, { title: 'Sigfox: Open Callback Form' });
      await inPage(page).locator('dd:has-text("EU_WEST_1")').waitFor();
    },
  },
  {
    name: 'callback-form-mistakes',
    async enter(page) {
      const form = inPage(page);
      await form
        .locator('#pasted-roleArn')
        .fill('arn:aws:cloudformation:eu-west-1:123456789012:stack/SigfoxIoTConnector/0b5e');
      await form.locator('#pasted-topic').fill('Sigfox');
      await form.locator('#pasted-region').fill('US_EAST_1');
      await form.locator('.problem:has-text("US_EAST_1")').waitFor();
      await form.locator('#pasted-region').scrollIntoViewIfNeeded();
    },
  },
];
