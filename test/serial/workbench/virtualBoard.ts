import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { ourExtension } from '../../support/ourExtension';
import { eventually, inWindow, pick, rowsOf, textsOf } from '../../support/window';
import { monitor } from './monitorPage';

const run = (command: string, ...args: unknown[]) =>
  vscode.commands.executeCommand(command, ...args);

/** As far as this test uses what the extension gives to others. */
interface Api {
  ports(): Promise<{
    lease(
      port: { readonly address: string; readonly identity: object },
      name: string,
      signal: AbortSignal,
    ): Promise<{ release(): Promise<void> }>;
  }>;
}

/** Opens the virtual board by the picker, as a person does. */
async function openBoard(): Promise<void> {
  const opening = run('sigfox.serial.open');
  const row = '.quick-input-list .monaco-list-row:has-text("Arduino Mega")';
  await inWindow({ do: 'wait', selector: row });
  const [text] = await textsOf(row);
  assert.match(text ?? '', /USB 2341:0042 · serial number VIRTUALMEGA0001 · on the remote machine/);
  await pick('Arduino Mega');
  await pick('115200');
  await opening;
}

export function describeVirtualBoard(): void {
  describe('the serial monitor on the virtual board', function () {
    this.timeout(120_000);
    let address = '';

    it("shows the how-to's lines through a real pseudo-terminal, and joins them with the message", async () => {
      await run('sigfox.simulator.start');
      await run('sigfox.simulator.startBoard', 'mega-telit');
      await run('sigfox.messages.focus');
      await run('sigfox.simulator.setTemperature', 23);
      await openBoard();
      const opened = (await monitor.sees(/^pts\/\d+ is open at 115200 baud\.$/)).find((text) =>
        /^pts\/\d+ is open/.test(text),
      );
      address = `/dev/${/^(pts\/\d+) is open/.exec(opened ?? '')?.[1] ?? ''}`;
      await monitor.sees(/^Sigfox thermometer$/);
      await monitor.sees(/^modem: ready$/);
      await monitor.sees(/^temp=23\.?0* AT\$SF=41B80000/);
      const notes = await eventually(
        () => monitor.texts('span.note'),
        (all) => all.some((note) => /^arrived after \d+\.\d s$/.test(note)),
      );
      assert.ok(
        notes.some((note) => /23/.test(note)),
        String(notes),
      );
      await monitor.sees(/^modem: OK$/);
      // The chain has a row that names the board as well; only a device can be unfolded.
      const row = '.pane-body .monaco-list-row[aria-expanded="false"]:has-text("Virtual Board")';
      await inWindow({ do: 'click', selector: `${row} .monaco-tl-twistie` });
      await eventually(
        () => textsOf(rowsOf('Messages')),
        (rows) => rows.some((text) => /sent .* on pts\/\d+, \d+\.\d s before/.test(text)),
      );
    });

    it('lets go of the port for an upload and has every line of the new sketch', async () => {
      const api = (await ourExtension().activate()) as Api;
      const ports = await api.ports();
      const identity = { vendorId: '2341', productId: '0042', serialNumber: 'VIRTUALMEGA0001' };
      const lease = await ports.lease(
        { address, identity },
        'Upload',
        new AbortController().signal,
      );
      await monitor.saysOfPort(/is lent to an upload and comes back by itself\.$/);
      const hex = path.join(ourExtension().extensionPath, 'media/firmware/thermometer-mega.hex');
      const avrdude = process.env['SERIAL_AVRDUDE'] ?? 'avrdude';
      const args = ['-p', 'atmega2560', '-c', 'wiring', '-b', '115200', '-P', address, '-D'];
      await promisify(execFile)(avrdude, [...args, '-U', `flash:w:${hex}:i`]);
      await lease.release();
      await monitor.hasLogged((lines) => {
        const at = lines.findLastIndex((line) => / is open at 115200 baud\.$/.test(line));
        const lent = lines.findLastIndex((line) => / is lent to an upload\.$/.test(line));
        return lent >= 0 && at > lent && lines.slice(at).includes('Sigfox thermometer');
      });
    });

    it('finds the board again under another name (F1)', async () => {
      await run('sigfox.simulator.stopBoard');
      await monitor.saysOfPort(/ is gone\. Waiting for it to come back\.$/);
      await run('sigfox.simulator.startBoard', 'mega-telit');
      await monitor.hasLogged((lines) => {
        const gone = lines.findLastIndex((line) => / is gone\./.test(line));
        return gone >= 0 && lines.slice(gone).includes('Sigfox thermometer');
      });
    });
  });
}
