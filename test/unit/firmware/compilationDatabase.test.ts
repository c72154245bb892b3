import assert from 'node:assert/strict';
import { withOurDatabase } from '../../../src/firmware/clangdArguments';
import {
  clangdDatabase,
  commandsForSketch,
  type CompileCommand,
  intelliSenseOf,
  parseDatabase,
} from '../../../src/firmware/compilationDatabase';

// As `arduino-cli 1.5.1 compile --only-compilation-database -b arduino:avr:uno` writes it, paths shortened.
const flags = [
  ...['-c', '-g', '-Os', '-w', '-std=gnu++11', '-fpermissive', '-fno-exceptions'],
  ...['-ffunction-sections', '-Wno-error=narrowing', '-MMD', '-flto', '-mmcu=atmega328p'],
  ...['-DF_CPU=16000000L', '-DARDUINO=10607', '-DARDUINO_AVR_UNO', '-I/core', '-I/variant'],
];
const row = (file: string, object: string): CompileCommand => ({
  directory: '/anywhere',
  file,
  arguments: ['/usr/bin/avr-g++', ...flags, file, '-o', object],
});
const said = [
  row('/build/sketch/thermo.ino.cpp', '/build/sketch/thermo.ino.cpp.o'),
  row('/build/sketch/lib.cpp', '/build/sketch/lib.cpp.o'),
  row('/core/main.cpp', '/build/core/main.cpp.o'),
];
const sketch = {
  folder: '/book/thermo',
  buildPath: '/build',
  inoFiles: ['thermo.ino', 'other.ino'],
  separator: '/',
} as const;

describe('compilationDatabase', () => {
  it('reads the rows that make sense', () => {
    const text = JSON.stringify([...said, null, 7, { file: 'x' }, { ...said[0], arguments: [1] }]);
    assert.deepEqual(parseDatabase(text), said);
  });

  for (const text of ['', '{}', 'null', '[', '"x"']) {
    it(`does not take ${JSON.stringify(text)} for one`, () =>
      assert.equal(parseDatabase(text), undefined));
  }

  it('gives every .ino the command of the file they become, and sources their own place', () => {
    const commands = commandsForSketch(said, sketch);
    assert.deepEqual(
      commands.map(({ file }) => file),
      [
        '/book/thermo/thermo.ino',
        '/book/thermo/other.ino',
        '/book/thermo/lib.cpp',
        '/core/main.cpp',
      ],
    );
    assert.deepEqual(commands[1]?.arguments, [
      ...['/usr/bin/avr-g++', '-x', 'c++', '-include', 'Arduino.h', ...flags],
      ...['/book/thermo/other.ino', '-o', '/build/sketch/thermo.ino.cpp.o'],
    ]);
    assert.deepEqual(commands[2]?.arguments.slice(-3, -2), ['/book/thermo/lib.cpp']);
  });

  it('knows the separators of Windows', () => {
    const [first] = commandsForSketch([row('C:\\b\\sketch\\x.ino.cpp', 'C:\\b\\x.o')], {
      folder: 'C:\\book\\x',
      buildPath: 'C:\\b',
      inoFiles: ['x.ino'],
      separator: '\\',
    });
    assert.equal(first?.file, 'C:\\book\\x\\x.ino');
  });

  it('tells the C/C++ extension folders, macros, compiler and the header included by force', () => {
    const [ino] = commandsForSketch(said, sketch);
    assert.ok(ino);
    assert.deepEqual(intelliSenseOf(ino), {
      includePath: ['/core', '/variant'],
      defines: ['F_CPU=16000000L', 'ARDUINO=10607', 'ARDUINO_AVR_UNO'],
      forcedInclude: ['/core/Arduino.h'],
      compilerPath: '/usr/bin/avr-g++',
      compilerArgs: ['-fno-exceptions', '-mmcu=atmega328p'],
      standard: 'c++11',
    });
  });

  it('forces no header on a .cpp', () => {
    const lib = commandsForSketch(said, sketch)[2];
    assert.deepEqual(lib && intelliSenseOf(lib).forcedInclude, []);
  });

  const standards: readonly [flag: string, standard: string][] = [
    ['-std=gnu++17', 'c++17'],
    ['-std=c++2a', 'c++20'],
    ['-std=gnu++99', 'c++17'],
    ['-std=gnu11', 'c17'],
    ['-O2', 'c++17'],
  ];
  for (const [flag, standard] of standards) {
    it(`takes ${standard} from ${flag}`, () => {
      const command = { directory: '', file: 'x', arguments: ['g++', flag, 'x'] };
      assert.equal(intelliSenseOf(command).standard, standard);
    });
  }

  it('leaves what clangd does not know out of its database, and a row of the person’s own in', () => {
    const own = { directory: '/d', file: '/core/main.cpp', command: 'cc main.cpp' };
    const rows = JSON.parse(clangdDatabase(commandsForSketch(said, sketch), [own])) as {
      file: string;
      arguments?: string[];
    }[];
    assert.deepEqual(
      rows.map(({ file }) => file),
      [
        '/core/main.cpp',
        '/book/thermo/thermo.ino',
        '/book/thermo/other.ino',
        '/book/thermo/lib.cpp',
      ],
    );
    assert.deepEqual(rows[0], own);
    assert.ok(!rows[1]?.arguments?.includes('-flto'));
    assert.ok(rows[1]?.arguments?.includes('-mmcu=atmega328p'));
  });
});

describe('withOurDatabase', () => {
  const ours = { folder: '/storage/thermo', compilerPath: '/usr/bin/avr-g++' };

  it('adds its two flags to what is there', () => {
    assert.deepEqual(withOurDatabase(['--log=error'], ours), {
      kind: 'change',
      arguments: [
        '--log=error',
        '--compile-commands-dir=/storage/thermo',
        '--query-driver=/usr/bin/avr-g++',
      ],
    });
  });

  it('keeps the drivers that are allowed already', () => {
    assert.deepEqual(withOurDatabase(['--query-driver=/opt/*/gcc'], ours), {
      kind: 'change',
      arguments: [
        '--compile-commands-dir=/storage/thermo',
        '--query-driver=/opt/*/gcc,/usr/bin/avr-g++',
      ],
    });
  });

  it('changes nothing the second time', () => {
    const first = withOurDatabase([], ours);
    assert.ok(first.kind === 'change');
    assert.deepEqual(withOurDatabase(first.arguments, ours), first);
  });

  it("leaves a person's own database alone", () => {
    assert.deepEqual(withOurDatabase(['--compile-commands-dir=build'], ours), {
      kind: 'taken',
      reason:
        '"clangd.arguments" has "--compile-commands-dir=build" already, which is left as it is.',
    });
  });
});
