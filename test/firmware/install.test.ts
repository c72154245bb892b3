import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createArduinoHome } from '../../scripts/arduino.mjs';
import type { ArduinoFailure, Outcome } from '../../src/firmware/arduinoCli';
import { indexWords, installWords } from '../../src/firmware/installFailure';
import type { DaemonArduinoCli } from '../../src/firmware/io/daemonArduinoCli';
import { needForHeader } from '../../src/firmware/sketchNeeds';
import { keptEvents, never, openDoor, sketchbook } from './door';
import { ServedIndex } from './servedIndex';

const archive = 'demo-avr-1.0.0.tar.gz';
const demo = { id: 'demo:avr', runsScripts: false };

describe('installing, from lists served on this machine', function () {
  this.timeout(120_000);
  let served: ServedIndex;
  let folder: string;
  let home: Record<string, string>;
  let door: DaemonArduinoCli;

  beforeEach(async () => {
    served = await ServedIndex.start();
    folder = mkdtempSync(path.join(os.tmpdir(), 'install-'));
    home = createArduinoHome(folder);
    served.writeLibraryIndex(path.join(folder, 'data'));
    door = openDoor({ home, additionalUrls: [served.indexUrl] }).door;
  });
  afterEach(() => {
    door.dispose();
    served.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  });
  const book = sketchbook();
  const refresh = () => door.updateIndexes(keptEvents().events, never);

  it('installs a platform with progress, and a sketch compiles for it', async () => {
    served.manners.set(archive, 'slow');
    const updates = done(await refresh());
    assert.equal(updates.find(({ url }) => url === served.indexUrl)?.failure, undefined);
    const before = done(await door.platforms('demo', never));
    assert.deepEqual(
      before.map(({ id, installedVersion, latestVersion }) => [
        id,
        installedVersion,
        latestVersion,
      ]),
      [['demo:avr', undefined, '1.0.0']],
    );
    const { kept, events } = keptEvents();
    assert.deepEqual(await door.installPlatform(demo, events, never), {
      kind: 'done',
      value: undefined,
    });
    assert.ok(
      kept.percents.some((percent) => percent > 0 && percent < 100),
      `a percentage on the way: ${String(kept.percents)}`,
    );
    assert.ok(kept.messages.some((message) => message.includes('demo:avr@1.0.0')));
    const sketch = book.write('demo', 'void setup() {}\nvoid loop() {}\n');
    const request = { folder: sketch, fqbn: 'demo:avr:uno' };
    const { outcome } = await door.compile(request, keptEvents().events, never);
    assert.equal(outcome.kind, 'done');
  });

  it("does not run the platform maker's script unless told to", async () => {
    await refresh();
    const data = done(await door.dataFolder(never));
    const place = path.join(data, 'packages/demo/hardware/avr/1.0.0');
    await door.installPlatform(demo, keptEvents().events, never);
    assert.deepEqual(
      [existsSync(path.join(place, 'post_install.sh')), existsSync(path.join(place, 'it-ran'))],
      [true, false],
    );
  });

  it('finds the library that brings a header, and installs it with what it needs', async () => {
    const found = done(await door.searchLibraries('provides:DemoSensor.h', never));
    assert.deepEqual(needForHeader('DemoSensor.h', found), {
      kind: 'library',
      name: 'Demo Sensor',
      header: 'DemoSensor.h',
    });
    const { kept, events } = keptEvents();
    done(await door.installLibrary({ name: 'Demo Sensor' }, events, never));
    assert.ok(kept.messages.some((message) => message.includes('Demo Bus@1.0.0')));
    const names = done(await door.libraries(never)).map(({ name }) => name);
    assert.deepEqual(
      ['Demo Sensor', 'Demo Bus'].filter((name) => !names.includes(name)),
      [],
    );
    const text = '#include <DemoSensor.h>\nvoid setup() {}\nvoid loop() {}\n';
    const request = { folder: book.write('sensor', text), fqbn: 'arduino:avr:uno' };
    const { outcome } = await door.compile(request, keptEvents().events, never);
    assert.equal(outcome.kind, 'done');
  });

  it('leaves the choice open where two libraries bring a header', async () => {
    const found = done(await door.searchLibraries('provides:DemoTwin.h', never));
    assert.equal(needForHeader('DemoTwin.h', found)?.kind, 'choice');
  });

  it('shows a bad checksum as what it is, and keeps nothing', async () => {
    served.areSumsWrong = true;
    await refresh();
    const failure = failed(await door.installPlatform(demo, keptEvents().events, never));
    assert.equal(
      installWords('demo:avr', failure),
      '"demo:avr" was not installed. The checksum of "demo:avr@1.0.0" is not the one the list promises: the file was changed or cut off on its way. Nothing of it was kept.',
    );
    assert.deepEqual(
      done(await door.platforms(undefined, never)).filter(({ id }) => id === 'demo:avr'),
      [],
    );
    served.areSumsWrong = false;
    await refresh();
    done(await door.installPlatform(demo, keptEvents().events, never));
  });

  it('shows a 404 as what it is', async () => {
    await refresh();
    served.manners.set(archive, 'missing');
    const failure = failed(await door.installPlatform(demo, keptEvents().events, never));
    assert.equal(
      installWords('demo:avr', failure),
      '"demo:avr" was not installed. The server does not have the file (404 Not Found).',
    );
  });

  it('stops when the person stops it, and succeeds when tried again', async () => {
    await refresh();
    served.manners.set(archive, 'silent');
    const stop = new AbortController();
    const stopped = door.installPlatform(demo, keptEvents().events, stop.signal);
    await until(() => served.asked.filter((name) => name === archive).length > 0);
    const started = performance.now();
    stop.abort();
    assert.deepEqual(failed(await stopped), { kind: 'cancelled' });
    assert.ok(performance.now() - started < 5_000);
    assert.equal(installWords('demo:avr', { kind: 'cancelled' }), undefined);
    served.manners.clear();
    done(await door.installPlatform(demo, keptEvents().events, never));
  });

  it('says that a platform is in no list', async () => {
    const failure = failed(
      await door.installPlatform({ id: 'no:such', runsScripts: false }, keptEvents().events, never),
    );
    assert.equal(
      installWords('no:such', failure),
      '"no:such" is in no list that arduino-cli has. Lists of other makers come with the setting "sigfox.arduinoCli.boardManagerUrls".',
    );
  });

  it('tells why a list could not be fetched, each by its own reason', async () => {
    const urls = [
      'https://no.such.host.invalid/package_a_index.json',
      'http://127.0.0.1:1/package_b_index.json',
      `${served.origin}/package_missing_index.json`,
      served.indexUrl,
    ];
    const other = openDoor({ home, additionalUrls: urls }).door;
    const updates = done(await other.updateIndexes(keptEvents().events, never));
    other.dispose();
    const ours = updates.filter(({ url }) => urls.includes(url));
    assert.deepEqual(indexWords(ours), [
      'The list https://no.such.host.invalid/package_a_index.json could not be fetched. The name "no.such.host.invalid" is not known: this machine is offline, or the address is wrong.',
      'The list http://127.0.0.1:1/package_b_index.json could not be fetched. "127.0.0.1:1" refuses the connection: nothing listens there.',
      `The list ${urls[2] ?? ''} could not be fetched. "${new URL(served.origin).host}" does not have the file (404 Not Found).`,
    ]);
    assert.equal(ours.at(-1)?.failure, undefined);
  });
});

function done<T>(outcome: Outcome<T>): T {
  assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
  return (outcome as { value: T }).value;
}

function failed(outcome: Outcome<unknown>): ArduinoFailure {
  assert.equal(outcome.kind, 'failed');
  return (outcome as { failure: ArduinoFailure }).failure;
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
}
