import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CatchUp } from '../../src/messages/catchUp';
import { catchUpRow } from '../../src/messages/catchUpRows';
import { decodeMessage } from '../../src/messages/decodedMessage';
import { keepingRow, noticeRow } from '../../src/messages/historyRows';
import { PayloadSettingsBook } from '../../src/messages/payloadSettingsBook';
import {
  openWindow,
  plenty,
  temporaryFolder,
  until,
  uplink,
  type WindowOptions,
} from './keptFixture';
import { createSmallDisk } from './smallDisk';

describe('kept messages', function () {
  this.timeout(120_000);
  let folder = '';
  let file = '';
  const owned: { readonly close: () => void }[] = [];
  const remove: (() => void)[] = [];

  beforeEach(() => {
    const made = temporaryFolder();
    remove.push(() => made.remove());
    folder = made.folder;
    file = path.join(folder, 'messages.db');
  });
  afterEach(() => {
    for (const { close } of owned.splice(0)) close();
    for (const each of remove.splice(0).reverse()) each();
  });

  const format = {
    time: (atMs: number) => new Date(atMs).toISOString().slice(11, 19),
    dateTime: (atMs: number) => new Date(atMs).toISOString(),
  };

  function open(options?: WindowOptions) {
    const window = openWindow(file, options);
    owned.push(window);
    return window;
  }

  async function opened(options?: WindowOptions) {
    const window = open(options);
    await window.history.open();
    return window;
  }

  function reopen(options?: WindowOptions) {
    for (const { close } of owned.splice(0)) close();
    return opened(options);
  }

  const numbers = ({ store }: ReturnType<typeof openWindow>, key = 'c/1D743') =>
    store
      .log(key)
      ?.messages.map(({ content }) =>
        content.kind === 'message' ? content.message.seqNumber : undefined,
      );

  const rows = (sql: string) => {
    const db = new DatabaseSync(file, { readOnly: true });
    const found = db.prepare(sql).all();
    db.close();
    return found;
  };

  describe('after a reload', () => {
    it('shows what was there, to the byte, with arrival times and gaps', async () => {
      const first = await opened();
      first.receive(uplink('1D743', 1), 1_000);
      first.receive(uplink('1D743', 4), 2_000);
      first.receive(Uint8Array.of(0xff, 0x00, 0x41), 3_000);
      const second = await reopen();
      assert.deepEqual(numbers(second), [1, 4]);
      const log = second.store.log('c/1D743') ?? assert.fail('no device');
      assert.deepEqual(
        log.messages.map(({ received }) => received.receivedAtMs),
        [1_000, 2_000],
      );
      assert.deepEqual(log.messages[1]?.sequence, {
        kind: 'notSeen',
        from: 2,
        to: 3,
        count: 2,
      });
      assert.deepEqual(
        [...(second.store.log('c/')?.messages[0]?.received.body ?? [])],
        [0xff, 0x00, 0x41],
      );
    });

    it('decodes the past by the config of today', async () => {
      const first = await opened();
      first.receive(uplink('1D743', 1, '2a'));
      const { store } = await reopen();
      const [message] = store.log('c/1D743')?.messages ?? [];
      assert.ok(message);
      const book = new PayloadSettingsBook({ read: () => undefined, write: () => undefined });
      const valueBy = (config: string) =>
        decodeMessage(message, { config, display: {} }, (wanted) => book.decoder(wanted)).fields[0]
          ?.value;
      assert.deepEqual([valueBy('a::uint:8'), valueBy('a::uint:4')], [42, 2]);
    });

    it('knows the copy of a message that was kept before', async () => {
      (await opened()).receive(uplink('1D743', 1));
      const second = await reopen();
      assert.equal(second.receive(uplink('1D743', 1)), undefined);
    });

    it('counts nothing as new', async () => {
      (await opened()).receive(uplink('1D743', 1));
      assert.equal((await reopen()).store.total, 0);
    });
  });

  describe('beyond the memory of the window', () => {
    const memory = { messagesPerDevice: 5, messages: 1_000, bodyBytes: 1e6 };

    it('brings older messages back, page by page, until there are no more', async () => {
      const window = await opened({ memory });
      for (let number = 1; number <= 30; number++) window.receive(uplink('1D743', number), number);
      const log = window.store.log('c/1D743');
      assert.ok(log);
      assert.deepEqual([log.messages.length, log.evicted], [5, 25]);
      assert.equal(window.history.hasOlder(log), true);
      await window.history.loadOlder(log, 10);
      assert.deepEqual(numbers(window)?.slice(0, 3), [16, 17, 18]);
      await window.history.loadOlder(log, 100);
      assert.deepEqual(
        numbers(window),
        Array.from({ length: 30 }, (_, at) => at + 1),
      );
      assert.deepEqual([log.evicted, window.history.hasOlder(log)], [0, false]);
    });

    it('loses none of a burst in which many came in the same millisecond', async () => {
      const window = await opened({ memory });
      for (let number = 1; number <= 40; number++) {
        window.receive(uplink('1D743', number), number <= 2 ? 1 : 2);
      }
      const log = window.store.log('c/1D743');
      assert.ok(log);
      for (const first of [26, 16, 6, 1]) {
        await window.history.loadOlder(log, 10);
        assert.equal(numbers(window)?.[0], first);
      }
      assert.deepEqual(
        numbers(window),
        Array.from({ length: 40 }, (_, at) => at + 1),
      );
      assert.equal(window.history.hasOlder(log), false);
    });

    it('keeps what was paged in while new messages arrive', async () => {
      const window = await opened({ memory });
      for (let number = 1; number <= 20; number++) window.receive(uplink('1D743', number), number);
      const log = window.store.log('c/1D743');
      assert.ok(log);
      await window.history.loadOlder(log, 100);
      window.receive(uplink('1D743', 21), 21);
      assert.deepEqual([log.messages.length, log.evicted], [20, 1]);
    });
  });

  describe('within the budget', () => {
    it('prunes what is too old, and says how many are left', async () => {
      const day = 86_400_000;
      const first = await opened();
      first.receive(uplink('1D743', 1), Date.now() - 40 * day);
      first.receive(uplink('1D743', 2), Date.now() - 2 * day);
      const second = await reopen({ keeping: { megabytes: 500, days: 30 } });
      const end = Date.now() + 10_000;
      while ((await second.history.count()) !== 1 && Date.now() < end) {
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      assert.deepEqual(rows('SELECT count FROM device').map(Object.values), [[1]]);
    });

    it('prunes what is too much, oldest first', async () => {
      const first = await opened();
      const padding = 'x'.repeat(1_000);
      for (let number = 1; number <= 4_000; number++) {
        first.receive(JSON.stringify({ device: '1D743', time: number, padding }), Date.now());
      }
      await first.history.flush();
      const second = await reopen({ keeping: { megabytes: 3, days: 365 } });
      const end = Date.now() + 15_000;
      let left = 4_000;
      while (left === 4_000 && Date.now() < end) {
        await new Promise((resolve) => setTimeout(resolve, 100));
        left = await second.history.count();
      }
      assert.ok(left > 0 && left < 4_000, String(left));
      assert.deepEqual(rows('SELECT max(id) AS id FROM message').map(Object.values), [[4_000]]);
    });
  });

  it('forgets everything, on the disk as well', async () => {
    const window = await opened();
    for (let number = 1; number <= 10; number++) window.receive(uplink('1D743', number));
    assert.equal(await window.history.count(), 10);
    await window.history.clear();
    assert.equal(await window.history.count(), 0);
    for (const { close } of owned.splice(0)) close();
    const left = fs
      .readdirSync(folder)
      .map((name) => fs.readFileSync(path.join(folder, name)).toString('latin1'))
      .join('');
    assert.ok(!left.includes('1D743'), 'no trace in the file');
  });

  describe('in two windows (F20)', () => {
    it('keeps one row a message, dated or not, and both live', async () => {
      const [left, right] = [await opened(), await opened()];
      for (let number = 1; number <= 50; number++) {
        for (const window of [left, right]) {
          window.receive(uplink('1D743', number));
          // No time, no number: two of them in each window are two messages.
          if (number <= 2) window.receive('hello');
        }
        if (number % 10 === 0) await Promise.all([left.history.flush(), right.history.flush()]);
      }
      await Promise.all([left.history.flush(), right.history.flush()]);
      assert.deepEqual(rows('SELECT name, count FROM device ORDER BY name').map(Object.values), [
        ['', 2],
        ['1D743', 50],
      ]);
      assert.deepEqual([left.history.state.kind, right.history.state.kind], ['keeping', 'keeping']);
      const third = await opened();
      assert.deepEqual([third.store.keptCount, third.history.notices], [52, []]);
    });

    it('waits for its turn while the other writes much, without an error', async () => {
      const [left, right] = [await opened(), await opened()];
      for (let number = 1; number <= 20_000; number++) {
        left.receive(uplink('AAAA', number));
        right.receive(uplink('BBBB', number));
      }
      await Promise.all([left.history.flush(), right.history.flush()]);
      assert.deepEqual([left.history.state.kind, right.history.state.kind], ['keeping', 'keeping']);
      assert.deepEqual(rows('SELECT count(*) FROM message').map(Object.values), [[40_000]]);
    });

    it('goes on after the other forgot everything', async () => {
      const [left, right] = [await opened(), await opened()];
      left.receive(uplink('1D743', 1));
      await left.history.flush();
      await right.history.clear();
      left.receive(uplink('1D743', 2));
      await left.history.flush();
      assert.deepEqual(numbers(await reopen()), [2]);
    });
  });

  describe('while this window was away', () => {
    it('tells what another window kept, and keeps what an archive adds once', async () => {
      const mine = await opened();
      for (let number = 1; number <= 4; number++) {
        mine.receive(uplink('1D743', number), 3_600_000 * number);
      }
      await mine.history.flush();
      mine.close();
      const leftAtMs = 3_600_000 * 4 + 1;
      const other = await opened();
      other.receive(uplink('2A', 1), leftAtMs + 3_600_000);
      await other.history.flush();
      const page = [5, 6].map((number) => ({
        topic: 'sigfox',
        body: new TextEncoder().encode(uplink('1D743', number)),
        receivedAtMs: 3_600_000 * number,
        isRepeated: false,
      }));
      const archive = {
        ...{ connectionId: 'c', name: 'history' },
        async *read() {
          await Promise.resolve();
          yield { messages: page, isCut: false };
        },
      };
      // Two windows open at once and read the same archive.
      for (const window of [await opened(), await opened()]) {
        const catchUp = new CatchUp({
          ...{ store: window.store, history: window.history, archives: () => [archive] },
          shown: { decode: (message) => decodeMessage(message, undefined, () => assert.fail()) },
          now: () => leftAtMs + 8 * 3_600_000,
        });
        await catchUp.run(leftAtMs);
        assert.equal(catchUpRow(catchUp.state)?.description, '3 messages from 2 devices');
        await window.history.flush();
      }
      assert.equal(await other.history.count(), 7);
    });
  });

  describe('when the disk is full (F17)', () => {
    it('says so, goes on showing, damages nothing, and keeps again when there is room', async () => {
      const disk = createSmallDisk(folder);
      remove.push(() => disk.remove());
      file = path.join(disk.folder, 'messages.db');
      const window = await opened();
      const padding = 'x'.repeat(500);
      let number = 0;
      const burst = () => {
        for (let count = 0; count < 500; count++) {
          number += 1;
          window.receive(JSON.stringify({ device: '1D743', time: number, padding }));
        }
      };
      while (window.history.state.kind === 'keeping' && number < 20_000) {
        burst();
        await window.history.flush();
      }
      const row = keepingRow(window.history.state) ?? assert.fail('no row');
      assert.equal(row.label, 'Not Kept');
      assert.match(
        row.description,
        /^Messages are no longer kept: the disk is full\. \d[\d,]* are not kept so far\.$/,
      );
      assert.equal(window.store.total, number);
      disk.grow();
      burst();
      await until(() => window.history.state.kind === 'keeping', 20_000);
      assert.match(
        noticeRow(window.history.notices[0] ?? assert.fail(), 0, format).description,
        /^\d[\d,]* messages were not kept while the disk did not take them\.$/,
      );
      const [check] = rows('PRAGMA integrity_check');
      assert.deepEqual(Object.values(check ?? {}), ['ok']);
      for (const { close } of owned.splice(0)) close();
    });
  });

  describe('when the store cannot be used (F19)', () => {
    const words = (window: ReturnType<typeof openWindow>) =>
      window.history.notices.map((notice) => noticeRow(notice, 0, format).description);

    it('moves a damaged one aside, says where once, and begins a new one', async () => {
      fs.writeFileSync(file, 'this is no database'.repeat(1_000));
      const window = await opened();
      const [moved] = fs.readdirSync(folder).filter((name) => name.includes('damaged'));
      assert.deepEqual(words(window), [
        `The kept messages were damaged and moved to ${path.join(folder, moved ?? '')}.`,
      ]);
      window.receive(uplink('1D743', 1));
      const second = await reopen();
      assert.deepEqual([numbers(second), words(second)], [[1], []]);
    });

    it('moves one aside that was damaged in the middle', async () => {
      const first = await opened();
      for (let number = 1; number <= 5_000; number++) first.receive(uplink('1D743', number));
      await first.history.flush();
      for (const { close } of owned.splice(0)) close();
      const bytes = fs.readFileSync(file);
      bytes.fill(0x5a, 4_096 * 2);
      fs.writeFileSync(file, bytes);
      const window = await opened();
      window.receive(uplink('1D743', 5_001));
      await window.history.flush();
      assert.equal(fs.readdirSync(folder).filter((name) => name.includes('damaged')).length, 1);
      assert.equal(await window.history.count(), 1);
      assert.match(words(window)[0] ?? '', /^The kept messages were damaged and moved to /);
    });

    it('leaves one from a newer version alone', async () => {
      const db = new DatabaseSync(file);
      db.exec('PRAGMA user_version = 99; CREATE TABLE treasure (gold)');
      db.close();
      const window = await opened();
      assert.match(
        words(window)[0] ?? '',
        /^The kept messages are from a newer version of the extension and were moved to .*-newer-\d+\.db\.$/,
      );
      const [moved] = fs.readdirSync(folder).filter((name) => name.includes('newer'));
      file = path.join(folder, moved ?? '');
      assert.deepEqual(
        rows("SELECT name FROM sqlite_master WHERE type = 'table'").map(Object.values),
        [['treasure']],
      );
    });
  });

  it('keeps in memory only where the person wants so', async () => {
    const { MessageHistory } = await import('../../src/messages/messageHistory');
    const { store, history } = openWindow(file, { keeping: plenty });
    history.dispose();
    const { systemClock } = await import('../../src/shared/io/systemClock');
    const off = new MessageHistory({
      store,
      clock: systemClock,
      open: () => Promise.resolve(undefined),
    });
    await off.open();
    assert.deepEqual(off.state, { kind: 'memoryOnly', why: 'off' });
    off.dispose();
  });
});
