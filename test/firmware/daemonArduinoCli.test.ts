import assert from 'node:assert/strict';
import { keptEvents, never, openDoor, sketchbook } from './door';
import { fromSuite } from './fromSuite';

const uno = 'arduino:avr:uno';

describe('DaemonArduinoCli', function () {
  this.timeout(120_000);
  const { door, warnings } = openDoor();
  const { write } = sketchbook();

  after(() => door.dispose());

  it('says its version', async () => {
    assert.deepEqual(await door.version(never), {
      kind: 'done',
      value: fromSuite('FIRMWARE_ARDUINO_CLI'),
    });
  });

  it('lists the boards of the installed platforms, without a warning', async () => {
    const boards = await door.boards(never);
    assert.ok(boards.kind === 'done');
    assert.deepEqual(
      boards.value.filter(({ fqbn }) => fqbn === uno),
      [{ name: 'Arduino UNO', fqbn: uno, platformId: 'arduino:avr' }],
    );
    assert.deepEqual(warnings, []);
  });

  it('knows the options and programmers of a board', async () => {
    const details = await door.boardDetails('arduino:avr:mega', never);
    assert.ok(details.kind === 'done');
    assert.deepEqual(details.value.options, [
      {
        id: 'cpu',
        label: 'Processor',
        values: [
          { id: 'atmega2560', label: 'ATmega2560 (Mega 2560)', isSelected: true },
          { id: 'atmega1280', label: 'ATmega1280', isSelected: false },
        ],
      },
    ]);
    assert.ok(details.value.programmers.some(({ id }) => id === 'usbasp'));
  });

  it('refuses details of a board that does not exist, in its own words', async () => {
    const details = await door.boardDetails('arduino:avr:nope', never);
    assert.deepEqual(details, {
      kind: 'failed',
      failure: {
        kind: 'refused',
        code: 'notFound',
        message: 'Unknown FQBN: board arduino:avr:nope not found',
      },
    });
  });

  it('gives percent, output and sizes of a compile', async () => {
    const { kept, events } = keptEvents();
    const folder = write('blink', 'void setup() {}\nvoid loop() {}\n');
    const { outcome, diagnostics } = await door.compile({ folder, fqbn: uno }, events, never);
    assert.ok(outcome.kind === 'done');
    assert.deepEqual(
      outcome.value.sections.map(({ name, maxSizeBytes }) => [name, maxSizeBytes]),
      [
        ['text', 32_256],
        ['data', 2_048],
      ],
    );
    assert.deepEqual(diagnostics, []);
    assert.match(kept.output, /^Sketch uses \d+ bytes/);
    assert.ok(kept.percents.length > 10 && kept.percents.at(-1) === 100, String(kept.percents));
  });

  it('gives diagnostics of a compile that fails, with their place', async () => {
    const folder = write('broken', 'void setup() {}\n\nvoid loop() { strin y; }\n');
    const { events } = keptEvents();
    const { outcome, diagnostics } = await door.compile({ folder, fqbn: uno }, events, never);
    assert.deepEqual(outcome, {
      kind: 'failed',
      failure: { kind: 'refused', code: 'internal', message: 'exit status 1' },
    });
    assert.deepEqual(
      diagnostics.map(({ severity, file, line, column, related }) => ({
        severity,
        file,
        line,
        column,
        related,
      })),
      [
        {
          severity: 'error',
          file: `${folder}/broken.ino`,
          line: 3,
          column: 15,
          related: [
            {
              message: "In function 'void loop()':",
              file: `${folder}/broken.ino`,
              line: 0,
              column: 0,
            },
          ],
        },
      ],
    );
  });
});
