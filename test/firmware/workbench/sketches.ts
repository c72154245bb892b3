import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { eventually, inWindow, pick, pickPath, textsOf } from '../../support/window';

const run = (command: string, ...args: unknown[]) =>
  vscode.commands.executeCommand(command, ...args);
const toasts = () => textsOf('.notifications-toasts .notification-list-item-message');
const chainRows = () => textsOf('.pane-body .monaco-list-row');
const picks = () => textsOf('.quick-input-list .monaco-list-row');
const input = '.quick-input-widget:not(.hidden) .quick-input-box input';

/** Templates, snippets, generated firmware and the checks, as a person meets them. */
export function describeSketches(): void {
  describe('writing sketches', function () {
    this.timeout(120_000);

    it('makes a sketch from a template, in a folder of its own, and opens it here', async () => {
      await run('sigfox.firmware.newSketch', root(), 'atThermometer', 'greenhouse');
      const file = path.join(root().fsPath, 'greenhouse/greenhouse.ino');
      assert.equal(vscode.window.activeTextEditor?.document.fileName, file);
      const text = readFileSync(file, 'utf8');
      assert.match(text, /^\/\/ Thermometer with an AT modem/);
      assert.doesNotMatch(text, /\{device\}/);
    });

    it('offers the libraries that a template builds on', async () => {
      await run('notifications.clearAll');
      await run('sigfox.firmware.newSketch', root(), 'smartEverythingThermometer', 'fox');
      await eventually(toasts, (all) =>
        all.includes(
          'The sketch is for SmartEverything Fox and builds on "SmartEverything HTS221".',
        ),
      );
      await run('notifications.clearAll');
      await run('workbench.action.closeActiveEditor');
    });

    it('does not write over a sketch that is there', async () => {
      await run('notifications.clearAll');
      void run('sigfox.firmware.newSketch', root(), 'tracker', 'greenhouse');
      await eventually(toasts, (all) =>
        all.includes('The sketch was not created: "greenhouse" is there already.'),
      );
      await run('notifications.clearAll');
    });

    it('asks step by step, says what is wrong with a name while it is typed, and goes back', async () => {
      const done = run('sigfox.firmware.newSketch', root());
      await eventually(picks, (all) => all.some((row) => row.startsWith('Tracker')));
      await pick('Meter with alarms');
      await pick(path.basename(root().fsPath));
      await asked('What is it called?');
      await press('Control+A');
      await type('COM1');
      await asked('Windows keeps the name "COM1" for itself.');
      await inWindow({ do: 'click', selector: '.quick-input-titlebar .codicon-quick-input-back' });
      await pick(path.basename(root().fsPath));
      await asked('Windows keeps the name "COM1" for itself.');
      await press('Control+A');
      await type('metered');
      await asked('What is it called?');
      await press('Enter');
      await asked('For which device?');
      await type('Water Meter 7 \\');
      await press('Enter');
      await done;
      const text = await eventually(activeText, (seen) => seen.includes('countPulse'));
      assert.match(text, /^\/\/ Device: Water Meter 7 \/$/m);
    });

    it('makes a sketch in a folder outside the workspace, and offers to open that', async () => {
      await run('notifications.clearAll');
      const elsewhere = mkdtempSync(path.join(os.tmpdir(), 'elsewhere-'));
      const file = path.join(elsewhere, 'buoy/buoy.ino');
      void run('sigfox.firmware.newSketch', root());
      await pick('Tracker');
      await pick('Another folder…');
      await asked('What is it called?');
      await inWindow({ do: 'fill', selector: `${input}:visible`, text: 'buoy' });
      await asked('What is it called?');
      await press('Enter');
      await asked('For which device?');
      await press('Enter');
      await pickPath('Where shall the sketch be?', elsewhere, () => existsSync(file));
      await eventually(toasts, (all) =>
        all.includes(
          `The sketch is in "${path.dirname(file)}". Opening that folder starts this window anew.`,
        ),
      );
      assert.equal(vscode.window.activeTextEditor?.document.fileName, file);
      await run('notifications.clearAll');
      await run('workbench.action.closeActiveEditor');
      rmSync(elsewhere, { recursive: true });
    });

    it('proves the sketch in the chain: what it writes matches its config', async () => {
      await run('sigfox.firmware.newSketch', root(), 'flagsMeter', 'pulses');
      await run('sigfox.chain.focus');
      await eventually(chainRows, (all) =>
        all.some((row) => /^Sketch ?pulses · payload 4 bytes · matches the config/.test(row)),
      );
    });

    it('offers snippets in sketches, by their prefix', async () => {
      const { document } = await show('pulses');
      const offered = await completions(document.uri);
      assert.ok(offered.includes('sigfox-send') && offered.includes('sigfox-rc'), String(offered));
      const other = await vscode.workspace.openTextDocument({ language: 'cpp', content: 'x' });
      assert.deepEqual(await completions(other.uri), []);
    });

    it('shows the highlighted snippet beside, those for the board first, and inserts it', async () => {
      const editor = await show('pulses', '// Boards: arduino:avr:mega\n');
      await vscode.window.showTextDocument(editor.document);
      editor.selection = new vscode.Selection(1, 0, 1, 0);
      const done = run('sigfox.firmware.insertSnippet');
      const rows = await eventually(picks, (all) => all.length > 3);
      assert.match(String(rows[0]), /^Send Bytes ?sigfox-send/);
      await eventually(
        () => previewText(),
        (text) => text.startsWith('// Sends up to 12 bytes; true when the modem says OK.'),
      );
      await type('sigfox-flags');
      await eventually(
        () => previewText(),
        (text) => text.includes('uint8_t packFlags(bool leak'),
      );
      await press('Enter');
      await done;
      assert.match(activeText(), /uint8_t packFlags\(bool leak, bool frost, bool tamper\) \{/);
      assert.equal(previewText(), '');
    });

    it('flags the leading-zero bug while it is typed, and its quick fix mends it', async () => {
      const editor = await show('pulses', mistaken);
      await vscode.window.showTextDocument(editor.document);
      const { uri } = editor.document;
      const found = await eventually(
        () => ours(uri),
        (all) => all.some(({ code }) => code === 'hexDigits'),
      );
      const flagged = found.find(({ code }) => code === 'hexDigits');
      assert.ok(flagged);
      assert.equal(editor.document.getText(flagged.range), 'Serial1.print(each, HEX)');
      assert.equal(flagged.severity, vscode.DiagnosticSeverity.Error);
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        uri,
        flagged.range,
      );
      const fix = actions.find(({ title }) => title === 'Print two digits a byte');
      assert.ok(fix?.edit && (await vscode.workspace.applyEdit(fix.edit)));
      await eventually(
        () => ours(uri),
        (all) => all.length === 0,
      );
      assert.match(editor.document.getText(), /sigfoxPrintHex\(Serial1, each\)/);
    });

    it('generates firmware in place of the struct, and copies the config of what it wrote', async () => {
      await show('greenhouse');
      await run('sigfox.firmware.generateFromConfig', 'temp::float:32 humidity::uint:8');
      const text = activeText();
      assert.equal(text.match(/struct SigfoxPayload/g)?.length, 1);
      assert.match(text, /putBits\(bytes, 32, 8, humidity\);/);
      await run('sigfox.firmware.copyConfigOfSketch');
      assert.equal(await vscode.env.clipboard.readText(), 'temp::float:32 humidity::uint:8');
    });

    it('opens firmware on a page of its own where no sketch is open', async () => {
      // What was typed is not to be saved; else the editor asks.
      while (vscode.window.activeTextEditor) {
        await run('workbench.action.revertAndCloseActiveEditor');
      }
      await run('sigfox.firmware.generateFromConfig', 'temp::float:32');
      assert.match(activeText(), /^\/\/ What a message carries\./);
      await run('workbench.action.revertAndCloseActiveEditor');
    });
  });
}

const mistaken = `// Boards: arduino:avr:mega
void setup() {
  Serial1.begin(9600);
}

void loop() {
  Serial1.print("AT$SF=");
  for (byte each : {1, 2}) {
    Serial1.print(each, HEX);
  }
  Serial1.print("\\r");
  Serial1.readStringUntil('\\r');
  delay(900000);
}
`;

function root(): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(folder);
  return folder;
}

/** Opens a sketch of the workspace; with a text, that is typed over what it holds. */
async function show(name: string, text?: string): Promise<vscode.TextEditor> {
  const file = vscode.Uri.joinPath(root(), name, `${name}.ino`);
  const editor = await vscode.window.showTextDocument(file, { viewColumn: vscode.ViewColumn.One });
  if (text !== undefined) {
    const all = new vscode.Range(0, 0, editor.document.lineCount, 0);
    await editor.edit((edit) => edit.replace(all, text));
  }
  return editor;
}

function activeText(): string {
  return vscode.window.activeTextEditor?.document.getText() ?? '';
}

function ours(uri: vscode.Uri): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Sigfox');
}

/** The text of the preview while it is shown in a tab. */
function previewText(): string {
  const isShown = vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .some(
      ({ input: tab }) => tab instanceof vscode.TabInputText && tab.uri.scheme === 'sigfox-snippet',
    );
  const document = vscode.workspace.textDocuments.find(
    ({ uri }) => uri.scheme === 'sigfox-snippet',
  );
  return isShown && document ? document.getText() : '';
}

async function completions(uri: vscode.Uri): Promise<readonly string[]> {
  const list = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    uri,
    new vscode.Position(0, 0),
  );
  return list.items
    .map(({ label }) => (typeof label === 'string' ? label : label.label))
    .filter((label) => label.startsWith('sigfox-'));
}

async function type(text: string): Promise<void> {
  await inWindow({ do: 'wait', selector: input });
  await inWindow({ do: 'type', text });
}

/** Waits for the words below the box: the question, or what is wrong with the answer. */
async function asked(words: string): Promise<void> {
  await eventually(
    () => textsOf('.quick-input-widget:not(.hidden) .quick-input-message'),
    (all) => all.some((text) => text.includes(words)),
  );
}

async function press(key: string): Promise<void> {
  await inWindow({ do: 'press', key });
}
