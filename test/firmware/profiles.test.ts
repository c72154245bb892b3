import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createArduinoHome } from '../../scripts/arduino.mjs';
import {
  commandsForSketch,
  intelliSenseOf,
  parseDatabase,
} from '../../src/firmware/compilationDatabase';
import { demandsOf, isFetched } from '../../src/firmware/folderDemands';
import type { DaemonArduinoCli } from '../../src/firmware/io/daemonArduinoCli';
import { findNeeds } from '../../src/firmware/needsFinder';
import { parseSketchYaml } from '../../src/firmware/sketchYaml';
import { keptEvents, never, openDoor, sketchbook } from './door';
import { ServedIndex } from './servedIndex';

const text = '#include <DemoBus.h>\n#include <Own.h>\nvoid setup() {}\nvoid loop() {}\n';
const project = `profiles:
  field:
    fqbn: arduino:avr:uno
    platforms:
      - platform: arduino:avr
    libraries:
      - Demo Bus (1.0.0)
      - dir: ../own
default_profile: field
`;

describe('what a folder brings, with the real arduino-cli', function () {
  this.timeout(120_000);
  const book = sketchbook();
  let served: ServedIndex;
  let home: string;
  let door: DaemonArduinoCli;

  beforeEach(async () => {
    served = await ServedIndex.start();
    home = mkdtempSync(path.join(os.tmpdir(), 'profiles-'));
    const env = createArduinoHome(home);
    served.writeLibraryIndex(path.join(home, 'data'));
    door = openDoor({ home: env, additionalUrls: [served.indexUrl] }).door;
  });
  afterEach(() => {
    door.dispose();
    served.close();
    rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  });

  it('is fetched only when the profile is opened, and is what our reading of the file says', async () => {
    book.write('own', 'void setup() {}\nvoid loop() {}\n', { 'Own.h': '#define OWN 1\n' });
    const folder = book.write('station', text, { 'sketch.yaml': project });
    const request = { folder, fqbn: 'arduino:avr:uno' };
    const without = await door.compile(request, keptEvents().events, never);
    assert.equal(without.outcome.kind, 'failed');
    assert.deepEqual(
      served.asked.filter((name) => name.endsWith('.zip')),
      [],
    );
    const profile = parseSketchYaml(project).project?.profiles[0];
    assert.ok(profile);
    assert.deepEqual(demandsOf(profile).filter(isFetched), [
      { kind: 'library', name: 'Demo Bus', version: '1.0.0' },
    ]);
    const opened = { ...request, profile: 'field' };
    const withProfile = await door.compile(opened, keptEvents().events, never);
    assert.equal(withProfile.outcome.kind, 'done', JSON.stringify(withProfile.outcome));
    // Each is asked for twice: how long it is, and then for itself.
    assert.deepEqual(
      new Set(served.asked.filter((name) => name.endsWith('.zip'))),
      new Set(['Demo_Bus-1.0.0.zip']),
    );
  });

  it('can end arduino-cli, so an empty list of platforms is refused before it sees it', async () => {
    const hostile = 'profiles:\n  a:\n    fqbn: arduino:avr:uno\n    platforms: []\n';
    assert.equal(parseSketchYaml(hostile).project, undefined);
    const folder = book.write('hostile', 'void setup() {}\nvoid loop() {}\n', {
      'sketch.yaml': hostile,
    });
    const outcome = await door.sketch(folder, never);
    assert.equal(outcome.kind, 'failed');
    // The next question finds a new one.
    assert.equal((await door.version(never)).kind, 'done');
  });

  it('tells how a sketch is compiled without compiling it', async () => {
    const folder = book.write('sensor', '#include <SPI.h>\nvoid setup() {}\nvoid loop() {}\n', {
      'other.ino': 'int other() { return 1; }\n',
    });
    const request = { folder, fqbn: 'arduino:avr:uno', isDatabaseOnly: true };
    const { buildPath } = await door.compile(request, keptEvents().events, never);
    assert.ok(buildPath !== undefined);
    const said = parseDatabase(readFileSync(path.join(buildPath, 'compile_commands.json'), 'utf8'));
    const inoFiles = ['sensor.ino', 'other.ino'];
    const commands = commandsForSketch(said ?? [], { folder, buildPath, inoFiles, separator: '/' });
    const ino = commands.find(({ file }) => file === path.join(folder, 'other.ino'));
    assert.ok(ino);
    const configuration = intelliSenseOf(ino);
    assert.equal(path.basename(configuration.compilerPath), 'avr-g++');
    assert.ok(configuration.includePath.some((one) => one.endsWith('libraries/SPI/src')));
    assert.deepEqual(
      configuration.forcedInclude.map((file) => [path.basename(file), existsSync(file)]),
      [['Arduino.h', true]],
    );
    assert.equal(existsSync(path.join(buildPath, 'sensor.ino.hex')), false);
  });

  it('looks for what a sketch needs without waiting for a network that never answers', async () => {
    served.manners.set('package_demo_index.json', 'silent');
    const wishes = {
      fqbn: 'arduino:avr:uno',
      headers: ['DemoSensor.h', 'SPI.h'],
      ownFiles: [],
      libraryNames: [],
    };
    const started = performance.now();
    const found = await findNeeds(door, wishes, never);
    assert.deepEqual(found, {
      kind: 'done',
      value: {
        needs: [{ kind: 'library', name: 'Demo Sensor', header: 'DemoSensor.h' }],
        unknownHeaders: [],
      },
    });
    assert.deepEqual(served.asked, []);
    // A download that waits would take at least the ten seconds of its time-out.
    assert.ok(performance.now() - started < 9_000);
  });
});
