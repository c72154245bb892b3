// The states of the Messages and Chain views, in an order in which each grows from the one before.
import { plant, row, unfold, widen } from '../person.mjs';

export const states = [
  {
    name: 'welcome',
    async enter(page) {
      await page.click('.activitybar .action-label[aria-label*="Sigfox"]');
      await page.waitForSelector('.welcome-view-content :text("Start Simulator")');
      await widen(page);
    },
  },
  {
    name: 'waiting',
    async enter(page, { palette }) {
      // With nothing arriving: the network is gone before the first device sends.
      await page.click('.welcome-view-content :text("Start Simulator")');
      await page.waitForSelector(row('subscribed'));
      await plant(page, { palette }, 'The network is gone');
      await palette(page, { title: 'Sigfox: Clear Messages' }).catch(() =>
        page.keyboard.press('Escape'),
      );
      await page
        .click('.monaco-dialog-box .monaco-button:has-text("Clear")')
        .catch(() => undefined);
      await page.waitForSelector('.welcome-view-content :text("Waiting for the first message")');
    },
  },
  {
    name: 'three-devices',
    async enter(page, actions) {
      await plant(page, actions, 'No Fault');
      for (const device of ['Greenhouse 3', 'Buoy', 'Water Meter 7']) {
        await page.waitForSelector(row(device), { timeout: 40_000 });
      }
      await unfold(page, 'Greenhouse 3');
      await page.waitForTimeout(600);
    },
  },
  {
    name: 'message-open',
    async enter(page) {
      const message = '.pane-body .monaco-list-row[aria-level="2"]';
      await page.click(message);
      await page.click(`${message} .monaco-tl-twistie`);
      await page.waitForSelector('.editor-instance :text("Payload")');
      await page.waitForTimeout(600);
    },
  },
  {
    name: 'faulty-device',
    async enter(page) {
      await page.waitForSelector(row('Tank 12'), { timeout: 30_000 });
      await unfold(page, 'Tank 12');
      await page.click('.pane-body .monaco-list-row[aria-level="2"]:has-text("needs 4 bytes")');
      await page.waitForTimeout(800);
    },
  },
  {
    name: 'chain',
    async enter(page) {
      await page.waitForSelector(row('AWS Role'));
      await page.click(row('Topic'));
      await page.waitForTimeout(600);
    },
  },
  {
    name: 'paused',
    async enter(page, { palette }) {
      await palette(page, { title: 'Sigfox: Pause' });
      const waiting = { hasText: /· [1-9]\d* new/ };
      await page.locator('.pane-body .monaco-list-row', waiting).waitFor();
    },
  },
  {
    name: 'filtered-to-nothing',
    async enter(page, { palette }) {
      await palette(page, { title: 'Sigfox: Resume' });
      await palette(page, { title: 'Sigfox: Filter Messages' });
      await page.waitForTimeout(300);
      await page.keyboard.type('tnak');
      await page.keyboard.press('Enter');
      await page.waitForSelector(row('No message matches'));
    },
  },
  {
    name: 'reconnecting',
    async enter(page, actions) {
      await actions.palette(page, { title: 'Sigfox: Clear Filter' });
      await plant(page, actions, 'The broker is away');
      await page.waitForSelector(row('Connection lost'));
      await page.waitForSelector('.statusbar-item:has-text("Reconnecting in")');
    },
  },
  {
    name: 'recovered',
    async enter(page, actions) {
      await plant(page, actions, 'No Fault');
      await actions.palette(page, { title: 'Sigfox: Try Connecting Now' }).catch(() => undefined);
      await page.waitForSelector(row('Connection lost'), { state: 'detached', timeout: 70_000 });
      await unfold(page, 'Greenhouse 3');
      await page.waitForSelector(row('not seen'), { timeout: 40_000 });
    },
  },
  {
    name: 'refused',
    async enter(page, actions) {
      await plant(page, actions, 'Subscribing is not allowed');
      await page.waitForSelector(row('iot:Subscribe'));
      await page.waitForTimeout(800);
    },
  },
];
