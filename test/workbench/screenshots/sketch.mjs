// Writing sketches: from a template, with snippets, generated firmware and the checks.
import fs from 'node:fs';
import path from 'node:path';
import { choose, widen } from '../person.mjs';

const mistaken = path.resolve(import.meta.dirname, '../../fixtures/sketches/howToMistake.ino');

export function prepare(folder) {
  fs.mkdirSync(path.join(folder, 'howTo'));
  fs.copyFileSync(mistaken, path.join(folder, 'howTo/howTo.ino'));
  return { settings: { 'editor.minimap.enabled': false } };
}

const title = '.quick-input-widget:not(.hidden) .quick-input-title';
const message = (text) => `.quick-input-message:has-text(${JSON.stringify(text)})`;

const enterNewSketch = async (page, { palette }) => {
  // Commands are known once the extension's own icon is there.
  await page.waitForSelector('.activitybar .action-label[aria-label*="Sigfox"]');
  await palette(page, { title: 'Sigfox: New Sketch' });
  await page.waitForSelector(`${title}:has-text("New Sketch")`);
  await page.waitForSelector('.quick-input-list .monaco-list-row:has-text("Tracker")');
};

const enterName = async (page, actions, name) => {
  await page.keyboard.press('Escape');
  await enterNewSketch(page, actions);
  await choose(page, 'Thermometer, AT modem');
  await choose(page, 'field-notes');
  await page.waitForSelector(message('What is it called?'));
  await page.keyboard.press('Control+A');
  await page.keyboard.type(name);
};

const enterWrongName = async (page, actions) => {
  await enterName(page, actions, '../thermo');
  await page.waitForSelector(message('A name has no "/"'));
};

const enterPreview = async (page, { palette }) => {
  await palette(page, { title: 'Sigfox: Insert Firmware Snippet' });
  await page.waitForSelector('.tab:has-text("Snippet Preview")');
  for (let count = 0; count < 7; count++) await page.keyboard.press('ArrowDown');
  await page.waitForSelector('.view-line:has-text("packFlags")');
};

const enterFixes = async (page) => {
  await page.click('.markers-panel .monaco-list-row:has-text("hexDigits")');
  await page.click('.view-line:has-text("HEX")', { position: { x: 90, y: 8 } });
  await page.keyboard.press('Control+.');
  await page.waitForSelector('.action-widget :text("Print two digits a byte")');
};

export const states = [
  { name: 'new-sketch', enter: enterNewSketch, again: enterNewSketch },
  { name: 'new-sketch-name', enter: enterWrongName, again: enterWrongName },
  {
    name: 'new-sketch-open',
    async enter(page, actions) {
      await enterName(page, actions, 'greenhouse');
      await page.keyboard.press('Enter');
      await page.waitForSelector(message('For which device?'));
      await page.keyboard.type('Greenhouse 3 (1D743)');
      await page.keyboard.press('Enter');
      await page.waitForSelector('.tab.active:has-text("greenhouse.ino")');
      await page.click('.activitybar .action-label[aria-label*="Sigfox"]');
      await page.waitForSelector('.pane-body .monaco-list-row:has-text("matches the config")');
      await widen(page);
      await page.click('.view-line:has-text("Device:")');
    },
  },
  { name: 'snippet-preview', enter: enterPreview, again: enterPreview },
  {
    name: 'check-fixes',
    async enter(page) {
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+P');
      await page.keyboard.type('howTo.ino');
      await page.waitForSelector('.quick-input-list .monaco-list-row:has-text("howTo.ino")');
      await page.keyboard.press('Enter');
      await page.waitForSelector('.tab.active:has-text("howTo.ino")');
      await page.waitForSelector('.squiggly-error');
      await page.keyboard.press('Control+Shift+M');
      await page.waitForSelector('.markers-panel .monaco-list-row:has-text("hexDigits")');
      await enterFixes(page);
    },
    again: enterFixes,
  },
  {
    name: 'generated-firmware',
    async enter(page, { palette }) {
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+J');
      await palette(page, { title: 'View: Close All Editors' });
      await palette(page, { title: 'Sigfox: Generate Firmware from Payload Config' });
      await page.waitForSelector(message('The payload config'));
      await page.keyboard.type('temp::int:12 leak:1:bool:3 class:2:uint:8 counter::uint:24');
      await page.keyboard.press('Enter');
      await choose(page, 'A new page');
      await page.waitForSelector('.view-line:has-text("struct SigfoxPayload")');
    },
  },
];
