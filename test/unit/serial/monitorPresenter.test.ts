import assert from 'node:assert/strict';
import { MonitorPresenter } from '../../../src/serial/monitorPresenter';
import { type HostUpdate, readOptions, readPageMessage } from '../../../src/serial/monitorProtocol';
import { MonitorTab } from '../../../src/serial/monitorTab';
import { MonitorTabs } from '../../../src/serial/monitorTabs';
import { PortLog } from '../../../src/serial/portLog';
import { rowText } from '../../../src/serial/rowText';
import { ManualClock } from '../../support/manualClock';
import { ascii, MemoryBytes, turns } from './logFixture';

/** A monitor whose page is the test. */
class Monitor {
  readonly clock = new ManualClock();
  readonly tabs = new MonitorTabs();
  readonly updates: HostUpdate[] = [];
  readonly newLog = () => ({
    log: new PortLog(new MemoryBytes(), { port: 'p', startedAtMs: 0 }),
    logId: String((this.logs += 1)),
  });
  private logs = 0;
  readonly tab: MonitorTab;
  readonly presenter = new MonitorPresenter({
    clock: this.clock,
    tabs: this.tabs,
    place: { platform: 'linux', userName: 'ada' },
    post: (update) => this.updates.push(update),
    notes: () => [],
  });

  constructor() {
    this.tab = new MonitorTab('t', 'ttyACM0', this.newLog(), {
      clock: this.clock,
      pause: () => Promise.resolve(),
      newLog: () => Promise.resolve(this.newLog()),
    });
    this.tabs.add(this.tab);
  }

  say(text: string): void {
    this.tab.log.append('received', this.clock.now(), ascii(text));
  }

  /** Lets the presenter send and draws what it sent. */
  async look(): Promise<HostUpdate> {
    await turns();
    this.clock.advance(60);
    await turns();
    const update = this.updates.at(-1) ?? assert.fail('nothing was sent');
    this.presenter.windowIs(
      update.number,
      this.tab.options.follows ? -1 : (update.active?.from ?? 0),
      3,
    );
    return update;
  }

  async shown(): Promise<string[]> {
    const update = await this.look();
    return (update.active?.rows ?? []).map(({ pieces }) => pieces.map(([text]) => text).join(''));
  }

  async lines(): Promise<string[]> {
    return ((await this.look()).active?.lines ?? []).map(({ text }) => text);
  }
}

const begun = async () => {
  const monitor = new Monitor();
  monitor.presenter.ready();
  monitor.presenter.windowIs(0, -1, 3);
  await monitor.look();
  return monitor;
};

describe('MonitorPresenter', () => {
  it('shows the newest rows, at most twenty times a second however busy the port', async () => {
    const monitor = await begun();
    const before = monitor.updates.length;
    for (let at = 0; at < 1_000; at++) {
      monitor.say(`line ${at}\n`);
      monitor.clock.advance(1);
      await turns(6);
      monitor.presenter.windowIs(monitor.updates.at(-1)?.number ?? 0, -1, 3);
    }
    const sent = monitor.updates.length - before;
    assert.ok(sent >= 10 && sent <= 20, `${sent} updates in a second`);
    assert.deepEqual(await monitor.shown(), ['line 997', 'line 998', 'line 999']);
  });

  it('waits for a page that does not draw, and does not forget it', async () => {
    const monitor = await begun();
    monitor.say('one\n');
    monitor.clock.advance(60);
    await turns();
    const before = monitor.updates.length;
    monitor.say('two\n');
    monitor.clock.advance(900);
    await turns();
    assert.equal(monitor.updates.length, before);
    monitor.clock.advance(200);
    await turns();
    assert.equal(monitor.updates.length, before + 1);
  });

  it('gives the rows that are scrolled to, and stays there', async () => {
    const monitor = await begun();
    monitor.say('a\nb\nc\nd\ne\nf\n');
    monitor.tab.setOption('follows', false);
    monitor.presenter.windowIs(99, 1, 3);
    assert.deepEqual(await monitor.shown(), ['b', 'c', 'd']);
    monitor.say('g\n');
    assert.deepEqual(await monitor.shown(), ['b', 'c', 'd']);
  });

  it('stands still while it is paused and says how much waits', async () => {
    const monitor = await begun();
    monitor.say('a\nb\n');
    await monitor.look();
    monitor.tab.setOption('isPaused', true);
    monitor.say('c\nd\ne\n');
    assert.deepEqual(
      [await monitor.shown(), (await monitor.lines())[1]],
      [['a', 'b'], 'Paused · 3 new'],
    );
    monitor.tab.setOption('isPaused', false);
    assert.deepEqual(await monitor.shown(), ['c', 'd', 'e']);
  });

  it('filters what is there and what comes, and says when nothing matches', async () => {
    const monitor = await begun();
    monitor.say('temp 1\nhum 2\n');
    monitor.tab.setOption('filter', 'TEMP');
    monitor.say('hum 3\ntemp 4\n');
    assert.deepEqual(await monitor.shown(), ['temp 1', 'temp 4']);
    assert.equal((await monitor.lines())[1], '2 of 4 lines match "TEMP".');
    monitor.tab.setOption('filter', 'tnak');
    await monitor.look();
    assert.equal((await monitor.lines())[1], 'No line matches "tnak".');
    monitor.tab.setOption('filter', '/(/');
    await monitor.look();
    assert.equal((await monitor.lines())[1], '"/(/" is no pattern.');
    monitor.tab.setOption('filter', '');
    assert.deepEqual(await monitor.shown(), ['hum 2', 'hum 3', 'temp 4']);
  });

  it('clears for real: nothing of before comes back', async () => {
    const monitor = await begun();
    monitor.say('a\nb\nhalf');
    await monitor.tab.clear();
    monitor.say(' line\n');
    assert.deepEqual(await monitor.shown(), [' line']);
    monitor.tab.setOption('isHex', true);
    await monitor.look();
    const shown = await monitor.shown();
    assert.deepEqual(
      shown.map((row) => row.trimEnd().split(/\s{2,}/)),
      [['20 6c 69 6e 65', 'line']],
    );
  });

  it('finds the next and the one before, going round', async () => {
    const monitor = await begun();
    for (let at = 0; at < 5_000; at++) monitor.say(at % 1_000 === 7 ? `hit ${at}\n` : `${at}\n`);
    const { view } = monitor.tab;
    const find = (from: number, isBackwards: boolean) =>
      view.find((text) => text.startsWith('hit'), from, isBackwards);
    assert.deepEqual(
      [
        await find(0, false),
        await find(8, false),
        await find(4_008, false),
        await find(7, true),
        await find(6, true),
        await find(4_999, true),
      ],
      [7, 1_007, 7, 7, 4_007, 4_007],
    );
    assert.equal(await view.find(() => false, 0, false), undefined);
  });

  it('finds the nearest before and behind from every row of a short log', async () => {
    const monitor = await begun();
    const words = ['x', 'hit', 'x', 'hit', 'x', 'hit', 'x'];
    for (const word of words) monitor.say(`${word}\n`);
    const { view } = monitor.tab;
    const count = view.count;
    const isHit = (await view.rows(0, count)).map(({ bytes }) => rowText(bytes) === 'hit');
    for (let from = 0; from < count; from++) {
      for (const step of [1, -1]) {
        let nearest = from;
        while (isHit[nearest] !== true) nearest = (nearest + step + count) % count;
        const found = await view.find((text) => text === 'hit', from, step < 0);
        assert.equal(found, nearest, `from ${from} by ${step}`);
      }
    }
  });

  it('says what to do when nothing is open or nothing can be', async () => {
    const monitor = await begun();
    monitor.tabs.close('t');
    assert.equal((await monitor.look()).emptyLine.text, 'No port is open.');
    monitor.tabs.unavailable = 'Serial monitor unavailable: why';
    assert.equal((await monitor.look()).emptyLine.text, 'Serial monitor unavailable: why');
  });
});

describe('messages of the page', () => {
  it('are read only when they are whole', () => {
    const good = [
      { kind: 'ready' },
      { kind: 'window', drawn: 1, tab: 't', from: -1, count: 40 },
      { kind: 'option', tab: 't', name: 'isHex', value: true },
      { kind: 'option', tab: 't', name: 'lineEnding', value: 'cr' },
      { kind: 'act', tab: 't', action: 'tryAgain', argument: '' },
    ];
    const bad: unknown[] = [
      undefined,
      'ready',
      {},
      { kind: 'constructor' },
      { kind: 'window', drawn: '1', tab: 't', from: 0, count: 1 },
      { kind: 'window', drawn: Number.NaN, tab: 't', from: 0, count: 1 },
      { kind: 'option', tab: 't', name: '__proto__', value: true },
      { kind: 'option', tab: 't', name: 'isHex', value: 'yes' },
      { kind: 'option', tab: 't', name: 'lineEnding', value: 'rm' },
      { kind: 'act', tab: 't', action: 'sudo', argument: '' },
      { kind: 'command', command: 'workbench.action.quit' },
      { kind: 'send', tab: 't', text: 'x'.repeat(100_001) },
    ];
    assert.deepEqual(good.map(readPageMessage), good);
    assert.deepEqual(
      bad.map(readPageMessage),
      bad.map(() => undefined),
    );
  });

  it('leave options that were kept by another version aside', () => {
    const read = readOptions({ isHex: true, showsTimes: 'no', other: 1, lineEnding: 'cr' });
    assert.deepEqual(
      [read.isHex, read.showsTimes, read.lineEnding, 'other' in read],
      [true, false, 'cr', false],
    );
  });
});
