import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../../support/window';
import { button, closeMonitors, monitor, openMonitor } from './monitorPage';

/** A board in a program of its own, which says what it hears: it outlives the window. */
const address = process.env['SERIAL_ECHO'] ?? '';
const isOn = (name: string) => monitor.attributes(button(name), 'aria-pressed');

export function describeBeforeReload(): void {
  describe('a serial monitor, before the window is reloaded', function () {
    this.timeout(120_000);

    it('is set to taste and has said and heard something', async () => {
      await closeMonitors();
      await openMonitor(address, 57_600);
      await monitor.sees(/ is open at 57600 baud\.$/);
      await monitor.type('input.line', 'before the reload', 'Enter');
      await eventually(
        () => monitor.texts('.row.received .text'),
        (rows) => rows.join() === 'before the reload',
      );
      await monitor.keys(button('Time'), 'Space');
      await monitor.keys(button('Controls'), 'Space');
      await monitor.type('input.filter', 'reload', 'Enter');
      await monitor.saysOfPort(/^2 of \d+ lines match "reload"\.$/);
      // In a browser the editor keeps the state of its views every five seconds, and not when it is closed.
      await new Promise((resolve) => setTimeout(resolve, 7_000));
    });
  });
}

export function describeAfterReload(): void {
  describe('a serial monitor, after the window was reloaded', function () {
    this.timeout(120_000);
    before(() => vscode.commands.executeCommand('sigfox.serialMonitor.focus'));
    after(() => closeMonitors());

    it('is there again with its log, its settings and what was sent', async () => {
      await monitor.saysOfPort(/^\d of \d+ lines match "reload"\.$/);
      const rows = await monitor.sees(/^before the reload/);
      assert.equal(rows.filter((row) => row === 'before the reload␤').length, 2, String(rows));
      assert.deepEqual(
        [await isOn('Time'), await isOn('Controls'), await isOn('Hex')],
        [['true'], ['true'], ['false']],
      );
      assert.match((await monitor.texts('.row .time'))[0] ?? '', /^\d\d:\d\d:\d\d\.\d{3}$/);
    });

    it('goes on with the port in the same log', async () => {
      await monitor.keys('.state button', 'Enter');
      await eventually(
        () => monitor.texts('.row.note .text'),
        (all) => all.filter((note) => / is open at 57600 baud\.␤$/.test(note)).length === 2,
      );
      await monitor.keys('input.line', 'ArrowUp', 'Enter');
      await eventually(
        () => monitor.texts('.row.received .text'),
        (rows) => rows.length === 2,
      );
    });
  });
}
