import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { eventually, inWindow, rowsOf, textsOf } from '../../support/window';
import { BoardEnd, until } from '../port';
import { button, closeMonitors, monitor, openMonitor } from './monitorPage';

const run = (command: string, ...args: unknown[]) =>
  vscode.commands.executeCommand(command, ...args);
const notes = (wanted: RegExp) =>
  eventually(
    () => monitor.texts('.row .note'),
    (all) => all.some((note) => wanted.test(note)),
  );

/** The clock of the extension host, in which five minutes pass when the test says so. */
class HurriedClock {
  private readonly setTimeout = globalThis.setTimeout;
  private readonly waiting: (() => void)[] = [];

  constructor() {
    const { setTimeout, waiting } = this;
    globalThis.setTimeout = new Proxy(setTimeout, {
      apply(real, self, argument: Parameters<typeof setTimeout>) {
        const [callback, delayMs] = argument;
        if (delayMs === 5 * 60_000) waiting.push(callback);
        return Reflect.apply(real, self, argument);
      },
    });
  }

  fiveMinutesPass(): number {
    for (const callback of this.waiting) callback();
    return this.waiting.length;
  }

  stop(): void {
    globalThis.setTimeout = this.setTimeout;
  }
}

export function describeJoined(): void {
  describe('a line of the monitor and its message', function () {
    this.timeout(120_000);
    const board = new BoardEnd();

    before(async () => {
      await run('sigfox.simulator.start');
      await run('sigfox.messages.focus');
      await openMonitor(board.address);
      await until(() => board.isOpen);
    });

    after(async () => {
      await closeMonitors();
      board.unplug();
      await run('workbench.actions.treeView.sigfox.messages.collapseAll');
    });

    it('show each other, the line decoded as the tree has it', async () => {
      board.say('AT$SF=41df4321\r\nOK\r\n');
      await notes(/^sent, on its way$/);
      await run('sigfox.simulator.sendUplink', '1D743', '41df4321');
      const beside = await notes(/^arrived after \d+\.\d s$/);
      assert.ok(beside.includes('temp 27.91 °C'), String(beside));
      // A port that had the same name before may have been shown so already; by now the page knows.
      const [isShown] = await monitor.attributes(button('Time'), 'aria-pressed');
      if (isShown !== 'true') await monitor.keys(button('Time'), 'Space');
      const [sentAt = ''] = await eventually(
        () => monitor.texts('.row:has-text("AT$SF=41df4321") .time'),
        (times) => times.length === 1,
      );
      const device =
        '.pane:has(.pane-header[aria-label^="Messages"]) .monaco-list-row:has-text("Greenhouse 3")';
      await inWindow({ do: 'click', selector: `${device} .monaco-tl-twistie` });
      const rows = await eventually(
        () => textsOf(rowsOf('Messages')),
        (all) => all.some((row) => /sent .* on pts\/\d+, \d+\.\d s before/.test(row)),
      );
      const row = rows.find((text) => / before/.test(text)) ?? '';
      assert.ok(row.includes(clockTime(sentAt)), `${row} does not say ${clockTime(sentAt)}`);
      const delays = [/after (\d+\.\d s)/.exec(beside.join()), /, (\d+\.\d s) before/.exec(row)];
      assert.equal(delays[0]?.[1], delays[1]?.[1]);
    });

    it('lead from the line to the message, by keyboard', async () => {
      await monitor.keys('.log', 'Home');
      await eventually(
        () => monitor.texts('.row.cursor .text'),
        (rows) => rows.length === 1,
      );
      for (let rows = 0; rows < 10; rows++) {
        const [text = ''] = await monitor.texts('.row.cursor .text');
        if (text.startsWith('AT$SF=41df4321')) break;
        await monitor.keys('.log', 'ArrowDown');
      }
      await monitor.keys('.log', 'Enter');
      const document = await eventually(
        () => vscode.window.activeTextEditor?.document.getText() ?? '',
        (text) => text.includes('41df4321'),
      );
      assert.match(document, /1D743/);
      await run('workbench.action.closeActiveEditor');
    });

    it('say that none has arrived after five minutes, and lead to the chain', async () => {
      const clock = new HurriedClock();
      try {
        board.say('AT$SF=0badcafe\r\nOK\r\n');
        await notes(/^sent, on its way$/);
        assert.ok(clock.fiveMinutesPass() > 0, 'nothing waits for five minutes');
      } finally {
        clock.stop();
      }
      await notes(/^not arrived after 5 min: check the chain$/);
      await run('workbench.action.togglePanel');
      await run('sigfox.serialMonitor.focus');
      await notes(/^not arrived after 5 min: check the chain$/);
      await monitor.click('.note:has-text("check the chain")');
      await inWindow({
        do: 'wait',
        selector: '.pane:has(.pane-header[aria-label^="Chain"]) .monaco-list:focus-within',
      });
    });

    it('take it back when the message comes after all', async () => {
      await run('sigfox.simulator.sendUplink', '1D743', '0badcafe');
      await eventually(
        () => monitor.texts('.row:has-text("AT$SF=0badcafe") .note'),
        (all) => all.some((note) => /^arrived after/.test(note)),
      );
      const all = await monitor.texts('.row .note');
      assert.ok(!all.some((note) => /not arrived/.test(note)), String(all));
    });

    it('warn beside a command that the modem will refuse', async () => {
      board.say('AT$SF=41000\r\nERROR: parse error\r\n');
      await notes(/^an odd number of digits: a leading zero is missing, the modem refuses it$/);
    });

    it('are decoded in a replayed log to the letter as they were', async () => {
      const decoded = () => monitor.texts('.row span.note');
      await run('workbench.action.toggleMaximizedPanel');
      const before = await eventually(decoded, (all) => all.includes('temp 27.91 °C'));
      assert.match(
        before.join(),
        /^temp .* °C,arrived after .* s,temp .* °C,arrived after .* s,an odd/,
      );
      const file = path.join(os.tmpdir(), `decoded-${process.pid}.seriallog`);
      await run('sigfox.serial.saveLog', file);
      await run('sigfox.serial.replayLog', file, 0);
      await monitor.saysOfPort(/^The log is played to its end\.$/);
      await eventually(decoded, (after) => after.join('|') === before.join('|'));
      await run('workbench.action.toggleMaximizedPanel');
      rmSync(file);
    });
  });
}

/** `14:02:09.123` of the page as the tree says it: `2:02:09 PM`. */
function clockTime(text: string): string {
  const [hours = 0, minutes = 0, seconds = 0] = text.split(/[:.]/).map(Number);
  const time = new Date(2026, 0, 1, hours, minutes, seconds);
  return new Intl.DateTimeFormat('en', { timeStyle: 'medium' }).format(time).replace(/\s/g, ' ');
}
