import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { eventually, pickPath, textsOf } from '../../support/window';
import { BoardEnd, until } from '../port';
import { button, closeMonitors, monitor, openMonitor, plotter } from './monitorPage';

const run = (command: string, ...args: unknown[]) =>
  vscode.commands.executeCommand(command, ...args);
const legend = (wanted: string) =>
  eventually(
    () => plotter.texts('.legend .series'),
    (all) => all.join() === wanted,
  );
const status = (wanted: RegExp) =>
  eventually(
    async () => (await plotter.texts('.bar .quiet')).join(),
    (text) => wanted.test(text),
  );
const label = (wanted: RegExp) =>
  eventually(
    async () => (await plotter.attributes('.picture', 'aria-label')).join(),
    (text) => wanted.test(text),
  );
const pressed = (name: string) => plotter.attributes(button(name), 'aria-pressed');

export function describePlotterPage(): void {
  describe("the plotter's page", function () {
    this.timeout(120_000);
    const board = new BoardEnd();
    const folder = mkdtempSync(path.join(os.tmpdir(), 'plot-'));

    before(async () => {
      await openMonitor(board.address);
      await until(() => board.isOpen);
      board.say('temp:27.5,hum:94\r\nMessage sent: OK\r\n>pressure:1013§hPa\r\n');
      await monitor.sees(/^>pressure/);
      await run('sigfox.serial.openPlotter');
    });

    after(async () => {
      board.unplug();
      rmSync(folder, { recursive: true, force: true });
      await closeMonitors();
    });

    it("draws values of Arduino's and of Teleplot's format, those of before and new ones", async () => {
      await legend('temp 27.5,hum 94,pressure 1013');
      board.say('>temp:28\r\n');
      await legend('temp 28,hum 94,pressure 1013');
      await status(/^4 values · 30 s shown$/);
      await label(/^Plot of .*, from .* to .* · 4 values · 30 s shown$/);
    });

    it('zooms by keyboard, stays there, and follows again', async () => {
      await plotter.keys('.picture', '+');
      await status(/ · 15 s shown$/);
      assert.deepEqual(await pressed('Pause'), ['true']);
      await plotter.keys('.picture', '-', '-', 'ArrowLeft');
      await status(/ · 60 s shown$/);
      await plotter.keys('.picture', 'Escape');
      await status(/ · 30 s shown$/);
      assert.deepEqual(await pressed('Pause'), ['false']);
    });

    it('zooms into what the mouse is dragged over', async () => {
      await plotter.drag('.u-over', 0.25, 0.75);
      await status(/ · (14|15|16)(\.\d+)? s shown$/);
      await plotter.click(button('Reset Zoom'));
      await status(/ · 30 s shown$/);
    });

    it('keeps a fixed scale, whatever comes', async () => {
      await plotter.type('input[title="Lowest value"]', '-10', 'Enter');
      await plotter.type('input[title="Highest value"]', '2000', 'Enter');
      await label(/, from -10 to 2,000 /);
      assert.deepEqual(await pressed('Fixed Scale'), ['true']);
      board.say('temp:99999\r\n');
      await legend('temp 99999,hum 94,pressure 1013');
      await label(/, from -10 to 2,000 /);
      await plotter.keys(button('Fixed Scale'), 'Space');
      await label(/, from -?[\d,.]+ to 1\d\d,\d00 /);
    });

    it('holds the picture while it is paused, takes values in, and shows them afterwards', async () => {
      board.say('temp:1\r\n');
      await legend('temp 1,hum 94,pressure 1013');
      await plotter.keys(button('Pause'), 'Space');
      const [held = ''] = await plotter.attributes('.picture', 'aria-label');
      const [, scale = assert.fail(held)] = /(from .* to [^ ]+) /.exec(held) ?? [];
      board.say('temp:5000000\r\n');
      await legend('temp 5000000,hum 94,pressure 1013');
      const [still = ''] = await plotter.attributes('.picture', 'aria-label');
      assert.ok(still.includes(`${scale} · 7 values`), `${still} is not ${scale}`);
      await plotter.keys(button('Pause'), 'Space');
      await label(/ to 5,\d+,000 /);
    });

    it('is set as it was when it comes back', async () => {
      await plotter.type('input[title="Seconds shown"]', '7', 'Enter');
      await status(/ · 7 s shown$/);
      await run('sigfox.serialMonitor.focus');
      await monitor.sees(/./);
      await run('sigfox.serial.openPlotter');
      await legend('temp 5000000,hum 94,pressure 1013');
      await status(/^7 values · 7 s shown$/);
    });

    it('exports a table and a picture where the person says', async () => {
      const table = await exported('Export CSV…', 'table.csv');
      const lines = table.toString().split('\r\n');
      assert.equal(lines[0], 'time,"temp","hum","pressure"');
      // The first two came with one line and share a time; what came with the next may.
      assert.match(lines[1] ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z,27\.5,94,(1013)?$/);
      assert.equal(table.toString().match(/,5000000,,$/m)?.length, 1);
      const picture = await exported('Export PNG…', 'picture.png');
      assert.equal(picture.subarray(0, 8).toString('latin1'), '\u0089PNG\r\n\u001a\n');
      const [size] = await plotter.attributes('.uplot canvas', 'width');
      assert.equal(String(picture.readUInt32BE(16)), size);
      assert.ok(picture.length > 1_000, `${picture.length} bytes`);
    });

    it('says so when it cannot be saved there', async () => {
      const file = path.join(folder, 'missing', 'x.seriallog');
      const saving = run('sigfox.serial.saveLog', file);
      const toasts = await eventually(
        () => textsOf('.notifications-toasts .notification-list-item-message'),
        (texts) => texts.length > 0,
      );
      assert.match(toasts[0] ?? '', /^Could not save to ".*x\.seriallog": ENOENT/);
      await run('notifications.clearAll');
      await saving;
    });

    it('forgets what was drawn when it is cleared', async () => {
      await plotter.click(button('Clear'));
      await legend('');
      assert.match((await plotter.texts('.waiting')).join(), /^No values yet\. Lines such as/);
    });

    async function exported(name: string, file: string): Promise<Buffer> {
      await plotter.click(button(name));
      const target = path.join(folder, file);
      await pickPath('Export Plot', target, () => contentOf(target).length > 0);
      return contentOf(target);
    }
  });
}

function contentOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    // Not written yet.
    return Buffer.alloc(0);
  }
}
