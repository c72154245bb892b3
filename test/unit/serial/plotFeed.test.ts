import assert from 'node:assert/strict';
import { MonitorTab } from '../../../src/serial/monitorTab';
import { PlotFeed, type PlotUpdate } from '../../../src/serial/plotFeed';
import { PortLog } from '../../../src/serial/portLog';
import { ManualClock } from '../../support/manualClock';
import { ascii, MemoryBytes } from './logFixture';

/** A tab whose lines come when the test says them, and the page its values go to. */
class Plotted {
  readonly clock = new ManualClock(1_000);
  readonly log = new PortLog(new MemoryBytes(), { port: 'p', startedAtMs: 0 });
  readonly updates: PlotUpdate[] = [];
  readonly feed: PlotFeed;

  constructor() {
    const doors = {
      clock: this.clock,
      pause: () => Promise.resolve(),
      newLog: () => Promise.reject(new Error('not cleared here')),
    };
    const tab = new MonitorTab('1', 'ttyACM0', { log: this.log, logId: 'log' }, doors);
    this.feed = new PlotFeed(tab, this.clock, (update) => this.updates.push(update));
  }

  say(text: string): void {
    this.log.append('received', this.clock.now(), ascii(text));
  }

  get points(): readonly (readonly [series: string | undefined, value: number | undefined])[] {
    return this.updates.flatMap(({ series, of, values }) =>
      of.map((number, at) => [series[number], values[at]] as const),
    );
  }
}

describe('PlotFeed', () => {
  it('begins with what the log holds, in both formats, and goes on with what comes', async () => {
    const plotted = new Plotted();
    plotted.say('temp:27.5,hum:94\nnot a value\n>pressure:1013\ntemp:2');
    await plotted.feed.start();
    plotted.say('8\n');
    plotted.clock.advance(100);
    assert.deepEqual(plotted.points, [
      ['temp', 27.5],
      ['hum', 94],
      ['pressure', 1013],
      ['temp', 28],
    ]);
    assert.deepEqual(
      plotted.updates.map(({ isFresh, title }) => [isFresh, title]),
      [[true, 'ttyACM0']],
    );
  });

  it('gives the time the board said where it said one, else that of arrival', async () => {
    const plotted = new Plotted();
    await plotted.feed.start();
    plotted.say('>a:250:1\n>a:2\n');
    plotted.clock.advance(100);
    assert.deepEqual(plotted.updates[0]?.timesMs, [250, 1_000]);
  });

  it('sends no more often than ten times a second', async () => {
    const plotted = new Plotted();
    await plotted.feed.start();
    for (let at = 0; at < 1_000; at++) {
      plotted.say(`n:${at}\n`);
      plotted.clock.advance(1);
    }
    plotted.clock.advance(100);
    assert.ok(plotted.updates.length <= 11, String(plotted.updates.length));
    assert.equal(plotted.points.length, 1_000);
  });

  it('draws no more than 32 series, however many a board names', async () => {
    const plotted = new Plotted();
    await plotted.feed.start();
    for (let at = 0; at < 100; at++) plotted.say(`>s${at}:1\n`);
    plotted.clock.advance(100);
    assert.equal(plotted.updates.at(-1)?.series.length, 32);
  });

  it('leaves no timer behind', async () => {
    const plotted = new Plotted();
    await plotted.feed.start();
    plotted.say('n:1\n');
    plotted.feed.dispose();
    plotted.say('n:2\n');
    plotted.clock.advance(1_000);
    assert.deepEqual([plotted.clock.pending, plotted.updates], [0, []]);
  });
});
