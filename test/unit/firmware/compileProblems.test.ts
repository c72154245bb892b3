import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { CompileResult } from '../../../src/firmware/arduinoCli';
import { compileProblems } from '../../../src/firmware/compileProblems';
import type { Problem } from '../../../src/firmware/problem';

const recorded = JSON.parse(
  readFileSync(
    path.resolve(import.meta.dirname, '../../fixtures/firmware/compileResults.json'),
    'utf8',
  ),
) as Readonly<Record<string, CompileResult>>;

function problemsOf(name: string, fqbn = 'arduino:avr:uno'): readonly Problem[] {
  const result = recorded[name];
  assert.ok(result, name);
  return compileProblems({ folder: '/sketch', fqbn }, { ...result, rebuiltUnits: [] });
}

const whole = { file: '/sketch/sketch.ino', line: 0, column: 0, related: [] };
const error = { ...whole, severity: 'error' };

// What the real program said, and what the Problems panel shows of it.
const table: readonly [name: string, problems: readonly unknown[], fqbn?: string][] = [
  [
    'syntaxError',
    [
      {
        ...error,
        message: "'strin' was not declared in this scope",
        line: 5,
        column: 15,
        code: undefined,
        related: [
          {
            message: "In function 'void loop()':",
            file: '/sketch/sketch.ino',
            line: 0,
            column: 0,
          },
        ],
      },
    ],
  ],
  [
    'missingLibrary',
    [
      {
        ...error,
        message: 'DHT.h: No such file or directory',
        line: 1,
        column: 17,
        code: 'missing-library:DHT.h',
      },
    ],
  ],
  [
    'missingOwnHeader',
    [
      {
        ...error,
        message: 'missing/own.h: No such file or directory',
        line: 1,
        column: 25,
        code: 'missing-library:missing/own.h',
      },
    ],
  ],
  [
    'undefinedReference',
    [
      {
        ...error,
        message: '"nowhere(int)" is used, but defined nowhere.',
        line: 2,
        code: 'linker',
      },
    ],
  ],
  [
    'missingLoop',
    [
      {
        ...error,
        message: 'The sketch has no function "loop()".',
        code: 'linker',
      },
    ],
  ],
  [
    'multipleDefinition',
    [
      {
        ...error,
        message: '"twice(int)" is defined more than once.',
        file: '/sketch/other.cpp',
        code: 'linker',
        related: [
          { message: 'first defined here', file: '/sketch/sketch.ino', line: 0, column: 0 },
        ],
      },
    ],
  ],
  [
    'flashJustOver',
    [
      {
        ...error,
        message: 'The sketch is too big: 32,462 of 32,256 bytes of flash.',
        code: 'too-big:flash',
      },
    ],
  ],
  [
    'flashFarOver',
    [
      {
        ...error,
        message: 'The sketch is too big for the flash of the board.',
        code: 'too-big:flash',
      },
    ],
  ],
  [
    'ramOver',
    [
      {
        ...error,
        message: 'The variables of the sketch are too big for the RAM of the board.',
        code: 'too-big:ram',
      },
    ],
  ],
  [
    'ramLow',
    [
      {
        ...whole,
        severity: 'warning',
        message:
          'Only 164 bytes of RAM are left for local variables. The board may become unstable.',
        code: 'low-memory',
      },
    ],
  ],
  [
    'missingPlatform',
    [
      {
        ...error,
        message: 'The platform "arduino:samd" is not installed.',
        code: 'missing-platform:arduino:samd',
      },
    ],
    'arduino:samd:mkrfox1200',
  ],
  [
    'unknownBoard',
    [
      {
        ...error,
        message: 'The platform of "arduino:avr:nope" is installed, but has no such board.',
        code: 'unknown-board',
      },
    ],
    'arduino:avr:nope',
  ],
];

describe('compileProblems', () => {
  for (const [name, problems, fqbn] of table) {
    it(`reads what arduino-cli says of "${name}"`, () => {
      assert.deepEqual(problemsOf(name, fqbn), problems);
    });
  }

  it("keeps every file's problems apart, with the compiler's notes", () => {
    assert.deepEqual(
      problemsOf('severalFiles').map(({ severity, file, line, related }) => [
        severity,
        file,
        line,
        related.map((place) => place.message),
      ]),
      [
        ['error', '/sketch/sketch.ino', 3, ["In function 'void loop()':"]],
        [
          'error',
          '/sketch/second.ino',
          2,
          ["In function 'int twice(int)':", "'int twice(int)' previously defined here"],
        ],
        [
          'warning',
          '/sketch/other.cpp',
          3,
          [
            "In function 'void other()':",
            "initializing argument 1 of 'void HardwareSerial::begin(long unsigned int)'",
          ],
        ],
      ],
    );
  });
});

describe('compileProblems, with words of other linkers', () => {
  // From the sources of binutils (ldmain.c, ldlang.c) and ARM boards: these toolchains do not run here.
  const others: readonly [words: string, message: string, file: string, line: number][] = [
    [
      "/opt/bin/ld: /build/sketch/sketch.ino.cpp.o: in function `setup':\nsketch.ino.cpp:(.text.setup+0x4): undefined reference to `far()'",
      '"far()" is used, but defined nowhere.',
      '/sketch/sketch.ino',
      0,
    ],
    [
      "/opt/arm-none-eabi/bin/ld: region `FLASH' overflowed by 12345 bytes",
      'The sketch is too big for the flash by 12,345 bytes.',
      '/sketch/sketch.ino',
      0,
    ],
    [
      "/opt/arm-none-eabi/bin/ld.exe: region `RAM' overflowed by 96 bytes",
      'The variables of the sketch are too big for the RAM by 96 bytes.',
      '/sketch/sketch.ino',
      0,
    ],
    [
      'ld: cannot find -lsigfox\ncollect2: error: ld returned 1 exit status',
      'The linker does not find the library "sigfox".',
      '/sketch/sketch.ino',
      0,
    ],
    [
      'avr-g++: fatal error: no input files',
      'avr-g++: fatal error: no input files',
      '/sketch/sketch.ino',
      0,
    ],
  ];
  for (const [compilerErrors, message, file, line] of others) {
    it(`reads ${JSON.stringify(compilerErrors.slice(0, 60))}`, () => {
      const problems = compileProblems(
        { folder: '/sketch', fqbn: 'a:b:c' },
        {
          outcome: {
            kind: 'failed',
            failure: { kind: 'refused', code: 'internal', message: 'exit status 1' },
          },
          diagnostics: [],
          buildPath: '/build',
          rebuiltUnits: [],
          compilerErrors,
          compilerOutput: '',
        },
      );
      assert.deepEqual(
        problems.map((problem) => [problem.message, problem.file, problem.line]),
        [[message, file, line]],
      );
    });
  }

  it('shows no control characters of what a compiler says', () => {
    const problems = compileProblems(
      { folder: '/sketch', fqbn: 'a:b:c' },
      {
        outcome: { kind: 'done', value: { sections: [], usedLibraries: [] } },
        diagnostics: [
          {
            severity: 'warning',
            message: 'a\u001b[31m\u202eb',
            file: '/sketch/sketch.ino',
            line: 1,
            column: 1,
            related: [],
          },
        ],
        buildPath: '/build',
        rebuiltUnits: [],
        compilerErrors: '',
        compilerOutput: '',
      },
    );
    assert.deepEqual(
      problems.map(({ message }) => message),
      ['a\ufffd[31m\ufffdb'],
    );
  });
});
