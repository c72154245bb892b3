import assert from 'node:assert/strict';
import { orderSnippets, parseFirmwareSnippets } from '../../../src/firmware/firmwareSnippet';
import { sigfoxBoardOf } from '../../../src/firmware/sigfoxBoard';
import { boardNamedIn } from '../../../src/firmware/sketchBoards';
import { checkSketch } from '../../../src/firmware/sketchChecks';
import { sketchFact } from '../../../src/firmware/sketchFact';
import { sketchNameProblem, suggestSketchName } from '../../../src/firmware/sketchName';
import { fillTemplate } from '../../../src/firmware/sketchTemplate';
import { escapeSnippet, expandSnippet } from '../../../src/firmware/snippetText';
import { generateFirmware } from '../../../src/firmware/firmwareText';
import { parsePayloadConfig } from '../../../src/sigfox/payloadGrammar';

describe('sketchNameProblem', () => {
  const rows: readonly [name: string, problem: string | undefined][] = [
    ['thermometer', undefined],
    ['_a-b.c9', undefined],
    ['9lives', undefined],
    ['', 'A sketch needs a name.'],
    ['a'.repeat(64), 'A name has at most 63 characters, not 64.'],
    ['x'.repeat(300), 'A name has at most 63 characters, not 300.'],
    ['my sketch', 'A name has no spaces; write "my_sketch".'],
    ['../../x', 'A name has no "/": letters, digits, "_", "." and "-" only.'],
    ['a\\b', 'A name has no "\\": letters, digits, "_", "." and "-" only.'],
    ['héat', 'A name has no "é": letters, digits, "_", "." and "-" only.'],
    ['a\u202eb', 'A name has no "\ufffd": letters, digits, "_", "." and "-" only.'],
    ['..', 'A name begins with a letter, a digit or "_".'],
    ['-rf', 'A name begins with a letter, a digit or "_".'],
    ['a.', 'A name does not end with a dot.'],
    ['CON', 'Windows keeps the name "CON" for itself.'],
    ['lpt1.x', 'Windows keeps the name "lpt1.x" for itself.'],
    ['Meter', '"meter" is there already.'],
  ];
  for (const [name, problem] of rows) {
    it(`says ${problem ?? 'nothing'} of ${JSON.stringify(name.slice(0, 30))}`, () =>
      assert.equal(sketchNameProblem(name, ['meter']), problem));
  }

  it('accepts what is suggested', () => {
    const taken = ['thermometer', 'Thermometer2'];
    assert.equal(suggestSketchName('thermometer', taken), 'thermometer3');
    assert.equal(suggestSketchName('../ CON?', []), 'CON2');
  });
});

describe('fillTemplate', () => {
  const template = '// Title\n//\n// Device: {device}\n// Boards: x\n';

  it('writes a device on one line, whatever it is called (H7)', () => {
    assert.equal(
      fillTemplate(template, { device: 'a $& $1\nint x; \\' }),
      '// Title\n//\n// Device: a $& $1 int x; /\n// Boards: x\n',
    );
  });

  it('leaves the line out without a device', () => {
    assert.equal(fillTemplate(template, { device: ' ' }), '// Title\n//\n// Boards: x\n');
  });
});

describe('snippets', () => {
  it('insert plain text exactly once it is escaped (H7)', () => {
    const hostile = 'a ${1:x} $2 } \\ \\} ${TM_FILENAME} $0';
    assert.equal(expandSnippet(escapeSnippet(hostile)), hostile);
  });

  it('expand to what their tab stops hold', () => {
    assert.equal(
      expandSnippet('${1:name}(${2:0x0F}) $3 AT\\$SF \\\\r } $0'),
      'name(0x0F)  AT$SF \\r } ',
    );
  });

  it('come with those for the board first, and malformed ones not at all', () => {
    const snippets = parseFirmwareSnippets(
      JSON.stringify({
        A: { prefix: 'sigfox-a', description: 'Does a. Boards: MKR FOX 1200.', body: ['x', 'y'] },
        B: {
          prefix: 'sigfox-b',
          description: 'Does b. Boards: Arduino Uno, Arduino Mega.',
          body: [],
        },
        C: 7,
      }),
    );
    const { fitting, others } = orderSnippets(snippets, 'mega');
    assert.deepEqual(
      [fitting.map(({ name }) => name), others],
      [
        ['B'],
        [
          {
            name: 'A',
            prefix: 'sigfox-a',
            description: 'Does a.',
            boards: ['mkrFox'],
            body: 'x\ny',
          },
        ],
      ],
    );
    assert.equal(orderSnippets(snippets, undefined).fitting.length, 2);
  });
});

describe('boards', () => {
  it('are known by FQBN, with options and relatives', () => {
    const fqbns = [
      'arduino:avr:uno',
      'arduino:avr:nano:cpu=atmega328old',
      'arduino:avr:mega:cpu=atmega2560',
      'arduino:samd:mkrfox1200',
      'Arrow:samd:SmartEverything_Fox_native',
      'AMEL:samd:AMEL_SmartEverything_native',
      'esp32:esp32:esp32',
      '',
    ];
    assert.deepEqual(fqbns.map(sigfoxBoardOf), [
      'uno',
      'uno',
      'mega',
      'mkrFox',
      'smartEverything',
      'smartEverything',
      undefined,
      undefined,
    ]);
  });

  it('are read from the head of a sketch when it names one', () => {
    assert.equal(boardNamedIn('// x\n// Boards: arduino:avr:mega\n'), 'mega');
    assert.equal(boardNamedIn('// Boards: arduino:avr:uno, arduino:avr:mega\n'), undefined);
    assert.equal(boardNamedIn('void loop() {}'), undefined);
  });
});

describe('sketchFact', () => {
  const firmware = generateFirmware(parsePayloadConfig('temp::float:32'));
  const send =
    'void loop() { SigfoxPayload p = {}; modem.print("AT$SF="); p.printHex(modem); modem.print("\\r"); modem.read(); delay(900000); }';
  const fact = (text: string) => {
    const { state, reason } = sketchFact('thermometer', text, checkSketch(text), 5) ?? {};
    return [state, reason];
  };

  it('proves a sketch whose code writes the config it names', () => {
    assert.deepEqual(fact(firmware + send), [
      'proven',
      'thermometer · payload 4 bytes · matches the config',
    ]);
  });

  it('is broken where code and config disagree', () => {
    assert.deepEqual(
      fact(firmware.replace('config: temp::float:32', 'config: temp::uint:8') + send),
      ['broken', 'thermometer · payload 4 bytes · does not match the config it names'],
    );
  });

  it('is broken by an error of the checks', () => {
    assert.match(
      String(fact('void loop() { modem.print("AT$SF=123\\r"); modem.read(); delay(900000); }')[1]),
      /^thermometer · 3 digits are no whole number of bytes/,
    );
  });

  it('claims nothing it cannot prove, and nothing at all of other sketches', () => {
    assert.deepEqual(
      fact('void loop() { modem.print("AT$SF=1234\\r"); modem.read(); delay(900000); }'),
      ['unknown', 'thermometer · what it writes cannot be read from its text'],
    );
    assert.deepEqual(fact('void loop() {}'), [undefined, undefined]);
  });
});
