import assert from 'node:assert/strict';
import type { ChainFact } from '../../../src/sigfox/chainFact';
import { scenario } from '../../../src/simulator/network/scenario';
import { VirtualNetwork } from '../../../src/simulator/network/virtualNetwork';
import { createRandom } from '../../fuzz/random';
import { ManualClock } from '../../support/manualClock';

function run(seconds: number, isAway = false) {
  const clock = new ManualClock(1_479_817_070_500);
  const bodies: string[] = [];
  const facts: ChainFact[] = [];
  const publish = (body: Uint8Array) => {
    if (isAway) return Promise.reject(new Error('away'));
    bodies.push(new TextDecoder().decode(body));
    return Promise.resolve();
  };
  const network = new VirtualNetwork(scenario, publish, clock, createRandom(7));
  network.onDidProve((fact) => facts.push(fact));
  network.start();
  for (let second = 0; second < seconds; second++) clock.advance(1_000);
  return { clock, network, bodies, facts };
}

describe('VirtualNetwork', () => {
  it("sends the how-to's own message first, in the how-to's shape", () => {
    assert.deepEqual(JSON.parse(run(2).bodies[0] ?? ''), {
      device: '1D743',
      time: '1479817072',
      data: '41df41e3',
      seqNumber: '72',
      station: '1D44',
      rssi: '-115.93',
      temperature: '27.907171',
    });
  });

  it('lets three healthy devices come first and the faulty one after, all within ten seconds', () => {
    const devices = run(9).bodies.map((body) => (JSON.parse(body) as { device: string }).device);
    assert.deepEqual([...new Set(devices)], ['1D743', 'BEF', '2BEE81', '41F2A7']);
  });

  it('lets the faulty device leave out leading zeros', () => {
    const bodies = run(60).bodies.map(
      (body) => JSON.parse(body) as { device: string; data: string },
    );
    const tank = bodies.filter(({ device }) => device === '41F2A7').map(({ data }) => data);
    assert.deepEqual(tank.slice(0, 3), ['41ac00', '41b400', '41bc00']);
  });

  it('gives the same day for the same seed', () => {
    assert.deepEqual(run(120).bodies, run(120).bodies);
  });

  it('skips a number now and then, and wraps at 4096', () => {
    const numbers = run(200)
      .bodies.map((body) => JSON.parse(body) as { device: string; seqNumber: number })
      .filter(({ device }) => device === 'BEF')
      .map(({ seqNumber }) => seqNumber);
    assert.deepEqual(numbers.slice(0, 7), [4093, 4094, 4095, 0, 1, 3, 4]);
  });

  it('proves Sigfox and Topic, and breaks Topic while the broker is away', async () => {
    const good = run(2);
    await Promise.resolve();
    const bad = run(2, true);
    await Promise.resolve();
    await Promise.resolve();
    const words = ({ link, state, reason }: ChainFact) => `${link} ${state}: ${reason}`;
    assert.deepEqual(good.facts.map(words), [
      'sigfox proven: received Greenhouse 3 #72, station 1D44',
      'topic proven: Greenhouse 3 #72 was published',
    ]);
    assert.deepEqual(bad.facts.map(words), [
      'sigfox proven: received Greenhouse 3 #72, station 1D44',
      'topic broken: the callback could not publish: the broker is away',
    ]);
  });

  it('refuses thirteen bytes', async () => {
    const { network } = run(0);
    const [device] = scenario;
    assert.ok(device);
    await assert.rejects(
      network.sendUplink(device, new Uint8Array(13)),
      /a frame carries 12 bytes, not 13/,
    );
  });

  it('leaves no timer when it is disposed', () => {
    const { clock, network } = run(3);
    network.dispose();
    assert.equal(clock.pending, 0);
  });
});
