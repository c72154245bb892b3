import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { eventually, inWindow, textsOf } from '../../support/window';
import { BoardEnd, until } from '../port';
import { button, closeMonitors, monitor, openMonitor } from './monitorPage';

const run = (command: string, ...args: unknown[]) =>
  vscode.commands.executeCommand(command, ...args);

/** A port with a name of its own, whose board is pulled and plugged. */
class Socket {
  readonly address: string;
  private readonly folder = mkdtempSync(path.join(os.tmpdir(), 'dev-'));
  board = new BoardEnd();

  constructor(name: string) {
    this.address = path.join(this.folder, name);
    symlinkSync(this.board.address, this.address);
  }

  unplug(): void {
    rmSync(this.address, { force: true });
    this.board.unplug();
  }

  plug(): void {
    this.board = new BoardEnd();
    symlinkSync(this.board.address, this.address);
  }
}

/** Programs that have a port, by the names that the system gives them. */
const holders = [
  {
    what: 'a program',
    program: 'picocom',
    words: /^".+" is in use by "picocom" \(process \d+\)\. Close it there first\.$/,
  },
  {
    what: 'ModemManager, and how to stop it',
    program: 'ModemManager',
    words:
      /^ModemManager holds ".+": it takes the board for a telephone modem\. Stop it, or wait half a minute after plugging in\. > sudo systemctl stop ModemManager$/,
  },
  {
    what: 'another window',
    program: 'node',
    host: '--type=extensionHost',
    words: /^Another window of the editor holds ".+" \(process \d+\)\. Close its serial monitor\.$/,
  },
];

export function describeMonitor(): void {
  describe('the serial monitor', function () {
    this.timeout(120_000);
    const socket = new Socket('ttyACM0');
    const say = (text: string | Uint8Array) => socket.board.say(text);
    const close = () => monitor.click('.tabs .close');
    const closeActive = () => monitor.click('.tabs .tab[aria-selected="true"] + .close');
    after(async () => {
      await closeMonitors();
      socket.unplug();
    });

    it('offers ports and says on which machine it looked (F7)', async () => {
      const asking = run('sigfox.serial.open');
      const rows = await eventually(
        () => textsOf('.quick-input-list .monaco-list-row'),
        (all) => all.some((row) => row.includes('Enter a Port')),
      );
      assert.ok(rows.length > 0);
      const placeholder = (await inWindow({
        do: 'attributes',
        selector: '.quick-input-box input',
        name: 'placeholder',
      })) as string[];
      assert.match(placeholder[0] ?? '', /^(Ports|No ports) on the remote machine/);
      await inWindow({ do: 'press', key: 'Escape' });
      await asking;
    });

    it('says that a port is not there, and what to do', async () => {
      await openMonitor('/dev/ttyACM99');
      await monitor.saysOfPort(
        /^"\/dev\/ttyACM99" is not there\. Plug the board in, or choose another port\.$/,
      );
      await close();
    });

    it('says who may open a port that it may not, and how to become one (F6)', async () => {
      // The kernel lets nobody write here, the administrator included.
      const folder = mkdtempSync(path.join(os.tmpdir(), 'dev-'));
      const denied = path.join(folder, 'ttyUSB7');
      symlinkSync('/sys/kernel/uevent_seqnum', denied);
      await openMonitor(denied);
      await monitor.saysOfPort(
        /^You may not open ".+ttyUSB7": the system lets only its administrator do that\. Give your account access to it\. > sudo setfacl -m u:\S+:rw \S+ttyUSB7$/,
      );
      await close();
      rmSync(folder, { recursive: true });
    });

    it('shows what the board says and sends what is typed, times and history by keyboard', async () => {
      await openMonitor(socket.address);
      await until(() => socket.board.isOpen);
      say('hello °C\r\n');
      await monitor.sees(/^hello °C$/);
      await monitor.type('input.line', 'AT', 'Enter');
      await until(() => Buffer.from(socket.board.heard).toString() === 'AT\n');
      await monitor.sees(/AT$/);
      await monitor.keys('input.line', 'ArrowUp', 'Enter');
      await until(() => Buffer.from(socket.board.heard).toString() === 'AT\nAT\n');
      await monitor.keys(button('Time'), 'Space');
      await eventually(
        () => monitor.texts('.row .time'),
        (times) => times.length > 2 && times.every((time) => /^\d\d:\d\d:\d\d\.\d{3}$/.test(time)),
      );
    });

    it('obeys no escape sequence but colours, and shows NUL and invalid UTF-8 (H5)', async () => {
      say('\u001b]0;owned\u0007a\u001b]52;c;ZXZpbA==\u0007b\u001b[2J\u001b[31mred\u001b[0m\n');
      await monitor.sees(/^abred$/);
      say(Uint8Array.of(0x78, 0, 0x79, 0xc3, 0x28, 0x0a));
      await monitor.sees(/^xy\ufffd\($/);
      await monitor.keys(button('Controls'), 'Space');
      await monitor.sees(/^x␀y\ufffd\(␤$/);
      await monitor.keys(button('Controls'), 'Space');
      assert.ok(!(await textsOf('.window-title, title')).some((title) => title.includes('owned')));
    });

    it('shows bytes and ASCII by keyboard', async () => {
      say('AT$SF=0102\r\n');
      await monitor.keys(button('Hex'), 'Space');
      await monitor.sees(/^41 54 24 53 46 3d 30 31 30 32 +AT\$SF=0102/);
      await monitor.keys(button('Hex'), 'Space');
      await monitor.sees(/^AT\$SF=0102/);
    });

    it('filters and searches by keyboard', async () => {
      say('temp 1\nhum 2\ntemp 3\n');
      await monitor.sees(/^temp 3$/);
      await monitor.type('input.filter', 'temp', 'Enter');
      await monitor.saysOfPort(/lines match "temp"\.$/);
      await eventually(
        () => monitor.rows(),
        (rows) => rows.join() === 'temp 1,temp 3',
      );
      await monitor.type('input.filter', '', 'Enter');
      await monitor.type('input.search', 'hello', 'Enter');
      await eventually(
        () => monitor.texts('.row.cursor .text'),
        (rows) => rows.some((row) => row.startsWith('hello')),
      );
      await monitor.keys(button('Follow'), 'Space');
    });

    it('holds the view by keyboard while the port goes on', async () => {
      await monitor.keys(button('Pause'), 'Space');
      await monitor.saysOfPort(/^Paused · 0 new$/);
      say('while paused\n');
      await monitor.saysOfPort(/^Paused · [1-9] new$/);
      await monitor.keys('.state button', 'Enter');
      await monitor.sees(/^while paused$/);
    });

    it('repeats a line until it is stopped, by keyboard', async () => {
      socket.board.heard.length = 0;
      await monitor.type('input[type="number"]', '100');
      await monitor.type('input.line', 'x');
      await monitor.keys(button('Repeat'), 'Enter');
      await until(() => socket.board.heard.length >= 6);
      await eventually(
        () => monitor.texts('.send button'),
        (all) => all.includes('Stop'),
      );
      await monitor.keys(button('Stop'), 'Enter');
      await eventually(
        () => monitor.texts('.send button'),
        (all) => all.includes('Repeat'),
      );
    });

    it('copies everything, not only what is on screen', async () => {
      say(`${Array.from({ length: 200 }, (_, at) => `copy ${at}`).join('\n')}\n`);
      await monitor.sees(/^copy 199$/);
      await monitor.click(button('Copy All'));
      const text = await eventually(
        async () => vscode.env.clipboard.readText(),
        (copied) => copied.includes('copy 199'),
      );
      assert.ok(text.includes('hello °C') && text.includes('copy 0\n'));
    });

    it('clears for real', async () => {
      await monitor.click(button('Clear'));
      await eventually(
        () => monitor.texts('.row .text'),
        (rows) => rows.length === 0,
      );
      say('after\n');
      await eventually(
        () => monitor.rows(),
        (rows) => rows.join() === 'after',
      );
    });

    it('takes a megabyte without newline and lives', async () => {
      say(new Uint8Array(1024 * 1024).fill(0x61));
      await until(() => socket.board.isOpen);
      say('\nalive\n');
      await monitor.sees(/^alive$/);
      const [status] = await monitor.texts('.status');
      // One row for "after", 256 of 4 KiB, one for "alive".
      assert.match(status ?? '', /^258 lines/);
    });

    it('saves the log, and replays it to the same rows', async () => {
      await monitor.click(button('Clear'));
      await eventually(
        () => monitor.rows(),
        (all) => all.length === 0,
      );
      say('temp:1.5\n\u001b[31mred °\u001b[0m\r\nAT$SF=01\n');
      await monitor.sees(/^AT\$SF=01/);
      const rows = await monitor.rows();
      const file = path.join(os.tmpdir(), `saved-${process.pid}.seriallog`);
      await run('sigfox.serial.saveLog', file);
      await run('sigfox.serial.replayLog', file, 0);
      await monitor.saysOfPort(/^The log is played to its end\.$/);
      const replayed = await eventually(
        () => monitor.rows(),
        (all) => all.length === rows.length,
      );
      assert.deepEqual(replayed, rows);
      const again = `${file}.again.seriallog`;
      await run('sigfox.serial.saveLog', again);
      const frames = (name: string) => {
        const bytes = readFileSync(name);
        return bytes.subarray(bytes.indexOf(0x0a) + 1).toString('hex');
      };
      assert.equal(frames(again), frames(file));
      rmSync(file);
      rmSync(again);
      await closeActive();
    });

    it('waits for a board that was unplugged, and goes on with log and settings (F1)', async () => {
      say('before\n');
      await monitor.sees(/^before$/);
      socket.unplug();
      await monitor.saysOfPort(/^ttyACM0 is gone\. Waiting for it to come back\.$/);
      socket.plug();
      await until(() => socket.board.isOpen);
      say('back\n');
      await monitor.sees(/^back$/);
      const rows = await monitor.texts('.row .text');
      assert.ok(rows.includes('before') && rows.includes('ttyACM0 is open at 115200 baud.'));
    });

    it('outlives a port that vanishes a second after it was plugged in', async () => {
      socket.unplug();
      await monitor.saysOfPort(/is gone/);
      socket.plug();
      await until(() => socket.board.isOpen);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      socket.unplug();
      await monitor.saysOfPort(/is gone/);
      socket.plug();
      await until(() => socket.board.isOpen);
      say('still here\n');
      await monitor.sees(/^still here$/);
    });

    for (const { what, program, host = 'sh', words } of holders) {
      it(`names who holds a port: ${what} (F6)`, async () => {
        const other = new BoardEnd();
        const folder = mkdtempSync(path.join(os.tmpdir(), 'held-'));
        const named = path.join(folder, program);
        copyFileSync('/usr/bin/flock', named);
        // The lock is for this program alone, not for the one that it waits for.
        const holder = spawn(named, ['-o', other.address, 'sh', '-c', 'sleep 60', host], {
          stdio: 'ignore',
          detached: true,
        });
        await until(() => other.isOpen);
        await openMonitor(other.address);
        await monitor.saysOfPort(words);
        process.kill(-(holder.pid ?? assert.fail('it did not start')));
        other.unplug();
        rmSync(folder, { recursive: true });
        await closeActive();
      });
    }

    it('says that a service takes every port of the kind away, and how to be rid of it (F6)', async () => {
      const folder = mkdtempSync(path.join(os.tmpdir(), 'dev-'));
      copyFileSync('/usr/bin/sleep', path.join(folder, 'brltty'));
      const service = spawn(path.join(folder, 'brltty'), ['60'], { stdio: 'ignore' });
      await openMonitor(path.join(folder, 'ttyUSB9'));
      await monitor.saysOfPort(
        /^The braille service "brltty" takes ".+ttyUSB9" for itself\. Remove it if you have no braille display, then plug the board in again\. > sudo apt remove brltty$/,
      );
      service.kill();
      rmSync(folder, { recursive: true });
      await closeActive();
    });

    it('shows no toast for any of this', async () => {
      assert.deepEqual(await textsOf('.notifications-toasts .notification-list-item-message'), []);
    });
  });
}
