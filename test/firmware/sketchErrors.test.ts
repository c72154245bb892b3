import assert from 'node:assert/strict';
import { compileFailed } from '../../src/firmware/firmwareErrors';
import { ProblemBook } from '../../src/firmware/problemBook';
import { baseName } from '../../src/firmware/sketchFolder';
import { SketchWork } from '../../src/firmware/sketchWork';
import { systemClock } from '../../src/shared/io/systemClock';
import { keptEvents, never, openDoor, sketchbook } from './door';
import { noPorts } from './lonePort';

const uno = 'arduino:avr:uno';
const noLeases = { lease: () => Promise.reject(new Error('nothing is uploaded')) };

interface Row {
  readonly name: string;
  readonly text: string;
  readonly fqbn?: string;
  /** What the person is told, and the codes of the problems that quick fixes go by. */
  readonly words: string;
  readonly codes?: readonly (string | undefined)[];
  readonly places?: readonly string[];
}

const loop = 'void loop() {}\n';
const filler = (bytes: number) =>
  `const char filler[${bytes}] PROGMEM __attribute__((used)) = {1};\nvoid setup() {}\n` +
  'void loop() { asm volatile("" :: "r"(pgm_read_byte(&filler[millis() % 1000]))); }\n';

// Every row is compiled by the real arduino-cli and compiler.
const corpus: readonly Row[] = [
  {
    name: 'syntaxError',
    text: `void setup() {}\n\nvoid loop() { strin y; }\n`,
    words: `Could not compile "syntaxError": 'strin' was not declared in this scope`,
    codes: [undefined],
    places: ['syntaxError.ino:3:15'],
  },
  {
    name: 'missingLibrary',
    text: `#include <DHT.h>\nvoid setup() {}\n${loop}`,
    words: 'Could not compile "missingLibrary": DHT.h: No such file or directory',
    codes: ['missing-library:DHT.h'],
    places: ['missingLibrary.ino:1:17'],
  },
  {
    name: 'missingPlatform',
    text: `void setup() {}\n${loop}`,
    fqbn: 'arduino:samd:mkrfox1200',
    words: 'Could not compile "missingPlatform": The platform "arduino:samd" is not installed.',
    codes: ['missing-platform:arduino:samd'],
    places: ['missingPlatform.ino:0:0'],
  },
  {
    name: 'wrongBoard',
    text: `void setup() {}\n${loop}`,
    fqbn: 'arduino:avr:nope',
    words:
      'Could not compile "wrongBoard": The platform of "arduino:avr:nope" is installed, but has no such board.',
    codes: ['unknown-board'],
    places: ['wrongBoard.ino:0:0'],
  },
  {
    name: 'linkerError',
    text: `int nowhere(int);\nvoid setup() { nowhere(1); }\n${loop}`,
    words: 'Could not compile "linkerError": "nowhere(int)" is used, but defined nowhere.',
    codes: ['linker'],
    places: ['linkerError.ino:2:0'],
  },
  {
    name: 'noLoop',
    text: 'void setup() {}\n',
    words: 'Could not compile "noLoop": The sketch has no function "loop()".',
    codes: ['linker'],
    places: ['noLoop.ino:0:0'],
  },
  {
    name: 'flashJustOver',
    text: filler(31_900),
    words:
      'Could not compile "flashJustOver": The sketch is too big: 32,462 of 32,256 bytes of flash.',
    codes: ['too-big:flash'],
    places: ['flashJustOver.ino:0:0'],
  },
  {
    name: 'flashFarOver',
    text: filler(32_700),
    words: 'Could not compile "flashFarOver": The sketch is too big for the flash of the board.',
    codes: ['too-big:flash'],
    places: ['flashFarOver.ino:0:0'],
  },
  {
    name: 'ramOver',
    text: 'char filler[3000];\nvoid setup() {}\nvoid loop() { filler[millis() % 3000]++; }\n',
    words:
      'Could not compile "ramOver": The variables of the sketch are too big for the RAM of the board.',
    codes: ['too-big:ram'],
    places: ['ramOver.ino:0:0'],
  },
];

describe('what is said of a sketch that does not compile', function () {
  this.timeout(120_000);
  const { door } = openDoor();
  const { write, folder: home } = sketchbook();
  const work = new SketchWork(door, noLeases, new ProblemBook(), noPorts, systemClock);

  after(() => door.dispose());

  for (const { name, text, fqbn = uno, words, codes, places } of corpus) {
    it(`says of "${name}" what is wrong, where, and what a quick fix needs`, async () => {
      const folder = write(name, text);
      const { outcome, problems } = await work.compile(
        { folder, fqbn },
        keptEvents().events,
        never,
      );
      assert.ok(outcome.kind === 'failed');
      assert.deepEqual(
        {
          words: compileFailed(baseName(folder), outcome.failure, problems).message,
          codes: problems.map(({ code }) => code),
          places: problems.map(({ file, line, column }) => `${baseName(file)}:${line}:${column}`),
        },
        { words, codes, places },
      );
      assert.ok(problems.every(({ file }) => file.startsWith(home)));
    });
  }

  it('counts errors when there are several', async () => {
    const folder = write('two', 'void setup() { a(); }\nvoid loop() { b(); }\n');
    const { outcome, problems } = await work.compile(
      { folder, fqbn: uno },
      keptEvents().events,
      never,
    );
    assert.ok(outcome.kind === 'failed');
    assert.equal(
      compileFailed('two', outcome.failure, problems).message,
      'Could not compile "two": 2 errors.',
    );
  });

  it('says that arduino-cli was not found', async () => {
    const { door: absent } = openDoor({ program: '/no/such/arduino-cli' });
    const folder = write('blink', `void setup() {}\n${loop}`);
    const { outcome } = await absent.compile({ folder, fqbn: uno }, keptEvents().events, never);
    absent.dispose();
    assert.ok(outcome.kind === 'failed');
    assert.equal(
      compileFailed('blink', outcome.failure, []).message,
      'arduino-cli was not found. ENOENT',
    );
  });
});
