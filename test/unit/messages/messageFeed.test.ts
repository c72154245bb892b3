import assert from 'node:assert/strict';
import type { Connection } from '../../../src/messages/connection';
import type { ConnectionState } from '../../../src/messages/connectionState';
import { MessageFeed } from '../../../src/messages/messageFeed';
import type {
  MessageSource,
  SessionEnd,
  SessionRequest,
} from '../../../src/messages/messageSource';
import { Emitter } from '../../../src/shared/event';
import { ManualClock } from '../../support/manualClock';

const connection: Connection = {
  id: 'c',
  name: 'Home',
  topicFilters: ['sigfox'],
  isSimulated: false,
  endpoint: { kind: 'broker', url: 'mqtt://127.0.0.1' },
};
const lost: SessionEnd = { kind: 'lost', reason: 'The broker closed the connection.' };

/** A source that answers each attempt as the script says: opened, or ended. */
function scripted(script: readonly ('open' | SessionEnd)[], to = connection) {
  const clock = new ManualClock(0);
  const requests: SessionRequest[] = [];
  const closed: number[] = [];
  const source: MessageSource = {
    open: (request) => {
      const answer = script[requests.length] ?? 'open';
      const number = requests.push(request);
      return Promise.resolve(
        answer === 'open'
          ? {
              kind: 'open',
              session: {
                protocol: 'MQTT 3.1.1',
                publish: () => Promise.resolve(),
                close: () => Promise.resolve(void closed.push(number)),
              },
            }
          : { kind: 'ended', end: answer },
      );
    },
  };
  let client = 0;
  const feed = new MessageFeed(to, {
    source,
    clock,
    random: () => 0.5,
    nextClientId: () => `id-${++client}`,
  });
  const states: string[] = [];
  feed.onDidChangeState((state) => states.push(describeState(state)));
  return { clock, feed, requests, states, closed };
}

function describeState(state: ConnectionState): string {
  if (state.kind === 'reconnecting')
    return `reconnecting at ${state.retryAtMs} (attempt ${state.attempt})`;
  return state.kind === 'refused' ? `refused: ${state.reason}` : state.kind;
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('MessageFeed', () => {
  it('tries nothing while signed out, keeps what came, and goes on after a sign-in (F11)', async () => {
    const signIns = new Emitter<unknown>();
    const endpoint = {
      kind: 'aws',
      url: 'wss://x/mqtt',
      region: 'eu-west-1',
      credentials: () => Promise.reject(new Error('not asked for')),
      onDidSignIn: signIns.event,
    } as const;
    const signedOut: SessionEnd = { kind: 'signedOut', reason: 'the session ended at 14:02.' };
    const { clock, feed, requests, states } = scripted(['open', signedOut, 'open'], {
      ...connection,
      endpoint,
    });
    feed.connect();
    await settled();
    clock.advance(10_000);
    requests[0]?.onEnd(lost);
    clock.advance(60_000);
    await settled();
    clock.advance(24 * 60 * 60_000);
    await settled();
    assert.deepEqual([requests.length, feed.state.kind], [2, 'signedOut']);
    signIns.fire(undefined);
    await settled();
    assert.deepEqual(
      states.map((state) => state.split(' ')[0]),
      ['connecting', 'live', 'reconnecting', 'connecting', 'signedOut', 'connecting', 'live'],
    );
    feed.dispose();
    assert.equal(clock.pending, 0);
  });

  it('connects, hands messages on and disconnects', async () => {
    const { feed, requests, states, closed } = scripted(['open']);
    const bodies: string[] = [];
    feed.onDidReceive(({ body }) => bodies.push(new TextDecoder().decode(body)));
    feed.connect();
    await settled();
    requests[0]?.onMessage({
      topic: 'sigfox',
      body: new TextEncoder().encode('x'),
      receivedAtMs: 0,
      isRepeated: false,
    });
    feed.disconnect();
    requests[0]?.onMessage({
      topic: 'sigfox',
      body: new TextEncoder().encode('late'),
      receivedAtMs: 0,
      isRepeated: false,
    });
    assert.deepEqual(
      { states, bodies, closed },
      { states: ['connecting', 'live', 'disconnected'], bodies: ['x'], closed: [1] },
    );
  });

  it('tries again with growing waits, and under a new client id each time', async () => {
    const { clock, feed, requests, states } = scripted([lost, lost, lost, 'open']);
    feed.connect();
    await settled();
    for (const waitMs of [750, 1_500, 3_000]) {
      clock.advance(waitMs);
      await settled();
    }
    assert.deepEqual(states, [
      'connecting',
      'reconnecting at 750 (attempt 1)',
      'connecting',
      'reconnecting at 2250 (attempt 2)',
      'connecting',
      'reconnecting at 5250 (attempt 3)',
      'connecting',
      'live',
    ]);
    assert.deepEqual(
      requests.map(({ clientId }) => clientId),
      ['id-1', 'id-2', 'id-3', 'id-4'],
    );
  });

  it('stops at a refusal and tries again only when it is asked to', async () => {
    const { clock, feed, states } = scripted([{ kind: 'refused', reason: 'no right' }, 'open']);
    feed.connect();
    await settled();
    clock.advance(3_600_000);
    await settled();
    feed.connect();
    await settled();
    assert.deepEqual(states, ['connecting', 'refused: no right', 'connecting', 'live']);
  });

  it('tries at once when it is asked to while it waits', async () => {
    const { clock, feed, states } = scripted([lost, 'open']);
    feed.connect();
    await settled();
    feed.connect();
    await settled();
    assert.deepEqual([states.at(-1), clock.pending], ['live', 1]);
  });

  it('stops when session after session ends right after it began: no eviction loop', async () => {
    const { clock, feed, requests, states } = scripted([]);
    feed.connect();
    for (let session = 0; session < 8; session++) {
      await settled();
      requests[session]?.onEnd({
        kind: 'takenOver',
        reason: 'Another client took over the client id.',
      });
      clock.advance(120_000);
    }
    await settled();
    assert.equal(requests.length, 5);
    assert.equal(
      states.at(-1),
      'refused: The broker closed 5 connections right after they began; the last time: Another client took over the client id.',
    );
  });

  it('goes on after a long session ends', async () => {
    const { clock, feed, requests, states } = scripted([]);
    feed.connect();
    for (let session = 0; session < 8; session++) {
      await settled();
      clock.advance(60_000);
      requests[session]?.onEnd(lost);
      clock.advance(60_000);
    }
    await settled();
    assert.equal(states.at(-1), 'live');
  });

  it('renews the session before AWS ends it after a day', async () => {
    const { clock, feed, requests, states, closed } = scripted([]);
    feed.connect();
    await settled();
    clock.advance(23 * 3_600_000);
    await settled();
    assert.deepEqual(
      [requests.length, closed, states],
      [2, [1], ['connecting', 'live', 'connecting', 'live']],
    );
  });

  it('closes a session that opens after it was disconnected', async () => {
    const { feed, closed, states } = scripted(['open']);
    feed.connect();
    feed.disconnect();
    await settled();
    assert.deepEqual([closed, states], [[1], ['connecting', 'disconnected']]);
  });

  it('leaves no timer when it is disposed', async () => {
    const { clock, feed } = scripted([lost]);
    feed.connect();
    await settled();
    feed.dispose();
    assert.equal(clock.pending, 0);
  });

  it('says that credentials cannot be had', async () => {
    const clock = new ManualClock(0);
    const source: MessageSource = {
      open: () => Promise.reject(new Error('The profile "dev" is not there.')),
    };
    const feed = new MessageFeed(connection, {
      source,
      clock,
      random: () => 0,
      nextClientId: () => 'id',
    });
    feed.connect();
    await settled();
    assert.deepEqual(feed.state, { kind: 'refused', reason: 'The profile "dev" is not there.' });
  });
});
