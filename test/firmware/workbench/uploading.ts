import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { closeMonitors, monitor } from '../../serial/workbench/monitorPage';
import { eventually, inWindow, pick, rowsOf, textsOf } from '../../support/window';
import { said } from '../../support/notices';
import { answer, run, statusItems } from './sketchbook';

const row = (text: string) => `.pane-body .monaco-list-row:has-text(${JSON.stringify(text)})`;

export function describeUploading(): void {
  describe('uploading a template to the virtual board', function () {
    this.timeout(180_000);
    let sketch: vscode.TextDocument | undefined;

    before(async () => {
      const root = vscode.workspace.workspaceFolders?.[0]?.uri;
      await run('sigfox.firmware.newSketch', root, 'atThermometer', 'sender');
      sketch = vscode.window.activeTextEditor?.document;
      assert.match(sketch?.getText() ?? '', /temp::float:32/);
      await run('sigfox.simulator.start');
      void run('sigfox.simulator.startBoard', 'mega-wisol');
      await eventually(
        () => textsOf('.notifications-toasts .notification-list-item-message'),
        (all) => all.some((text) => text.includes('is plugged in at')),
        60_000,
      );
      await run('notifications.clearAll');
      // The sketch has the focus again: the simulator shows its messages.
      await showSketch();
    });

    // A board that runs takes half a processor.
    after(() => run('sigfox.simulator.stopBoard'));

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

    it('takes options and a programmer from lists, and says so before an upload', async () => {
      await chooseOfBoard('Options of', 'ATmega1280');
      await chooseOfBoard('Programmer…', 'USBasp');
      const changed = await planned();
      assert.match(changed, /^Programmer usbasp/m);
      assert.match(changed, / --fqbn arduino:avr:mega:cpu=atmega1280 .* --programmer usbasp /);
      await chooseOfBoard('Options of', 'ATmega2560');
      await chooseOfBoard('Programmer…', 'None');
      const before = await planned();
      assert.match(before, /^Through the bootloader/m);
      assert.match(before, / --fqbn arduino:avr:mega --port \S+ \S+$/m);
    });

    it('compiles, uploads with the real avrdude and says what runs where', async () => {
      const seen = await said('sigfox.firmware.upload', 120_000);
      assert.match(
        [...seen, ...problems()].join('\n'),
        /^"sender" runs on Arduino Mega or Mega 2560 at pts\/\d+ \(virtual\)\.$/m,
      );
    });

    it('shows the message of the uploaded template, decoded, in the tree', async () => {
      await run('sigfox.messages.focus');
      await inWindow({ do: 'wait', selector: row('Virtual Board'), timeout: 60_000 });
      await eventually(
        () => textsOf(rowsOf('Messages')),
        (rows) => rows.some((text) => /Virtual Board ?1D2C3B 21 °C/.test(text)),
        60_000,
      );
    });

    it('opens the monitor as the project file of the sketch says, by hand and after an upload', async () => {
      const port = '    port_config:\n      baudrate: 57600\n';
      const projectFile = path.join(path.dirname(sketch?.fileName ?? ''), 'sketch.yaml');
      writeFileSync(
        projectFile,
        `profiles:\n  field:\n    fqbn: arduino:avr:mega\n${port}default_profile: field\n`,
      );
      await showSketch();
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
      rmSync(projectFile);
    });

    it('proves the Board link of the chain', async () => {
      await run('sigfox.chain.focus');
      await eventually(
        () => textsOf('.pane-body .monaco-list-row'),
        (rows) => rows.some((text) => /^Board ?Arduino Mega/.test(text)),
      );
      assert.equal(vscode.workspace.isTrusted, true);
    });

    async function showSketch(): Promise<void> {
      assert.ok(sketch);
      await vscode.window.showTextDocument(sketch);
    }
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

/** Opens the list of boards, takes what is said of the chosen one there, and answers. */
async function chooseOfBoard(entry: string, text: string): Promise<void> {
  const done = run('sigfox.firmware.chooseBoard');
  await pick(entry);
  await pick(text);
  await done;
}
