// A headless Chromium with the workbench in it, and what a person does there: the control channel of the tests and the
// screenshots share it.
import { spawnSync } from 'node:child_process';
import { chromium } from 'playwright-core';

export async function openBrowser(profile, { width = 1280, height = 800 } = {}) {
  const executablePath = spawnSync(
    'sh',
    ['-c', 'command -v chromium || command -v google-chrome'],
    {
      encoding: 'utf8',
    },
  ).stdout.trim();
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    viewport: { width, height },
    serviceWorkers: 'allow',
    permissions: ['clipboard-read', 'clipboard-write'],
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  const page = context.pages()[0] ?? (await context.newPage());
  page.setDefaultTimeout(30_000);
  return { context, page };
}

/** The page of one of our views, by its title: a frame within a frame of the window. */
export async function pageTitled(page, title) {
  for (let waited = 0; waited < 20_000; waited += 200) {
    for (const frame of page.frames()) {
      if ((await frame.title().catch(() => '')) === title) return frame;
    }
    await page.waitForTimeout(200);
  }
  throw new Error(`there is no page "${title}"`);
}

/** What a test may do within a page. */
const pageActions = {
  texts: (frame, { selector }) =>
    frame.$$eval(selector, (found) => found.map((element) => element.innerText ?? '')),
  attributes: (frame, { selector, name }) =>
    frame.$$eval(selector, (found, of) => found.map((element) => element.getAttribute(of)), name),
  click: (frame, { selector }) => frame.click(selector, { timeout: 30_000 }),
  focus: (frame, { selector }) => frame.focus(selector, { timeout: 30_000 }),
  press: (frame, { selector, key }) => frame.press(selector, key, { timeout: 30_000 }),
  fill: (frame, { selector, text }) => frame.fill(selector, text, { timeout: 30_000 }),
  /** With the mouse, from one part of the width to another. */
  drag: async (frame, { selector, from, to }) => {
    const { x, y, width, height } = await frame.locator(selector).boundingBox();
    const { mouse } = frame.page();
    await mouse.move(x + width * from, y + height / 2);
    await mouse.down();
    await mouse.move(x + width * to, y + height / 2, { steps: 5 });
    await mouse.up();
  },
  select: (frame, { selector, value }) => frame.selectOption(selector, value, { timeout: 30_000 }),
  value: (frame, { selector }) => frame.inputValue(selector, { timeout: 30_000 }),
  evaluate: (frame, { script }) => frame.evaluate(script),
};

/** What a test or a screenshot may do with the window; every action takes one plain record. */
export const actions = {
  screenshot: (page, { path }) => page.screenshot({ path }).then(() => path),
  /** On what has the keyboard, or on one element alone. */
  press: (page, { key, selector, timeout = 30_000 }) =>
    selector ? page.press(selector, key, { timeout }) : page.keyboard.press(key),
  fill: (page, { selector, text, timeout = 30_000 }) => page.fill(selector, text, { timeout }),
  type: (page, { text }) => page.keyboard.type(text),
  click: (page, { selector, button = 'left', timeout = 30_000 }) =>
    page.click(selector, { button, timeout }),
  hover: (page, { selector, timeout = 30_000 }) => page.hover(selector, { timeout }),
  wait: (page, { selector, timeout = 30_000 }) =>
    page.waitForSelector(selector, { timeout }).then(() => true),
  waitGone: (page, { selector, timeout = 30_000 }) =>
    page.waitForSelector(selector, { timeout, state: 'detached' }).then(() => true),
  texts: (page, { selector }) =>
    page.$$eval(selector, (elements) => elements.map((element) => element.innerText)),
  attributes: (page, { selector, name }) =>
    page.$$eval(selector, (found, of) => found.map((element) => element.getAttribute(of)), name),
  value: (page, { selector, timeout = 30_000 }) => page.inputValue(selector, { timeout }),
  inPage: async (page, { title, act, ...argument }) =>
    pageActions[act](await pageTitled(page, title), argument),
  evaluate: (page, { script }) => page.evaluate(script),
  /** What is typed before the list of commands has come may be lost: it is filled in until the command is in front. */
  palette: async (page, { title }) => {
    const box = '.quick-input-widget .quick-input-box input';
    const command = title.replace(/^>/, '');
    const row = `.quick-input-list .monaco-list-row.focused:has-text(${JSON.stringify(command)})`;
    // A pick that is just closing would swallow the key.
    await page
      .waitForSelector('.quick-input-widget', { state: 'hidden', timeout: 3_000 })
      .catch(() => {});
    for (let tries = 10; ; tries--) {
      try {
        if (!(await page.isVisible(box))) await page.keyboard.press('F1');
        await page.fill(box, `>${command}`, { timeout: 5_000 });
        await page.waitForSelector(row, { timeout: 5_000 });
        break;
      } catch (error) {
        if (tries === 0) throw error;
      }
    }
    await page.press(box, 'Enter');
  },
};
