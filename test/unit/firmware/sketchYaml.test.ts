import assert from 'node:assert/strict';
import fc from 'fast-check';
import { demandLines, demandsKey, demandsOf, isFetched } from '../../../src/firmware/folderDemands';
import { indexUrlProblem, readIndexUrls } from '../../../src/firmware/indexUrl';
import { parseSketchYaml } from '../../../src/firmware/sketchYaml';
import { rememberBoard } from '../../../src/firmware/sketchYamlEdit';

const whole = `# The field station
default_profile: mega
default_fqbn: arduino:avr:uno
default_port: /dev/ttyACM0
profiles:
  mega:
    notes: with the modem on Serial1
    fqbn: arduino:avr:mega:cpu=atmega2560
    programmer: usbasp
    platforms:
      - platform: arduino:avr (1.8.6)
      - platform: demo:avr (1.0.0)
        platform_index_url: https://demo.example/package_demo_index.json
    libraries:
      - DHT sensor library (1.4.6)
      - dependency: Adafruit Unified Sensor (1.1.14)
      - dir: ../our-library
      - OneWire
    port: COM7
    protocol: serial
    port_config:
      baudrate: 9600
      parity: even
  plain:
    fqbn: arduino:avr:uno
    platforms:
      - platform: arduino:avr
`;

describe('parseSketchYaml', function () {
  this.timeout(120_000);
  it('reads all that the format has', () => {
    const { project, problems } = parseSketchYaml(whole);
    assert.deepEqual(problems, []);
    assert.deepEqual(project, {
      defaultFqbn: 'arduino:avr:uno',
      defaultPort: '/dev/ttyACM0',
      defaultProtocol: undefined,
      defaultProgrammer: undefined,
      defaultProfile: 'mega',
      profiles: [
        {
          name: 'mega',
          notes: 'with the modem on Serial1',
          fqbn: 'arduino:avr:mega:cpu=atmega2560',
          programmer: 'usbasp',
          port: 'COM7',
          protocol: 'serial',
          portSettings: new Map([
            ['baudrate', '9600'],
            ['parity', 'even'],
          ]),
          platforms: [
            { id: 'arduino:avr', version: '1.8.6', indexUrl: undefined },
            {
              id: 'demo:avr',
              version: '1.0.0',
              indexUrl: 'https://demo.example/package_demo_index.json',
            },
          ],
          libraries: [
            { kind: 'index', name: 'DHT sensor library', version: '1.4.6' },
            { kind: 'index', name: 'Adafruit Unified Sensor', version: '1.1.14' },
            { kind: 'folder', path: '../our-library' },
            { kind: 'index', name: 'OneWire', version: undefined },
          ],
        },
        {
          name: 'plain',
          notes: undefined,
          fqbn: 'arduino:avr:uno',
          programmer: undefined,
          port: undefined,
          protocol: undefined,
          portSettings: new Map(),
          platforms: [{ id: 'arduino:avr', version: undefined, indexUrl: undefined }],
          libraries: [],
        },
      ],
    });
  });

  for (const empty of ['', '\n', '# only a comment\n', '---\n', 'profiles:\n']) {
    it(`reads ${JSON.stringify(empty)} as nothing said`, () => {
      const { project, problems } = parseSketchYaml(empty);
      assert.deepEqual([project?.profiles, project?.defaultFqbn, problems], [[], undefined, []]);
    });
  }

  const profile = (lines: string) => `profiles:\n  a:\n    fqbn: x:y:z\n${lines}`;
  const bad: readonly [text: string, message: RegExp, line: number, why: string][] = [
    ['just text', /list of "name: value" lines/, 0, 'a text'],
    ['- a\n- b', /list of "name: value" lines/, 0, 'a list'],
    ['a: [', /This is no YAML/, 0, 'no YAML'],
    ['default_fqbn: uno', /A board is written/, 0, 'a name is no FQBN'],
    ['default_fqbn: a:b:c; rm -rf', /A board is written/, 0, 'a command line is no FQBN'],
    ['default_fqbn: {a: b}', /One word or text/, 0, 'a list where a word belongs'],
    ['default_profile: nope', /There is no profile "nope"/, 0, 'a profile that is not there'],
    ['default_fqbn: a:b:c\ndefault_fqbn: a:b:d', /This is no YAML/, 1, 'the same twice'],
    ['a: &x 1\nb: *x', /Write this out/, 0, 'aliases'],
    ['a: !!binary aGk=', /Write this out|This is no YAML/, 0, 'a tag'],
    ['<<: {default_fqbn: a:b:c}', /Write this out/, 0, 'a merged key'],
    ['a: b\n---\nc: d', /Only one document/, 1, 'two documents'],
    ['a: \0', /not UTF-8/, 0, 'a NUL'],
    ['x'.repeat(300_000), /too long/, 0, 'a file of 300 kB'],
    [profile('    platforms: []\n'), /"platforms" is a list/, 3, 'a list that ends arduino-cli'],
    [profile('    platforms: arduino:avr\n'), /"platforms" is a list/, 3, 'no list'],
    [profile('    platforms:\n      - platform: avr\n'), /A platform is written/, 4, 'half a name'],
    [
      profile(
        '    platforms:\n      - platform: a:b (1.0.0)\n        platform_index_url: http://a.example/x.json\n',
      ),
      /Only "https:\/\/" is used/,
      5,
      'an index over plain http',
    ],
    [
      profile(
        '    platforms:\n      - platform: a:b (1.0.0)\n        platform_index_url: file:///etc/x.json\n',
      ),
      /begins with "https/,
      5,
      'an index from the disk',
    ],
    [profile('    libraries:\n      - {}\n'), /A library is written/, 4, 'a library of no kind'],
    [profile('    libraries:\n      - ../x (1)\n'), /A library is written/, 4, 'a path as a name'],
    ['profiles:\n  a b:\n    fqbn: x:y:z\n', /A profile's name/, 2, 'a name with a space'],
    ['profiles:\n  a:\n    notes: x\n', /has no "fqbn"/, 2, 'a profile without a board'],
    ['profiles:\n  - a\n', /"profiles" is a list/, 1, 'profiles without names'],
  ];
  for (const [text, message, line, why] of bad) {
    it(`refuses ${why}, and says where`, () => {
      const { project, problems } = parseSketchYaml(text);
      assert.equal(project, undefined);
      assert.match(problems[0]?.message ?? '', message);
      assert.equal(problems[0]?.line, line);
    });
  }

  it('comes to an end over a thousand-fold alias (H1)', () => {
    const levels = Array.from({ length: 20 }, (_, at) => {
      const of = Array(10)
        .fill(`*a${at - 1}`)
        .join(', ');
      return `a${at}: &a${at} [${at === 0 ? 'x' : of}]`;
    });
    assert.equal(parseSketchYaml(levels.join('\n')).project, undefined);
  });

  it('never throws and never half reads', () => {
    const parts = fc.constantFrom(
      ...['profiles:', '\n', '  ', '- ', 'a', ': ', '*', '&b', '!!', '{', '}', '[', ']', '"', '|'],
      ...['platforms', 'dir: x', 'fqbn: a:b:c', '#', '\t', '---', '__proto__: 1', '? ', '>-'],
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 60 }), (text) => {
        const { project, problems } = parseSketchYaml(text.join(''));
        assert.equal(project === undefined, problems.length > 0);
      }),
      { seed: 4, numRuns: 2_000 },
    );
  });
});

describe('rememberBoard', () => {
  const board = { fqbn: 'arduino:avr:mega:cpu=atmega1280' };
  const rows: readonly [text: string, profile: string | undefined, written: string, why: string][] =
    [
      ['', undefined, 'default_fqbn: arduino:avr:mega:cpu=atmega1280\n', 'a new file'],
      [
        '# mine\nother: 1 # kept',
        undefined,
        '# mine\nother: 1 # kept\ndefault_fqbn: arduino:avr:mega:cpu=atmega1280\n',
        'a file without one',
      ],
      [
        'default_fqbn: a:b:c   # the old board\n\n\n# end',
        undefined,
        'default_fqbn: arduino:avr:mega:cpu=atmega1280   # the old board\n\n\n# end',
        'comments and empty lines',
      ],
      [
        'default_fqbn: "a:b:c"\r\nother: x\r\n',
        undefined,
        'default_fqbn: arduino:avr:mega:cpu=atmega1280\r\nother: x\r\n',
        'line ends of Windows',
      ],
      [
        'profiles:\n  a:\n    # why\n    fqbn: a:b:c\n',
        'a',
        'profiles:\n  a:\n    # why\n    fqbn: arduino:avr:mega:cpu=atmega1280\n',
        'the board of a profile',
      ],
      [
        '{other: x}',
        undefined,
        '{ other: x, default_fqbn: arduino:avr:mega:cpu=atmega1280 }\n',
        'a file in one line',
      ],
    ];
  for (const [text, profile, written, why] of rows) {
    it(`keeps all else: ${why}`, () => assert.equal(rememberBoard(text, board, profile), written));
  }

  it('writes the port as well where one is given', () => {
    assert.equal(
      rememberBoard('default_port: COM3\n', { ...board, port: '/dev/ttyACM0' }),
      'default_port: /dev/ttyACM0\ndefault_fqbn: arduino:avr:mega:cpu=atmega1280\n',
    );
  });

  it('adds a port to a profile that has none, comments kept', () => {
    const text = 'profiles:\n  a:\n    fqbn: a:b:c # here\n# end\n';
    const written = rememberBoard(text, { fqbn: 'a:b:d', port: 'COM7' }, 'a') ?? '';
    assert.ok(written.includes('# here') && written.includes('# end'), written);
    assert.equal(parseSketchYaml(written).project?.profiles[0]?.port, 'COM7');
  });

  it('does not write into a file that cannot be read, or a profile that is not there', () => {
    assert.equal(rememberBoard('a: [', board), undefined);
    assert.equal(rememberBoard('a: *x', board), undefined);
  });
});

describe('folderDemands', () => {
  const [mega, plain] = parseSketchYaml(whole).project?.profiles ?? [];

  it('lists what a profile fetches or reads, indexes first', () => {
    assert.ok(mega);
    const demands = demandsOf(mega);
    assert.deepEqual(demandLines(demands), [
      'List of platforms from https://demo.example/package_demo_index.json',
      'Platform arduino:avr 1.8.6',
      'Platform demo:avr 1.0.0',
      'Library DHT sensor library 1.4.6',
      'Library Adafruit Unified Sensor 1.1.14',
      'Library in the folder ../our-library',
      'Library OneWire',
    ]);
    assert.deepEqual(
      demands.filter((demand) => !isFetched(demand)),
      [{ kind: 'folder', path: '../our-library' }],
    );
  });

  it('has nothing to ask for a profile that uses what is installed', () => {
    assert.ok(plain);
    assert.deepEqual(demandsOf(plain), []);
  });

  it('asks anew when anything changes, and not when it does not', () => {
    assert.ok(mega);
    const key = demandsKey(demandsOf(mega));
    const again = parseSketchYaml(`# another comment\n${whole}`).project?.profiles[0];
    const other = parseSketchYaml(whole.replace('1.4.6', '1.4.7')).project?.profiles[0];
    assert.ok(again && other);
    assert.equal(demandsKey(demandsOf(again)), key);
    assert.notEqual(demandsKey(demandsOf(other)), key);
  });
});

describe('indexUrlProblem', () => {
  const rows: readonly [url: string, isGood: boolean][] = [
    ['https://a.example/package_a_index.json', true],
    ['http://127.0.0.1:8080/x.json', true],
    ['http://localhost/x.json', true],
    ['http://[::1]:1/x.json', true],
    ['http://a.example/x.json', false],
    ['http://127.0.0.1.evil.example/x.json', false],
    ['http://localhost.evil.example/x.json', false],
    ['https://me:secret@a.example/x.json', false],
    ['file:///etc/passwd', false],
    ['ftp://a.example/x', false],
    ['package_index.json', false],
    ['', false],
  ];
  for (const [url, isGood] of rows) {
    it(`${isGood ? 'lets pass' : 'refuses'} ${url}`, () =>
      assert.equal(indexUrlProblem(url) === undefined, isGood));
  }

  it('takes what is good from a setting and says what is not', () => {
    assert.deepEqual(
      readIndexUrls([' https://a.example/x ', 'https://a.example/x', 'http://b.example', 7, '']),
      {
        urls: ['https://a.example/x'],
        problems: [
          'http://b.example: Only "https://" is used: what comes by "http://" can be changed on its way.',
        ],
      },
    );
    assert.deepEqual(readIndexUrls('https://a.example/x'), { urls: [], problems: [] });
    assert.deepEqual(readIndexUrls(['https://a.example/x https://b.example/y']), {
      urls: [],
      problems: ['https://a.example/x https://b.example/y: An address has no spaces.'],
    });
  });
});
