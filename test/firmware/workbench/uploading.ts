import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { closeMonitors, monitor } from '../../serial/workbench/monitorPage';
import { eventually, inWindow, pick, rowsOf, textsOf } from '../../support/window';
import { said } from '../../support/notices';
import { answer, openSketch, run, statusItems } from './sketchbook';

// The how-to's modem on the Mega's second port: sends one temperature, then waits for the answer for ever.
const sender = `
void setup() {
  Serial.begin(115200);
  Serial1.begin(19200);
  delay(500);
  Serial1.print("AT$SF=41DF41E3\\r");
}

void loop() {
  if (Serial1.available()) Serial.write(Serial1.read());
}
`;
const row = (text: string) => `.pane-body .monaco-list-row:has-text(${JSON.stringify(text)})`;

export function describeUploading(): void {
  describe('uploading a sketch to the virtual board', function () {
    this.timeout(180_000);

    before(async () => {
      await openSketch('sender', sender);
      await run('sigfox.simulator.start');
      void run('sigfox.simulator.startBoard', 'mega-telit');
      await eventually(
        () => textsOf('.notifications-toasts .notification-list-item-message'),
        (all) => all.some((text) => text.includes('is plugged in at')),
        60_000,
      );
      await run('notifications.clearAll');
      // The sketch has the focus again: the simulator shows its messages.
      await openSketch('sender', sender);
    });

    it('lists the virtual board like any other, and takes board and port from it', async () => {
      await answer('sigfox.firmware.choosePort', 'Arduino Mega');
      await eventually(statusItems, (all) =>
        all.some((item) => /Arduino Mega or Mega 2560 · pts\/\d+ \(virtual\)/.test(item)),
      );
    });

    it('says beforehand what an upload runs, and starts nothing', async () => {
      assert.match(
        await planned(),
        /^Upload\nSketch "sender".*\nArduino Mega.*\npts\/\d+.*\nThrough the bootloader.*\narduino-cli 1\.\d+\.\d+/m,
      );
    });

    it('compiles, uploads with the real avrdude and says what runs where', async () => {
      const seen = await said('sigfox.firmware.upload', 120_000);
      assert.match(
        [...seen, ...problems()].join('\n'),
        /^"sender" runs on Arduino Mega or Mega 2560 at pts\/\d+ \(virtual\)\.$/m,
      );
    });

    it('shows the message of the uploaded sketch, decoded, in the tree', async () => {
      await run('sigfox.messages.focus');
      await inWindow({ do: 'wait', selector: row('Virtual Board'), timeout: 60_000 });
      await eventually(
        () => textsOf(rowsOf('Messages')),
        (rows) => rows.some((text) => /Virtual Board ?1D2C3B 27\.91 °C/.test(text)),
        60_000,
      );
    });

    it('opens the monitor as the project file of the sketch says, by hand and after an upload', async () => {
      const port = '    port_config:\n      baudrate: 57600\n';
      const folder = await openSketch('sender', sender, {
        'sketch.yaml': `profiles:\n  field:\n    fqbn: arduino:avr:mega\n${port}default_profile: field\n`,
      });
      const opening = run('sigfox.serial.open');
      await pick('Arduino Mega');
      const speeds = await eventually(rows, (all) => all.includes('115200'));
      assert.deepEqual(speeds.slice(0, 2), ['57600', '300']);
      await inWindow({ do: 'press', key: 'Escape' });
      await opening;
      await run('sigfox.firmware.uploadAndMonitor');
      await monitor.sees(/^pts\/\d+ is open at 57600 baud\.$/);
      await closeMonitors();
      await run('notifications.clearAll');
      rmSync(path.join(folder, 'sketch.yaml'));
    });

    it('proves the Board link of the chain', async () => {
      await run('sigfox.chain.focus');
      await eventually(
        () => textsOf('.pane-body .monaco-list-row'),
        (rows) => rows.some((text) => /^Board ?Arduino Mega/.test(text)),
      );
      assert.equal(vscode.workspace.isTrusted, true);
    });
  });
}

/** What the Problems panel has, for a failure to tell. */
const problems = () =>
  vscode.languages
    .getDiagnostics()
    .flatMap(([file, all]) => all.map(({ message }) => `${file.path}: ${message}`));

const rows = () => textsOf('.quick-input-list .monaco-list-row');

/** What an upload would run, row by row; the list is closed again. */
async function planned(): Promise<string> {
  const shown = run('sigfox.firmware.previewUpload');
  const plan = await eventually(
    rows,
    (all) =>
      all[0] === 'Upload' &&
      all.some((each) => each.includes('arduino-cli upload --fqbn arduino:avr:mega')),
    60_000,
  );
  await inWindow({ do: 'press', key: 'Escape' });
  await shown;
  return plan.join('\n');
}
