import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { eventually } from '../../support/window';
import { ourExtension } from '../../support/ourExtension';
import { said } from '../../support/notices';
import { answer, openSketch, retype, run, statusItems, statusSays } from './sketchbook';

const empty = 'void setup() {}\nvoid loop() {}\n';
const problemsIn = (folder: string) =>
  vscode.languages
    .getDiagnostics()
    .filter(([uri]) => uri.fsPath.startsWith(folder))
    .flatMap(([, all]) => all);

export function describeCompiling(): void {
  describe('compiling a sketch', function () {
    this.timeout(120_000);
    let folder: string;

    before(async () => {
      await ourExtension().activate();
    });

    it('shows nothing of boards while no sketch is open', async () => {
      assert.equal(
        (await statusItems()).some((item) => item.includes('Choose Board')),
        false,
      );
    });

    it('asks for a board in the status bar once a sketch is open', async () => {
      folder = await openSketch('blink', empty);
      await statusSays('Choose Board');
    });

    it('offers the boards of the installed platforms, and remembers the chosen one', async () => {
      await answer('sigfox.firmware.chooseBoard', 'Arduino UNO');
      await statusSays('Arduino UNO · Choose Port');
    });

    it('compiles and says how full the board is', async () => {
      await run('sigfox.firmware.compile');
      await statusSays('blink: flash 444 of 32,256 bytes (1 %) · RAM 9 of 2,048 bytes (0 %)');
      assert.deepEqual(problemsIn(folder), []);
    });

    it('saves what was typed, and shows what is wrong at its place', async () => {
      await retype(folder, 'void setup() {}\n\nvoid loop() { strin y; }\n');
      assert.deepEqual(await said('sigfox.firmware.compile'), [
        `Could not compile "blink": 'strin' was not declared in this scope`,
      ]);
      const [problem] = problemsIn(folder);
      assert.deepEqual(
        [
          problem?.message,
          problem?.range.start.line,
          problem?.range.start.character,
          problem?.source,
          problem?.severity,
          problem?.relatedInformation?.map(({ message }) => message),
        ],
        [
          "'strin' was not declared in this scope",
          2,
          14,
          'arduino-cli',
          vscode.DiagnosticSeverity.Error,
          ["In function 'void loop()':"],
        ],
      );
    });

    it('marks a missing library for the quick fix', async () => {
      await retype(folder, `#include <DHT.h>\n${empty}`);
      assert.deepEqual(await said('sigfox.firmware.compile'), [
        'Could not compile "blink": DHT.h: No such file or directory',
      ]);
      assert.deepEqual(
        problemsIn(folder).map(({ code }) => code),
        ['missing-library:DHT.h'],
      );
    });

    it('keeps a warning that arduino-cli forgets, until the line is mended', async () => {
      await retype(folder, 'void setup() {}\nvoid loop() { char* s = "x"; Serial.print(s); }\n');
      await run('sigfox.firmware.compile');
      const messages = () => problemsIn(folder).map(({ message }) => message);
      const warning = ["ISO C++ forbids converting a string constant to 'char*' [-Wwrite-strings]"];
      assert.deepEqual(messages(), warning);
      await run('sigfox.firmware.compile');
      assert.deepEqual(messages(), warning);
      await retype(folder, empty);
      await run('sigfox.firmware.compile');
      assert.deepEqual(messages(), []);
    });

    it('does not run the program that a folder names (H10)', async () => {
      const settings = path.join(path.dirname(folder), '.vscode/settings.json');
      writeFileSync(settings, JSON.stringify({ 'sigfox.arduinoCli.path': '/planted/arduino-cli' }));
      await retype(folder, 'void setup() {}\nvoid loop() { missing(); }\n');
      // arduino-cli itself says so: the one of the user's own setting ran.
      assert.deepEqual(await said('sigfox.firmware.compile'), [
        `Could not compile "blink": 'missing' was not declared in this scope`,
      ]);
      rmSync(settings);
      await retype(folder, empty);
      await run('sigfox.firmware.compile');
    });

    it('runs as a task, too', async () => {
      const tasks = await vscode.tasks.fetchTasks({ type: 'sigfox' });
      assert.deepEqual(
        tasks.map(({ name }) => name),
        ['Compile Sketch', 'Upload Sketch'],
      );
      const compile = tasks.find(({ name }) => name === 'Compile Sketch');
      assert.ok(compile);
      const ended = new Promise<void>((resolve) => {
        const subscription = vscode.tasks.onDidEndTask(({ execution }) => {
          if (execution.task.name !== 'Compile Sketch') return;
          subscription.dispose();
          resolve();
        });
      });
      await vscode.tasks.executeTask(compile);
      await ended;
      await eventually(
        () => vscode.window.terminals.map(({ name }) => name),
        (names) => names.some((name) => name.includes('Compile Sketch')),
      );
    });

    it('proves the Sketch link of the chain', async () => {
      await run('sigfox.chain.focus');
      const { textsOf } = await import('../../support/window');
      await eventually(
        () => textsOf('.pane-body .monaco-list-row'),
        (rows) => rows.some((row) => /^Sketch ?blink · compiles · flash 444 of 32,256/.test(row)),
      );
    });
  });
}
