import assert from 'node:assert/strict';
import { uploadFailed } from '../../src/firmware/firmwareErrors';
import { ProblemBook } from '../../src/firmware/problemBook';
import { SketchWork } from '../../src/firmware/sketchWork';
import { PtyDoor } from '../../src/simulator/io/ptyDoor';
import { systemClock } from '../../src/shared/io/systemClock';
import { createVirtualBoard, plugIn } from '../support/runningBoard';
import { keptEvents, never, openDoor, sketchbook } from './door';
import { noPorts, portAt, unleased } from './lonePort';

// An uploader waits a minute for an answer: it begins with the whole suite, beside which it waits.
const { door } = openDoor();
const { write } = sketchbook();
let words: Promise<readonly string[]>;

before(() => {
  words = Promise.all([deadBoard(), otherProtocol()]);
  words.catch(() => undefined);
});
after(() => door.dispose());

describe('an upload that nobody answers', function () {
  this.timeout(180_000);

  it('says so after a minute, be it a dead board or one with another protocol', async () => {
    for (const each of await words) {
      assert.match(each, /^Could not upload to "pts\/\d+": no board answers there\.$/);
    }
  });
});

async function deadBoard(): Promise<string> {
  const dead = new PtyDoor();
  const said = await failedUpload('dead', 'arduino:avr:uno', dead.address);
  dead.dispose();
  return said;
}

/** The Mega's uploader asks in a language that the Uno's bootloader does not know. */
async function otherProtocol(): Promise<string> {
  const board = createVirtualBoard();
  const address = await plugIn(board, { model: 'uno', modem: 'wisol' });
  const said = await failedUpload('foreign', 'arduino:avr:mega', address);
  board.dispose();
  return said;
}

async function failedUpload(name: string, fqbn: string, address: string): Promise<string> {
  const work = new SketchWork(door, unleased, new ProblemBook(), noPorts, systemClock);
  const job = { folder: write(name, 'void setup() {}\nvoid loop() {}\n'), fqbn };
  const compiled = await work.compile(job, keptEvents().events, never);
  assert.equal(compiled.outcome.kind, 'done');
  const news = await work.upload(job, portAt(address), keptEvents().events, never);
  assert.ok(news.outcome.kind === 'failed');
  return uploadFailed(address, news.outcome.failure, news).message;
}
