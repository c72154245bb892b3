import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { toasts } from '../../support/notices';
import { eventually, inWindow, textsOf } from '../../support/window';
import { answer, openSketch, run, statusSays } from './sketchbook';

// The end of a board in a program of its own, which never says a word: it outlives the window.
const address = process.env['FIRMWARE_SILENT'] ?? '';
const name = address.replace('/dev/', '');
const toast = '.notifications-toasts .notification-list-item:has-text("Uploading \\"mute\\"")';

export function describeBeforeReload(): void {
  describe('an upload, before the window is reloaded', () => {
    it('runs, and nobody answers', async () => {
      plug();
      await openSketch('mute', 'void setup() {}\nvoid loop() {}\n');
      await answer('sigfox.firmware.choosePort', name);
      await statusSays(`Arduino Mega or Mega 2560 · ${name}`);
      void run('sigfox.firmware.upload');
      await eventually(uploaders, (all) => all.length > 0);
    });
  });
}

export function describeAfterReload(): void {
  describe('an upload, after the window was reloaded', () => {
    it('has left no uploader running', async () => {
      const left = Date.now();
      await eventually(uploaders, (all) => all.length === 0);
      // Two seconds are promised, and the window needs longer than that to come up again.
      assert.ok(Date.now() - left < 2_000, `${Date.now() - left} ms`);
    });

    it('is tried again on the same port, and can be cancelled', async () => {
      await run('notifications.clearAll');
      await openSketch('mute', 'void setup() {}\nvoid loop() {}\n');
      await statusSays(`Arduino Mega or Mega 2560 · ${name}`);
      void run('sigfox.firmware.upload');
      await eventually(uploaders, (all) => all.length > 0);
      await inWindow({ do: 'click', selector: `${toast} .monaco-button:has-text("Cancel")` });
      await eventually(toasts, (all) => all.includes('Cancelled. The port is free.'));
      assert.deepEqual(uploaders(), []);
      await run('notifications.clearAll');
      assert.deepEqual(await textsOf(toast), []);
    });
  });
}

/** Lists the port as that of a Mega. */
function plug(): void {
  const file = path.join(process.env['VIRTUAL_BOARDS'] ?? '', 'mute.json');
  const port = {
    ...{ address, label: address, protocol: 'serial', protocolLabel: 'Serial Port (USB)' },
    ...{ hardwareId: 'mute', properties: { vid: '0x2341', pid: '0x0042', serialNumber: 'MUTE' } },
  };
  writeFileSync(file, JSON.stringify(port));
}

/** What runs of the real uploader for this port, and of programs that started it. */
function uploaders(): readonly string[] {
  return readdirSync('/proc').flatMap((id) => {
    try {
      const words = readFileSync(`/proc/${id}/cmdline`, 'utf8').split('\0');
      return words.some((word) => word.endsWith(address)) ? [words.join(' ')] : [];
    } catch {
      // No program, or one that has gone while it was looked at.
      return [];
    }
  });
}
