import assert from 'node:assert/strict';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ArduinoFailure } from '../../src/firmware/arduinoCli';
import { releaseFor } from '../../src/firmware/arduinoCliRelease';
import { ArduinoCliFinder } from '../../src/firmware/io/arduinoCliFinder';
import { installedProgram } from '../../src/firmware/io/arduinoCliInstaller';
import { NodeProcessRunner } from '../../src/shared/io/nodeProcessRunner';
import { fromSuite } from './fromSuite';

describe('ArduinoCliFinder', function () {
  this.timeout(120_000);
  let folder: string;
  let setting: string;
  let searchPath: string;
  const release = releaseFor({ platform: 'linux', architecture: 'x64' });

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'finder-'));
    setting = '';
    searchPath = '/nowhere';
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const finder = (patienceMs = 20_000) =>
    new ArduinoCliFinder({
      runner: new NodeProcessRunner(),
      setting: () => setting,
      storage: path.join(folder, 'storage'),
      release,
      machine: { platform: 'linux', searchPath },
      patienceMs,
    });
  const at = (name: string) => path.join(folder, name);
  const script = (name: string, text: string): string => {
    mkdirSync(path.dirname(at(name)), { recursive: true });
    writeFileSync(at(name), `#!/bin/sh\n${text}\n`);
    chmodSync(at(name), 0o755);
    return at(name);
  };
  const says = (version: string) =>
    `echo '{"Application":"arduino-cli","VersionString":"${version}"}'`;
  const why = async (found: ReturnType<ArduinoCliFinder['find']>): Promise<ArduinoFailure> => {
    const outcome = await found;
    assert.equal(outcome.kind, 'failed', JSON.stringify(outcome));
    return (outcome as { failure: ArduinoFailure }).failure;
  };

  it('finds the real one on the path', async () => {
    const program = fromSuite('FIRMWARE_CLI');
    searchPath = `/nowhere:${path.dirname(program)}`;
    assert.deepEqual(await finder().find(), {
      kind: 'done',
      value: { program, version: fromSuite('FIRMWARE_ARDUINO_CLI'), origin: 'path', isOld: false },
    });
  });

  it('takes the one the setting names, even when another is on the path', async () => {
    setting = fromSuite('FIRMWARE_CLI');
    searchPath = path.dirname(script('bin/arduino-cli', says('1.4.1')));
    const found = await finder().find();
    assert.ok(found.kind === 'done');
    assert.equal(found.value.origin, 'setting');
  });

  it('says what is wrong with the setting instead of taking another', async () => {
    searchPath = path.dirname(script('bin/arduino-cli', says('1.5.1')));
    setting = at('nothing-here');
    assert.deepEqual(await why(finder().find()), {
      kind: 'missing',
      reason: `The setting "sigfox.arduinoCli.path" says "${setting}", where there is no program that may be run.`,
    });
    setting = 'arduino-cli';
    assert.deepEqual(await why(finder().find()), {
      kind: 'missing',
      reason: 'The setting "sigfox.arduinoCli.path" says "arduino-cli", which is no full path.',
    });
  });

  it('takes the downloaded one where none is on the path, or only one that does not do', async () => {
    assert.ok(release);
    const program = installedProgram('storage', release);
    script(program, says('1.5.1'));
    const expected = {
      kind: 'done',
      value: { program: at(program), version: '1.5.1', origin: 'download', isOld: false },
    };
    assert.deepEqual(await finder().find(), expected);
    searchPath = path.dirname(script('bin/arduino-cli', says('1.5.0')));
    assert.deepEqual(await finder().find(), expected);
  });

  it('refuses 1.5.0 with the reason, and marks an older one', async () => {
    searchPath = path.dirname(script('bin/arduino-cli', says('1.5.0')));
    assert.deepEqual(await why(finder().find()), {
      kind: 'unsuitable',
      version: '1.5.0',
      reason:
        'arduino-cli 1.5.0 can miss a change in the sketch and upload the old program. 1.5.1 mends that.',
    });
    script('bin/arduino-cli', says('1.2.0'));
    utimesSync(at('bin/arduino-cli'), 1, 1);
    const found = await finder().find();
    assert.ok(found.kind === 'done' && found.value.isOld);
  });

  it('says that there is none', async () => {
    assert.deepEqual(await why(finder().find()), {
      kind: 'missing',
      reason: 'It is not on the path and was not downloaded.',
    });
  });

  const fakes: readonly [what: string, text: string, reason: RegExp][] = [
    ['answers nonsense', 'echo hello', /is no arduino-cli/],
    ['answers nothing', 'exit 3', /is no arduino-cli/],
    [
      'is another program',
      `echo '{"Application":"rm","VersionString":"1.5.1"}'`,
      /is no arduino-cli/,
    ],
    ['never answers', 'sleep 600', /does not answer/],
    ['never stops answering', 'exec yes', /does not answer|is no arduino-cli/],
    ['cannot be run', '', /could not be started|is no arduino-cli/],
  ];
  for (const [what, text, reason] of fakes) {
    it(`sees through a program that ${what} (H11)`, async () => {
      searchPath = path.dirname(script('bin/arduino-cli', text));
      if (text === '') writeFileSync(at('bin/arduino-cli'), '\u007fELF nonsense');
      const failure = await why(finder(1_500).find());
      assert.match('reason' in failure ? failure.reason : '', reason);
    });
  }

  it('looks neither into folders named relatively nor at what is no plain program', async () => {
    script('bin/arduino-cli', says('1.5.1'));
    mkdirSync(at('other/arduino-cli'), { recursive: true });
    mkdirSync(at('third'));
    symlinkSync('/nowhere', at('third/arduino-cli'));
    searchPath = ['.', 'bin', '', at('other'), at('third')].join(':');
    assert.equal((await why(finder().find())).kind, 'missing');
  });

  it('asks a program for its version once, and again when it has changed', async () => {
    const program = script('bin/arduino-cli', `echo x >> "$0.asked"; ${says('1.5.1')}`);
    searchPath = path.dirname(program);
    const one = finder();
    for (let time = 0; time < 3; time++) await one.find();
    assert.equal(readFileSync(`${program}.asked`, 'utf8'), 'x\n');
    script('bin/arduino-cli', `echo x >> "$0.asked"; ${says('1.4.1')}`);
    utimesSync(program, 1, 1);
    const found = await one.find();
    assert.ok(found.kind === 'done');
    assert.equal(found.value.version, '1.4.1');
    assert.equal(readFileSync(`${program}.asked`, 'utf8'), 'x\nx\n');
  });
});
