import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Outcome } from '../../src/firmware/arduinoCli';
import { cancelledWords, uploadFailed } from '../../src/firmware/firmwareErrors';
import { ProblemBook } from '../../src/firmware/problemBook';
import { SketchWork } from '../../src/firmware/sketchWork';
import { PtyDoor } from '../../src/simulator/io/ptyDoor';
import { createVirtualBoard, plugIn, until } from '../support/runningBoard';
import { tsxGuard } from '../support/tsxGuard';
import { systemClock } from '../../src/shared/io/systemClock';
import { keptEvents, never, openDoor, sketchbook } from './door';
import { fromSuite } from './fromSuite';
import { homeOfItsOwn, isHeld } from './homeOfItsOwn';
import { noPorts, portAt, unleased } from './lonePort';
import { holdPort, withoutPrivilege } from './otherProgram';

const uno = 'arduino:avr:uno';
const blink = 'void setup() {}\nvoid loop() {}\n';
/** Takes avrdude some seconds to write. */
const long =
  'const char filler[24000] PROGMEM __attribute__((used)) = {1};\nvoid setup() {}\n' +
  'void loop() { asm volatile("" :: "r"(pgm_read_byte(&filler[millis() % 1000]))); }\n';

describe('work that does not go well', function () {
  this.timeout(180_000);
  const { home, folder: homeFolder, running } = homeOfItsOwn();
  const program = withoutPrivilege(fromSuite('FIRMWARE_CLI'), homeFolder);
  const { door } = openDoor({ home, program });
  const { write } = sketchbook();
  const work = new SketchWork(door, unleased, new ProblemBook(), noPorts, systemClock);
  const named = (name: string) => running().filter((one) => one.name.includes(name));
  let folder: string;

  before(async () => {
    folder = write('blink', blink);
    await compile(folder);
  });

  after(() => door.dispose());

  async function compile(sketch: string, fqbn = uno): Promise<void> {
    const { outcome } = await work.compile({ folder: sketch, fqbn }, keptEvents().events, never);
    assert.equal(outcome.kind, 'done');
  }

  it('uploads with the real avrdude, shows how far it is, and says where the board is', async () => {
    const board = createVirtualBoard();
    try {
      const address = await plugIn(board, { model: 'uno', modem: 'wisol' });
      const { kept, events } = keptEvents();
      const { outcome } = await work.upload({ folder, fqbn: uno }, portAt(address), events, never);
      assert.equal(outcome.kind, 'done');
      assert.match(kept.output, /avrdude: \d+ bytes of flash verified/);
      // avrdude speaks of errors (a pty has no modem lines) though all went well.
      assert.match(kept.output, /error/);
      assert.deepEqual(
        kept.percents,
        [...kept.percents].sort((a, b) => a - b),
      );
      assert.ok(kept.percents.length > 50 && kept.percents.at(-1) === 100, String(kept.percents));
      assert.deepEqual([...new Set(kept.messages)], ['writing', 'checking']);
    } finally {
      board.dispose();
    }
  });

  it('says that the port is not there', async () => {
    assert.equal(
      await failedUpload(uno, '/dev/ttyACM77'),
      'Could not upload to "ttyACM77": there is no such port any more.',
    );
  });

  it('says that another program has the port, and uploads once it is free', async () => {
    const board = createVirtualBoard();
    try {
      const address = await plugIn(board, { model: 'uno', modem: 'wisol' });
      const other = await holdPort(address);
      const words = await failedUpload(uno, address);
      await other.end();
      assert.equal(
        words.replace(/pts\/\d+/, 'pts/N'),
        'Could not upload to "pts/N": another program has the port open.',
      );
      const { outcome } = await work.upload(
        { folder, fqbn: uno },
        portAt(address),
        keptEvents().events,
        never,
      );
      assert.equal(outcome.kind, 'done');
    } finally {
      board.dispose();
    }
  });

  it('says that another chip is there', async () => {
    const board = createVirtualBoard();
    try {
      const address = await plugIn(board, { model: 'uno', modem: 'wisol' });
      const other = 'arduino:avr:nano:cpu=atmega168';
      await compile(folder, other);
      assert.match(
        await failedUpload(other, address),
        /^Could not upload to "pts\/\d+": the board there has no ATmega168\.$/,
      );
    } finally {
      board.dispose();
      await compile(folder);
    }
  });

  it('says that the board went away during the upload, and the next upload works (F2)', async () => {
    const sketch = write('long', long);
    await compile(sketch);
    const board = createVirtualBoard();
    const onBoard = new SketchWork(door, unleased, new ProblemBook(), board, systemClock);
    try {
      const address = await plugIn(board, { model: 'uno', modem: 'wisol' });
      const news = await onBoard.upload(
        { folder: sketch, fqbn: uno },
        portAt(address),
        {
          onOutput: () => undefined,
          onProgress: ({ percent }) => {
            if (percent !== undefined && percent > 10 && board.state.kind === 'running')
              board.stop();
          },
        },
        never,
      );
      assert.ok(news.outcome.kind === 'failed');
      assert.match(
        uploadFailed(address, news.outcome.failure, news).message,
        /^Could not upload to "pts\/\d+": the board went away\.$/,
      );
      await until(() => named('avrdude').length === 0, 'to lose its uploader');
      const again = await plugIn(board, { model: 'uno', modem: 'wisol' });
      const next = await onBoard.upload(
        { folder: sketch, fqbn: uno },
        portAt(again),
        keptEvents().events,
        never,
      );
      assert.equal(next.outcome.kind, 'done');
    } finally {
      board.dispose();
    }
  });

  describe('when the person stops it', () => {
    it('ends a hung uploader within two seconds, and says that the port is free (F4)', async () => {
      const dead = new PtyDoor();
      const abort = new AbortController();
      const upload = work.upload(
        { folder, fqbn: uno },
        portAt(dead.address),
        keptEvents().events,
        abort.signal,
      );
      await until(() => isHeld(dead.address), 'to be held by the uploader');
      const { outcome, ms } = await stopped(abort, upload);
      assert.equal(wordsOf(outcome, true), 'Cancelled. The port is free.');
      // Two seconds are promised; a machine that does much else besides may take longer to run at all.
      assert.deepEqual(
        [isHeld(dead.address), running(), ms < 4_000],
        [false, [], true],
        `${ms} ms`,
      );
      dead.dispose();
    });

    for (const percent of [1, 30, 57, 70]) {
      it(`leaves nothing running of a compile stopped at ${percent} %, and the next one is right`, async () => {
        const abort = new AbortController();
        const sketch = write(`stopped${percent}`, blink);
        const compiling = work.compile(
          { folder: sketch, fqbn: percent < 50 ? uno : 'arduino:avr:mega' },
          {
            onOutput: () => undefined,
            onProgress: (progress) => {
              if ((progress.percent ?? 0) >= percent) abort.abort();
            },
          },
          abort.signal,
        );
        const { outcome } = await compiling;
        assert.equal(wordsOf(outcome, false), 'Cancelled.');
        assert.deepEqual(running(), []);
        await compile(sketch, percent < 50 ? uno : 'arduino:avr:mega');
      });
    }

    it('builds anew what a stop has left half: arduino-cli would take it for whole', async () => {
      const sketch = write('halved', blink);
      const cores = path.join(home['ARDUINO_BUILD_CACHE_PATH'] ?? '', 'cores');
      rmSync(cores, { recursive: true });
      const whole = await door.compile({ folder: sketch, fqbn: uno }, keptEvents().events, never);
      const abort = new AbortController();
      const stoppedAtOnce = {
        onOutput: () => undefined,
        onProgress: () => abort.abort(),
      };
      await work.compile({ folder: sketch, fqbn: uno }, stoppedAtOnce, abort.signal);
      // The core library is put together member by member, and only then kept for all sketches: so it is before the last.
      rmSync(cores, { recursive: true, force: true });
      const archive = path.join(whole.buildPath ?? '', 'core/core.a');
      assert.ok(existsSync(archive), archive);
      assert.equal(spawnSync('avr-ar', ['d', archive, 'main.cpp.o']).status, 0);
      await compile(sketch);
    });

    it('does not even begin what was stopped before its turn', async () => {
      const abort = new AbortController();
      abort.abort();
      const { outcome } = await work.compile(
        { folder, fqbn: uno },
        keptEvents().events,
        abort.signal,
      );
      assert.equal(wordsOf(outcome, false), 'Cancelled.');
    });
  });

  it('fails by name when arduino-cli is killed, and the next action starts it again (F3)', async () => {
    const dead = new PtyDoor();
    const upload = work.upload(
      { folder, fqbn: uno },
      portAt(dead.address),
      keptEvents().events,
      never,
    );
    await until(() => isHeld(dead.address), 'to be held by the uploader');
    for (const { id } of named('arduino-cli')) process.kill(id, 'SIGKILL');
    const news = await upload;
    assert.ok(news.outcome.kind === 'failed');
    assert.match(
      uploadFailed(dead.address, news.outcome.failure, news).message,
      /^arduino-cli ended while it was working: /,
    );
    await until(() => !isHeld(dead.address), 'to be free again');
    dead.dispose();
    await compile(folder);
  });

  it('leaves nothing running when the editor is killed during an upload', async () => {
    const dead = new PtyDoor();
    const before = new Set(running().map(({ id }) => id));
    const editor = spawn(
      process.execPath,
      ['--import=tsx', path.join(import.meta.dirname, 'uploadForEver.ts')],
      {
        stdio: 'ignore',
        env: {
          ...process.env,
          ...home,
          UPLOAD: JSON.stringify({ folder, fqbn: uno, address: dead.address, guard: tsxGuard }),
        },
      },
    );
    await until(() => isHeld(dead.address), 'to be held by the uploader');
    editor.kill('SIGKILL');
    await until(() => !isHeld(dead.address), 'to be let go of', 5_000);
    await until(() => running().every(({ id }) => before.has(id)), 'to be left by all', 5_000);
    dead.dispose();
  });

  it('ends arduino-cli when it is not used any more', async () => {
    await compile(folder);
    assert.equal(named('arduino-cli').length, 1);
    door.dispose();
    await until(() => running().length === 0, 'to be left by all');
  });

  async function failedUpload(fqbn: string, address: string): Promise<string> {
    const news = await work.upload({ folder, fqbn }, portAt(address), keptEvents().events, never);
    assert.ok(news.outcome.kind === 'failed');
    return uploadFailed(address, news.outcome.failure, news).message;
  }
});

async function stopped<T>(abort: AbortController, work: Promise<T>): Promise<T & { ms: number }> {
  const started = performance.now();
  abort.abort();
  return { ...(await work), ms: performance.now() - started };
}

function wordsOf(outcome: Outcome<unknown>, hadPort: boolean): string {
  assert.ok(outcome.kind === 'failed' && outcome.failure.kind === 'cancelled');
  return cancelledWords(outcome.failure, hadPort);
}
