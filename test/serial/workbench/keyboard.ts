import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, inWindow } from '../../support/window';
import { BoardEnd, until } from '../port';
import { closeMonitors, monitor, openMonitor } from './monitorPage';

const press = async (...keys: readonly string[]) => {
  for (const key of keys) await inWindow({ do: 'press', key });
};
const type = (text: string) => inWindow({ do: 'type', text });
const rowsAre = (wanted: RegExp) =>
  eventually(
    () => monitor.rows(),
    (rows) => wanted.test(rows.join('|')),
  );

/** Nothing here touches the mouse: Tab leads to each control, as for somebody who has none. */
export function describeKeyboard(): void {
  describe('the serial monitor, by keyboard only', function () {
    this.timeout(120_000);
    const board = new BoardEnd();
    const heard = () => Buffer.from(board.heard).toString();
    const hears = (wanted: RegExp) => eventually(heard, (text) => wanted.test(text));

    before(async () => {
      await openMonitor(board.address);
      await until(() => board.isOpen);
      board.say('temp 1\nhum 2\ntemp 3\n');
      await rowsAre(/^temp 1\|hum 2\|temp 3$/);
      await vscode.commands.executeCommand('sigfox.serialMonitor.focus');
    });

    after(async () => {
      await closeMonitors();
      board.unplug();
    });

    it('filters, and shows all again', async () => {
      await monitor.tabTo('Filter');
      await type('temp');
      await press('Enter');
      await rowsAre(/^temp 1\|temp 3$/);
      board.say('hum 4\ntemp 5\n');
      await rowsAre(/^temp 1\|temp 3\|temp 5$/);
      await press('Control+a', 'Delete', 'Enter');
      await rowsAre(/^temp 1\|hum 2\|temp 3\|hum 4\|temp 5$/);
    });

    it('searches, and goes on to the next and back', async () => {
      const at = (wanted: string) =>
        eventually(
          () => monitor.texts('.row.cursor .text'),
          (rows) => rows.join() === wanted,
        );
      await monitor.tabTo('Serial log');
      await press('Home', 'Control+f');
      await type('temp');
      await press('Enter');
      await at('temp 1');
      await press('Enter');
      await at('temp 3');
      await press('Shift+Enter');
      await at('temp 1');
      await press('Escape');
      assert.equal(await monitor.focused(), 'Serial log');
      await monitor.tabTo('Follow', 'Shift+Tab');
      await press('Space');
    });

    it('sends, and brings back what was sent before', async () => {
      await monitor.tabTo('Type a line');
      await type('AT');
      await press('Enter');
      await type('AT$I=10');
      await press('Enter');
      await hears(/^AT\nAT\$I=10\n$/);
      // On screen, and with it in the history of the page.
      await monitor.sees(/AT\$I=10$/);
      await type('draft');
      await press('ArrowUp', 'ArrowUp', 'ArrowDown', 'ArrowUp', 'Enter');
      await hears(/^AT\nAT\$I=10\nAT\n$/);
      await press('ArrowUp', 'ArrowDown');
      assert.deepEqual(await monitor.attributes('input.line:focus', 'aria-label'), [
        'Type a line and press Enter',
      ]);
    });

    it('sends bytes with another line ending or none', async () => {
      board.heard.length = 0;
      await monitor.tabTo('Bytes');
      await press('Space');
      await monitor.tabTo('Bytes in', 'Shift+Tab');
      await type('41 0d ff');
      await press('Enter');
      await until(() => Buffer.from(board.heard).toString('hex') === '410dff');
      await monitor.tabTo('Bytes');
      await press('Space');
    });

    it('repeats a line, faster when told so, and stops', async () => {
      board.heard.length = 0;
      await monitor.tabTo('Type a line', 'Shift+Tab');
      await type('x');
      await monitor.tabTo('every');
      await press('Control+a');
      await type('20');
      await monitor.tabTo('Repeat');
      await press('Enter');
      await hears(/^(x\n){5}/);
      await eventually(
        () => monitor.focused(),
        (name) => name === 'Stop',
      );
      await press('Enter');
      await eventually(
        () => monitor.focused(),
        (name) => name === 'Repeat',
      );
      // Nothing of the cycle comes behind what is sent next, and next but one.
      await monitor.tabTo('Type a line', 'Shift+Tab');
      await press('Control+a');
      await type('end');
      await press('Enter');
      await hears(/end\n$/);
      await type('really');
      await press('Enter');
      await hears(/end\nreally\n$/);
    });

    it('holds the view and lets it go on', async () => {
      await monitor.tabTo('Pause', 'Shift+Tab');
      await press('Space');
      await monitor.saysOfPort(/^Paused · 0 new$/);
      board.say('unseen\n');
      await monitor.saysOfPort(/^Paused · 1 new$/);
      assert.ok(!(await monitor.rows()).includes('unseen'));
      await monitor.tabTo('Resume', 'Shift+Tab');
      await press('Enter');
      await monitor.sees(/^unseen$/);
    });

    it('shows bytes, and text again', async () => {
      board.say('AT$SF=0102\r\n');
      await monitor.sees(/^AT\$SF=0102/);
      await monitor.tabTo('Hex');
      await press('Space');
      await monitor.sees(/ 53 46 3d/);
      await press('Space');
      await monitor.sees(/^AT\$SF=0102/);
    });

    it('goes through the log and copies rows', async () => {
      await monitor.tabTo('Serial log');
      await press('Home', 'Shift+ArrowDown', 'Shift+ArrowDown');
      await eventually(
        () => monitor.texts('.row.selected .text'),
        // The first row is the note that the port is open.
        (rows) => rows.slice(1).join() === 'temp 1,hum 2',
      );
      await press('Control+c');
      await eventually(
        async () => vscode.env.clipboard.readText(),
        (text) => text.endsWith('temp 1\nhum 2\n'),
      );
      await press('End');
      await eventually(
        () => monitor.attributes('button:text-is("Follow")', 'aria-pressed'),
        (states) => states.join() === 'true',
      );
    });

    it('clears, and closes the port', async () => {
      await monitor.tabTo('Clear', 'Shift+Tab');
      await press('Enter');
      await rowsAre(/^$/);
      await monitor.tabTo('Close', 'Shift+Tab');
      await press('Enter');
      await until(() => !board.isOpen);
      await monitor.saysOfPort(/^No port is open\.$/);
    });
  });
}
