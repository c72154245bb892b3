import assert from 'node:assert/strict';
import type { ArchiveRequest, MessageArchive } from '../../../src/messages/messageArchive';
import type { ReceivedMessage } from '../../../src/messages/messageSource';
import { UserError } from '../../../src/shared/userError';
import { createTree, howToTimeMs, settled } from '../../support/treeFixture';

const hour = 3_600_000;

/** As a table gives it back: another order of keys, numbers as text. */
function archived(device: string, seqNumber: number, atMs: number, data = '41df41e3') {
  const body = { seqNumber: String(seqNumber), data, time: String(atMs / 1_000), device };
  return {
    topic: 'sigfox',
    body: new TextEncoder().encode(JSON.stringify(body)),
    receivedAtMs: atMs,
    isRepeated: false,
  };
}

function live(device: string, seqNumber: number, atMs: number, data = '41df41e3') {
  return {
    ...archived(device, seqNumber, atMs),
    body: new TextEncoder().encode(JSON.stringify({ device, time: atMs / 1_000, data, seqNumber })),
  };
}

/** A window that was away for eight hours; one device was heard every hour before that. */
function afterANight(pages: readonly (readonly ReceivedMessage[])[], isCut = false) {
  const fixture = createTree();
  const { clock, store, book, archives, catchUp } = fixture;
  book.setSettings('1D743', { config: 'temp::float:32', display: {} });
  const leftAtMs = clock.now() - 8 * hour;
  for (let ago = 5; ago >= 1; ago--) {
    store.add('home', live('1D743', 10 - ago, leftAtMs - ago * hour + hour));
    store.add('home', live('BEF', 10 - ago, leftAtMs - ago * hour + hour));
  }
  const requests: ArchiveRequest[] = [];
  const archive: MessageArchive = {
    connectionId: 'home',
    name: 'sigfox-iot',
    async *read(request, signal) {
      requests.push(request);
      for (const messages of pages) {
        await settled();
        if (signal.aborted) return;
        yield { messages, isCut };
      }
    },
  };
  archives.push(archive);
  return { ...fixture, leftAtMs, requests, run: () => catchUp.run(leftAtMs) };
}

const words = ({ show }: { show: (depth: number) => string[] }) => show(1)[0];

describe('CatchUp', () => {
  it('fetches what was missed, and tells how much, who is silent and what cannot be read', async () => {
    const at = howToTimeMs - 7 * hour;
    const window = afterANight([
      [archived('1D743', 10, at), archived('1D743', 11, at + hour)],
      [archived('1D743', 12, at + 2 * hour, '41'), archived('2A', 1, at)],
    ]);
    await window.run();
    assert.equal(
      words(window),
      '[history] While You Were Away | 4 messages from 2 devices, 1 silent, 1 undecodable',
    );
    assert.deepEqual(
      window.store.log('home/1D743')?.messages.map(({ sequence }) => sequence?.kind),
      ['first', ...Array.from({ length: 7 }, () => 'next')],
    );
  });

  it('asks from somewhat before what is known of each device', async () => {
    const window = afterANight([]);
    await window.run();
    const [request] = window.requests;
    const cursor = window.leftAtMs - 10 * 60_000;
    assert.deepEqual(
      [request?.sinceMs, [...(request?.cursors ?? [])]],
      [
        window.leftAtMs,
        [
          ['1D743', cursor],
          ['BEF', cursor],
        ],
      ],
    );
  });

  it('adds nothing the second time, nor what the live stream brought', async () => {
    const at = howToTimeMs - 7 * hour;
    const page = [archived('1D743', 10, at), archived('1D743', 11, at + hour)];
    const window = afterANight([page, page]);
    window.store.add('home', live('1D743', 11, at + hour));
    await window.run();
    await window.run();
    const numbers = window.store
      .log('home/1D743')
      ?.messages.map(({ content }) => content.kind === 'message' && content.message.seqNumber);
    assert.deepEqual(numbers, [5, 6, 7, 8, 9, 10, 11]);
    // The broker brings once more what the archive had.
    assert.equal(window.store.add('home', live('1D743', 10, at)), undefined);
  });

  it('keeps two messages of one number a counter’s round apart, and two kinds of callback', async () => {
    const at = howToTimeMs - 7 * hour;
    const window = afterANight([
      [archived('2A', 1, at), archived('2A', 1, at + 2 * hour), archived('2A', 1, at, 'ff')],
    ]);
    await window.run();
    assert.equal(window.store.log('home/2A')?.messages.length, 3);
  });

  it('says that there is more than it reads', async () => {
    const window = afterANight([[archived('1D743', 10, howToTimeMs - hour)]], true);
    await window.run();
    assert.equal(
      words(window),
      '[history] While You Were Away | 1 message from 1 device, 1 silent, the history has more',
    );
  });

  it('says why an archive cannot be read, and keeps what it gave', async () => {
    const window = afterANight([]);
    window.archives.splice(0, 1, {
      connectionId: 'home',
      name: 'sigfox-iot',
      // eslint-disable-next-line @typescript-eslint/require-await -- It fails between two pages.
      async *read() {
        yield { messages: [archived('1D743', 10, howToTimeMs - hour)], isCut: false };
        throw new UserError('The profile "dev" may not dynamodb:Query.');
      },
    });
    await window.run();
    assert.equal(
      words(window),
      '[history] Not Caught Up | The history of "sigfox-iot" could not be read: The profile "dev" may not dynamodb:Query. 1 message from 1 device, 1 silent',
    );
  });

  it('tells where it is while it reads, and stops when asked', async () => {
    const at = howToTimeMs - 7 * hour;
    const window = afterANight([
      [archived('1D743', 10, at)],
      [archived('1D743', 11, at + hour)],
      [archived('1D743', 12, at + 2 * hour)],
    ]);
    const running = window.run();
    const seen: (string | undefined)[] = [];
    window.catchUp.onDidChange(() => {
      seen.push(words(window));
      if (seen.length === 2) window.catchUp.stop();
    });
    await running;
    assert.deepEqual(seen.slice(0, 2), [
      '[sync] Catching Up | reading the history of "sigfox-iot": 0 messages so far',
      '[sync] Catching Up | reading the history of "sigfox-iot": 1 message so far',
    ]);
    assert.equal(window.catchUp.state.kind, 'done');
    assert.equal(window.store.log('home/1D743')?.messages.length, 6);
  });

  it('says nothing where nothing happened, and goes when it was read', async () => {
    const window = createTree();
    await window.catchUp.run(window.clock.now() - hour);
    assert.equal(window.catchUp.state.kind, 'quiet');
    const night = afterANight([]);
    await night.run();
    assert.equal(words(night), '[history] While You Were Away | no message, 2 silent');
    night.catchUp.dismiss();
    assert.ok(!night.show(1).some((row) => row.includes('Away')));
  });
});
