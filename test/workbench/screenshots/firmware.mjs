// The states of a sketch, from the board to be chosen to the message of the uploaded sketch.
import fs from 'node:fs';
import path from 'node:path';
import { choose, row, widen } from '../person.mjs';
import { prepare as prepareArduino } from '../../firmware/suite.mjs';

const sender = `// Sends one temperature with the how-to's modem, which is on the second port of a Mega.
void setup() {
  Serial.begin(115200);
  Serial1.begin(19200);
  delay(500);
  Serial1.print("AT$SF=41DF41E3\\r");
}

void loop() {
  if (Serial1.available()) Serial.write(Serial1.read());
}
`;
const broken = sender.replace(
  'Serial1.begin(19200);',
  'Serial1.begin(modemSpeed);\n  char* greeting = "hello";',
);
const status = (text) => `.statusbar-item:has-text(${JSON.stringify(text)})`;
const toast = (text) => `.notification-list-item-message:has-text(${JSON.stringify(text)})`;

export async function prepare(folder) {
  fs.mkdirSync(path.join(folder, 'sender'));
  fs.writeFileSync(path.join(folder, 'sender/sender.ino'), sender);
  fs.mkdirSync(path.join(folder, 'broken'));
  fs.writeFileSync(path.join(folder, 'broken/broken.ino'), broken);
  return prepareArduino();
}

/** Opens a file of the folder by its name. */
async function open(page, name) {
  await page.keyboard.press('Control+P');
  await page.waitForSelector('.quick-input-widget .quick-input-box input');
  await page.keyboard.type(name);
  await page.waitForSelector(`.quick-input-list .monaco-list-row.focused:has-text("${name}")`);
  await page.keyboard.press('Enter');
  await page.waitForSelector(`.tab.active:has-text("${name}")`);
}

async function openPorts(page, { palette }) {
  await palette(page, { title: 'Sigfox: Choose Port' });
  await page.waitForSelector('.quick-input-list .monaco-list-row:has-text("Arduino Mega")');
  await page.waitForTimeout(600);
}

export const states = [
  {
    name: 'sketch-without-board',
    async enter(page) {
      await open(page, 'sender.ino');
      await page.waitForSelector(status('Choose Board'));
      await page.waitForTimeout(600);
    },
  },
  {
    name: 'choose-port',
    async enter(page, { palette }) {
      await page.click('.activitybar .action-label[aria-label*="Sigfox"]');
      await page.click('.welcome-view-content :text("Start Simulator")');
      await page.waitForSelector(row('subscribed'));
      await widen(page);
      await palette(page, { title: 'Sigfox: Start Virtual Board' });
      await choose(page, 'Arduino Mega');
      await page.waitForSelector(toast('is plugged in at'), { timeout: 60_000 });
      await palette(page, { title: 'Notifications: Clear All' });
      await open(page, 'sender.ino');
      await openPorts(page, { palette });
    },
    again: openPorts,
  },
  {
    name: 'uploading',
    async enter(page, { palette }) {
      await page.keyboard.press('Escape');
      await palette(page, { title: 'Sigfox: Choose Port' });
      await choose(page, 'Arduino Mega');
      await page.waitForSelector(status('pts/'));
      await palette(page, { title: 'Sigfox: Upload Sketch' });
      await page.waitForSelector(toast('Uploading'), { timeout: 60_000 });
    },
  },
  {
    name: 'uploaded',
    async enter(page) {
      await page.waitForSelector(toast('runs on'), { timeout: 60_000 });
      await page.waitForSelector(row('Virtual Board'), { timeout: 60_000 });
      await page.waitForTimeout(1_000);
    },
  },
  {
    name: 'sketch-problems',
    async enter(page, { palette }) {
      await palette(page, { title: 'Notifications: Clear All' });
      await open(page, 'broken.ino');
      await palette(page, { title: 'Sigfox: Choose Port' });
      await choose(page, 'Arduino Mega');
      await page.waitForSelector(status('pts/'));
      await palette(page, { title: 'Sigfox: Compile Sketch' });
      await page.waitForSelector(toast('Could not compile'), { timeout: 60_000 });
      await palette(page, { title: 'View: Focus Problems' }).catch(() =>
        palette(page, { title: 'Problems: Focus on Problems View' }),
      );
      await page.waitForSelector('.markers-panel .monaco-list-row:has-text("modemSpeed")');
      await page.waitForTimeout(800);
    },
  },
];
