import assert from 'node:assert/strict';
import type { Outcome } from '../../../src/firmware/arduinoCli';
import type { BoardPort } from '../../../src/firmware/boardPort';
import { PortList } from '../../../src/firmware/portList';
import { Emitter } from '../../../src/shared/event';
import { ManualClock } from '../../support/manualClock';

const port = (address: string): BoardPort => ({
  address,
  protocol: 'serial',
  label: address,
  identity: {},
  boards: [],
});

/** A watching that a test feeds and breaks off. */
function createWatch() {
  const runs: {
    readonly tell: (ports: readonly BoardPort[]) => void;
    readonly end: (outcome: Outcome<undefined>) => void;
    readonly signal: AbortSignal;
  }[] = [];
  const watchPorts = (tell: (ports: readonly BoardPort[]) => void, signal: AbortSignal) =>
    new Promise<Outcome<undefined>>((end) => runs.push({ tell, end, signal }));
  return { runs, arduino: { watchPorts } };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));
const crashed = { kind: 'failed', failure: { kind: 'crashed', reason: 'gone' } } as const;

describe('PortList', () => {
  it('lists what is watched together with the ports of the simulator, each once', () => {
    const { runs, arduino } = createWatch();
    const changed = new Emitter<undefined>();
    const simulator = { ports: [port('/tmp/virtual'), port('a')], onDidChange: changed.event };
    const list = new PortList(arduino, [simulator], new ManualClock());
    list.start();
    runs[0]?.tell([port('a'), port('b')]);
    assert.deepEqual(
      list.ports.map(({ address }) => address),
      ['/tmp/virtual', 'a', 'b'],
    );
  });

  it('waits for a port while the list is new, and only then', async () => {
    const { runs, arduino } = createWatch();
    const clock = new ManualClock();
    const list = new PortList(arduino, [], clock);
    const seen: string[] = [];
    const wait = (address: string) =>
      list
        .waitFor(() => list.stay(address) !== undefined)
        .then(() => seen.push(`${address}: ${list.stay(address) ?? 'not there'}`));
    void wait('late');
    void wait('never');
    runs[0]?.tell([port('other')]);
    await settle();
    assert.deepEqual(seen, []);
    runs[0]?.tell([port('other'), port('late')]);
    await settle();
    assert.deepEqual(seen, ['late: 2']);
    clock.advance(5_000);
    await settle();
    assert.deepEqual(seen, ['late: 2', 'never: not there']);
    await wait('gone');
    assert.equal(seen[2], 'gone: not there');
  });

  it('waits for no port where there is no list to be had', async () => {
    const { runs, arduino } = createWatch();
    const list = new PortList(arduino, [], new ManualClock());
    const waited = list.waitFor(() => false);
    runs[0]?.end(crashed);
    await waited;
    assert.deepEqual(list.ports, []);
  });

  it('gives every stay of a port a number of its own', () => {
    const { runs, arduino } = createWatch();
    const list = new PortList(arduino, [], new ManualClock());
    list.start();
    const stays = [];
    for (const ports of [[port('a')], [port('a'), port('b')], [port('b')], [port('a')]]) {
      runs[0]?.tell(ports);
      stays.push([list.stay('a'), list.stay('b')]);
    }
    assert.deepEqual(stays, [
      [1, undefined],
      [1, 2],
      [undefined, 2],
      [3, undefined],
    ]);
  });

  it('watches again after a pause that grows, when the watching breaks off', async () => {
    const { runs, arduino } = createWatch();
    const clock = new ManualClock();
    const list = new PortList(arduino, [], clock);
    list.start();
    runs[0]?.tell([port('a')]);
    runs[0]?.end(crashed);
    await settle();
    assert.deepEqual([list.ports, list.failure], [[], crashed.failure]);
    clock.advance(1_000);
    runs[1]?.end(crashed);
    await settle();
    clock.advance(1_999);
    assert.equal(runs.length, 2);
    clock.advance(1);
    runs[2]?.tell([port('a')]);
    assert.deepEqual([runs.length, list.failure, list.ports.length], [3, undefined, 1]);
  });

  it('does not look again by itself for an arduino-cli that is not there', async () => {
    const { runs, arduino } = createWatch();
    const clock = new ManualClock();
    const list = new PortList(arduino, [], clock);
    list.start();
    runs[0]?.end({ kind: 'failed', failure: { kind: 'missing', reason: 'not on the path' } });
    await settle();
    assert.deepEqual([clock.pending, runs.length], [0, 1]);
    list.restart();
    assert.equal(runs.length, 2);
  });

  it('stops watching when nobody needs it, and leaves no timer', async () => {
    const { runs, arduino } = createWatch();
    const clock = new ManualClock();
    const list = new PortList(arduino, [], clock);
    list.start();
    runs[0]?.end(crashed);
    await settle();
    list.stop();
    assert.deepEqual([runs[0]?.signal.aborted, clock.pending], [true, 0]);
  });
});
