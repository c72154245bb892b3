import assert from 'node:assert/strict';
import { DeviceWatch, type WatchReport } from '../../../src/messages/deviceWatch';
import { MessageStore } from '../../../src/messages/messageStore';
import {
  batteryWords,
  silenceWords,
  watchRow,
  watchSummary,
} from '../../../src/messages/watchWords';
import { createTree } from '../../support/treeFixture';
import { ManualClock } from '../../support/manualClock';

const minute = 60_000;
const hour = 60 * minute;

function watched() {
  const clock = new ManualClock();
  const store = new MessageStore();
  const { tree } = createTree();
  let liveSinceMs: number | undefined = clock.now();
  let muted: unknown = ['home/OLD', 7];
  let number = 0;
  const watch = new DeviceWatch({
    store,
    clock,
    decode: (message) => tree.decode(message),
    liveSince: () => liveSinceMs,
    muted: { read: () => muted, write: (keys) => (muted = keys) },
  });
  const digests: WatchReport[] = [];
  watch.onDigest((report) => digests.push(report));
  const send = (device: string, fields: object = {}) => {
    const body = { device, time: clock.now() / 1_000, seqNumber: number++ % 4_096, ...fields };
    store.add('home', {
      topic: 'sigfox',
      body: new TextEncoder().encode(JSON.stringify(body)),
      receivedAtMs: clock.now(),
      isRepeated: false,
    });
  };
  /** So many messages, ten minutes apart. */
  const sendEveryTenMinutes = (devices: readonly string[], count: number) => {
    for (let at = 0; at < count; at++) {
      for (const device of devices) send(device);
      clock.advance(10 * minute);
    }
  };
  return {
    ...{ clock, store, watch, digests, send, sendEveryTenMinutes },
    isLive: (is: boolean) => (liveSinceMs = is ? clock.now() : undefined),
    muted: () => muted,
    silent: () => [...watch.report.silent.keys()],
  };
}

describe('DeviceWatch', () => {
  it('says that a device is silent after its own time, and takes it back when it speaks', () => {
    const { clock, watch, send, sendEveryTenMinutes, silent } = watched();
    sendEveryTenMinutes(['A1'], 8);
    clock.advance(20 * minute);
    assert.deepEqual(silent(), []);
    clock.advance(10 * minute);
    assert.deepEqual(silent(), ['home/A1']);
    assert.equal(
      silenceWords(watch.silenceOf('home/A1') ?? { lastMs: 0, expectedMs: 0 }, clock.now()),
      'silent for 40 min; it sends every 10 min',
    );
    send('A1');
    assert.deepEqual(silent(), []);
  });

  it('says nothing of a device whose rhythm it does not know', () => {
    const { clock, sendEveryTenMinutes, silent } = watched();
    sendEveryTenMinutes(['A1'], 3);
    clock.advance(100 * hour);
    assert.deepEqual(silent(), []);
  });

  it('tells one digest of a whole fleet that goes silent', () => {
    const { clock, digests, sendEveryTenMinutes } = watched();
    const fleet = Array.from({ length: 1_000 }, (_, at) =>
      (0xa000 + at).toString(16).toUpperCase(),
    );
    sendEveryTenMinutes(fleet, 6);
    clock.advance(5 * hour);
    assert.deepEqual(
      digests.map(({ silent }) => silent.size),
      [1_000],
    );
  });

  it('tells the next digest hours later, and only when there is news', () => {
    const { clock, digests, sendEveryTenMinutes } = watched();
    sendEveryTenMinutes(['A1', 'B2'], 8);
    for (let at = 0; at < 12; at++) sendEveryTenMinutes(['B2'], 1);
    assert.equal(digests.length, 1);
    // B2 falls silent within six hours of the first digest: it waits, and then both are in one.
    clock.advance(1 * hour);
    assert.equal(digests.length, 1);
    clock.advance(6 * hour);
    assert.deepEqual(
      digests.map(({ silent }) => [...silent.keys()]),
      [['home/A1'], ['home/A1', 'home/B2']],
    );
    clock.advance(48 * hour);
    assert.equal(digests.length, 2);
  });

  it('blames no device for the time nothing could come', () => {
    const { clock, isLive, sendEveryTenMinutes, silent } = watched();
    sendEveryTenMinutes(['A1'], 8);
    isLive(false);
    clock.advance(12 * hour);
    assert.deepEqual(silent(), []);
    isLive(true);
    clock.advance(20 * minute);
    assert.deepEqual(silent(), []);
    clock.advance(20 * minute);
    assert.deepEqual(silent(), ['home/A1']);
  });

  it('goes by when a device was heard, though its clock be wrong by years', () => {
    const { clock, send, silent } = watched();
    for (let at = 0; at < 8; at++) {
      send('A1', { time: clock.now() / 1_000 - 9 * 365 * 24 * 3_600 });
      clock.advance(10 * minute);
    }
    clock.advance(10 * minute);
    assert.deepEqual(silent(), []);
    clock.advance(20 * minute);
    assert.deepEqual(silent(), ['home/A1']);
  });

  it('says nothing of a muted device, and keeps that', () => {
    const { clock, watch, digests, muted, sendEveryTenMinutes, silent } = watched();
    assert.equal(watch.isMuted('home/OLD'), true);
    sendEveryTenMinutes(['A1'], 8);
    watch.setMuted('home/A1', true);
    clock.advance(12 * hour);
    assert.deepEqual([silent(), digests.length, muted()], [[], 0, ['home/OLD', 'home/A1']]);
    watch.setMuted('home/A1', false);
    assert.deepEqual(silent(), ['home/A1']);
  });

  it('tells a battery that falls over days', () => {
    const { clock, watch, send } = watched();
    for (let at = 0; at < 60; at++) {
      send('A1', { battery: 3.6 - at * 0.01 });
      clock.advance(6 * hour);
    }
    const [battery] = watch.report.batteries.values();
    assert.ok(battery);
    assert.match(batteryWords(battery), /^battery falls from 3\.[56]\d? to 3(\.0\d)? in 14 d$/);
    assert.equal(watchSummary({ ...watch.report, silent: new Map() }), '1 battery falling');
  });

  it('learns ten thousand devices in slices, none of which holds the window', () => {
    const { clock, store, watch } = watched();
    const received = { topic: 't', receivedAtMs: clock.now(), isRepeated: false };
    for (let at = 0; at < 10_000; at++) {
      const body = new TextEncoder().encode(JSON.stringify({ device: at.toString(16) }));
      store.add('home', { ...received, body });
    }
    clock.advance(minute);
    assert.equal(watch.report.silent.size, 0);
    // The next look, and nothing that was forgotten in between.
    assert.equal(clock.pending, 1);
  });

  it('leaves no timer behind', () => {
    const { clock, watch } = watched();
    watch.dispose();
    assert.equal(clock.pending, 0);
  });
});

describe('watchRow', () => {
  it('counts in words, and is not there while all is well', () => {
    const battery = { field: 'v', from: 3, to: 2, spanMs: 1 };
    const silent = new Map([
      ['a', { lastMs: 0, expectedMs: 1 }],
      ['b', { lastMs: 0, expectedMs: 1 }],
    ]);
    const report = { silent, batteries: new Map([['a', battery]]) };
    assert.equal(watchRow(report)?.description, '2 devices silent · 1 battery falling');
    assert.equal(watchRow({ silent: new Map(), batteries: new Map() }), undefined);
  });
});
