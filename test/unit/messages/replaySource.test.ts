import assert from 'node:assert/strict';
import { replayConnection, withReplay } from '../../../src/messages/replaySource';
import type { ReceivedMessage, SessionEnd } from '../../../src/messages/messageSource';
import type { Clock } from '../../../src/shared/clock';
import { ManualClock } from '../../support/manualClock';

const message = (receivedAtMs: number): ReceivedMessage => ({
  topic: 'sigfox',
  body: new TextEncoder().encode('{}'),
  receivedAtMs,
  isRepeated: false,
});

async function replay(times: readonly number[], speed: number) {
  const clock = new ManualClock(0);
  let turns = 0;
  const counted: Clock = {
    now: () => clock.now(),
    after: (ms, run) => {
      turns += 1;
      return clock.after(ms, run);
    },
  };
  const source = withReplay({ open: () => Promise.reject(new Error('no broker')) }, counted);
  const connection = replayConnection(
    'field.sigfoxcapture',
    { devices: [], messages: times.map(message), problems: [] },
    speed,
  );
  const seen: number[] = [];
  const ends: SessionEnd[] = [];
  const opened = await source.open(
    {
      endpoint: connection.endpoint,
      clientId: 'id',
      topicFilters: [],
      onMessage: () => seen.push(clock.now()),
      onEnd: (end) => ends.push(end),
    },
    new AbortController().signal,
  );
  assert.ok(opened.kind === 'open');
  return { clock, seen, ends, session: opened.session, turns: () => turns };
}

describe('a capture that is replayed', () => {
  for (const [speed, times] of [
    [1, [0, 2_000, 5_000]],
    [10, [0, 200, 500]],
  ] as const) {
    it(`keeps its pace at speed ${speed}`, async () => {
      const { clock, seen, ends } = await replay([1_000, 3_000, 6_000], speed);
      clock.advance(20_000);
      assert.deepEqual([seen, ends], [times, [{ kind: 'closed' }]]);
    });
  }

  it('cuts a night short', async () => {
    const { clock, seen } = await replay([0, 8 * 3_600_000], 1);
    clock.advance(60_000);
    assert.deepEqual(seen, [0, 10_000]);
  });

  it('lets the window breathe at full speed', async () => {
    const { clock, seen, ends, turns } = await replay(
      Array.from({ length: 1_200 }, (_, at) => at * 1_000),
      Number.POSITIVE_INFINITY,
    );
    clock.advance(0);
    // 500 messages a turn.
    assert.deepEqual([seen.length, ends.length, turns()], [1_200, 1, 3]);
  });

  it('stops when it is closed', async () => {
    const { clock, seen, session } = await replay([0, 1_000, 2_000], 1);
    clock.advance(1_000);
    await session.close();
    clock.advance(60_000);
    assert.equal(seen.length, 2);
  });

  it('takes no message', async () => {
    const { session } = await replay([0], 1);
    await assert.rejects(session.publish('sigfox', new Uint8Array()), {
      message: 'A capture takes no messages.',
    });
  });
});
