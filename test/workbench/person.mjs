// What a person does in the window, in the words of the screenshots.
export const row = (text) => `.pane-body .monaco-list-row:has-text(${JSON.stringify(text)})`;
/** Does nothing to a row that is unfolded already. */
export const unfold = async (page, text) => {
  await page.waitForSelector(row(text));
  const folded = `.monaco-list-row[aria-expanded="false"]:has-text(${JSON.stringify(text)})`;
  const twistie = page.locator(`.pane-body ${folded} .monaco-tl-twistie`).first();
  if ((await twistie.count()) > 0) await twistie.click();
};

/** Chooses an entry of the quick pick that a command has opened. */
export async function choose(page, text) {
  const entry = `.quick-input-list .monaco-list-row:has-text(${JSON.stringify(text)})`;
  await page.waitForSelector(entry);
  await page.click(entry);
}

export async function plant(page, { palette }, fault) {
  await palette(page, { title: 'Sigfox: Plant Fault' });
  await choose(page, fault);
}

/** The side bar comes narrow; rows are easier to read in a wider one. */
export async function widen(page) {
  const { x, y, width, height } = await page.locator('.part.sidebar').boundingBox();
  await page.mouse.move(x + width, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width + 200, y + height / 2, { steps: 5 });
  await page.mouse.up();
}

/** Opens the serial monitor on a port that is typed, at the usual speed. */
export async function openPort(page, { palette }, address) {
  await palette(page, { title: 'Sigfox: Open Serial Monitor' });
  await choose(page, 'Enter a Port');
  await page.waitForSelector('.quick-input-list .monaco-list-row', { state: 'hidden' });
  await page.keyboard.type(address);
  await page.keyboard.press('Enter');
  await choose(page, '115200');
}
