import assert from 'node:assert/strict';
import type { ArduinoCli, Outcome, UploadDone, WorkEvents } from '../../../src/firmware/arduinoCli';
import type { BoardPort } from '../../../src/firmware/boardPort';
import { ProblemBook } from '../../../src/firmware/problemBook';
import { SketchWork } from '../../../src/firmware/sketchWork';
import { Emitter } from '../../../src/shared/event';
import { ManualClock } from '../../support/manualClock';

const never = new AbortController().signal;
const job = { folder: '/s/s', fqbn: 'arduino:samd:mkrfox1200' };
const silent: WorkEvents = { onOutput: () => undefined, onProgress: () => undefined };
const mkr = { vendorId: '2341', productId: '8050', serialNumber: 'F1' };
const port = (address: string, identity = mkr): BoardPort => ({
  address,
  protocol: 'serial',
  label: address,
  identity,
  boards: [],
});

/**
 * A scripted arduino-cli, port list and lease: how an upload to a board with USB of its own goes (touch at 1200 baud, the
 * port leaves, the bootloader's port comes, the sketch's port comes) can be told step by step.
 */
function createBench() {
  const clock = new ManualClock();
  const changed = new Emitter<undefined>();
  const log: string[] = [];
  const ports = { list: [port('ttyACM0')] as readonly BoardPort[] };
  let tell: WorkEvents = silent;
  let end: (outcome: Outcome<UploadDone>) => void = () => undefined;
  const arduino: Pick<ArduinoCli, 'compile' | 'upload'> = {
    compile: () => Promise.reject(new Error('nothing is compiled')),
    upload: (request, events, signal) => {
      log.push(
        `upload to ${request.port.address}${request.programmer ? ` by ${request.programmer}` : ''}`,
      );
      tell = events;
      return new Promise((resolve) => {
        end = resolve;
        signal.addEventListener('abort', () =>
          resolve({ kind: 'failed', failure: { kind: 'cancelled' } }),
        );
      });
    },
  };
  const leases = {
    lease: ({ address }: { readonly address: string }) => {
      log.push(`taken ${address}`);
      return Promise.resolve({
        release: (now?: string) => {
          log.push(`given back at ${now ?? 'unknown'}`);
          return Promise.resolve();
        },
      });
    },
  };
  const source = {
    get ports() {
      return ports.list;
    },
    onDidChange: changed.event,
  };
  const plug = (...list: readonly BoardPort[]) => {
    ports.list = list;
    changed.fire(undefined);
  };
  return {
    ...{ clock, log, plug },
    work: new SketchWork(arduino, leases, new ProblemBook(), source, clock),
    reach: (percent: number) => tell.onProgress({ percent, message: '' }),
    end: (outcome: Outcome<UploadDone>) => end(outcome),
  };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('SketchWork, uploading to a board that re-enumerates', () => {
  it('lets the port come and go before the writing, and gives back where the board is now', async () => {
    const { work, plug, clock, reach, end, log } = createBench();
    const upload = work.upload(job, port('ttyACM0'), silent, never);
    await settle();
    plug();
    clock.advance(8_000);
    plug(port('ttyACM1', { ...mkr, productId: '0050' }));
    reach(0);
    plug(port('ttyACM2'));
    end({ kind: 'done', value: { portAddress: 'ttyACM2' } });
    const { outcome, hasLostBoard } = await upload;
    assert.deepEqual(
      [outcome.kind, hasLostBoard, log],
      ['done', false, ['taken ttyACM0', 'upload to ttyACM0', 'given back at ttyACM2']],
    );
  });

  it('ends an uploader whose board goes away while it writes (F2)', async () => {
    const { work, plug, clock, reach, log } = createBench();
    const upload = work.upload(job, port('ttyACM0'), silent, never);
    await settle();
    reach(20);
    plug();
    clock.advance(1_500);
    const { hasLostBoard } = await upload;
    assert.deepEqual([hasLostBoard, log.at(-1)], [true, 'given back at unknown']);
  });

  it('bears with a port that is back in a moment', async () => {
    const { work, plug, clock, reach, end } = createBench();
    const upload = work.upload(job, port('ttyACM0'), silent, never);
    await settle();
    reach(20);
    plug();
    clock.advance(1_000);
    plug(port('ttyACM0'));
    clock.advance(1_000);
    reach(100);
    plug();
    clock.advance(10_000);
    end({ kind: 'done', value: { portAddress: undefined } });
    const { outcome, hasLostBoard } = await upload;
    assert.deepEqual([outcome.kind, hasLostBoard, clock.pending], ['done', false, 0]);
  });

  it('hands the programmer on', async () => {
    const { work, end, log } = createBench();
    const upload = work.upload({ ...job, programmer: 'usbasp' }, port('ttyACM0'), silent, never);
    await settle();
    end({ kind: 'done', value: { portAddress: undefined } });
    await upload;
    assert.equal(log[1], 'upload to ttyACM0 by usbasp');
  });

  it('does one thing after the other', async () => {
    const { work, end, log } = createBench();
    const first = work.upload(job, port('ttyACM0'), silent, never);
    const second = work.upload(job, port('ttyACM0'), silent, never);
    await settle();
    assert.equal(log.length, 2);
    end({ kind: 'done', value: { portAddress: undefined } });
    await first;
    await settle();
    end({ kind: 'done', value: { portAddress: undefined } });
    await second;
    assert.equal(log.length, 6);
  });

  it('gives the port back when it was stopped', async () => {
    const { work, log } = createBench();
    const abort = new AbortController();
    const upload = work.upload(job, port('ttyACM0'), silent, abort.signal);
    await settle();
    abort.abort();
    const { outcome, hasLostBoard } = await upload;
    assert.ok(outcome.kind === 'failed');
    assert.deepEqual(
      [outcome.failure.kind, hasLostBoard, log.at(-1)],
      ['cancelled', false, 'given back at unknown'],
    );
  });
});
