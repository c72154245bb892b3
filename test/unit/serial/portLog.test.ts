import assert from 'node:assert/strict';
import { decodeFrames, encodeFrame, type FrameKind } from '../../../src/serial/logFrame';
import { LineSplitter, type Row, textRows } from '../../../src/serial/lineSplitter';
import { PortLog, readLogHead } from '../../../src/serial/portLog';
import { rowText } from '../../../src/serial/rowText';
import { ascii, frame, MemoryBytes, seeded } from './logFixture';

const pause = () => Promise.resolve();
const head = { port: 'ttyACM0', startedAtMs: 1_000 };
const shown = (rows: readonly Row[]) =>
  rows.map(({ index, kind, timeMs, bytes }) => [index, kind, timeMs, rowText(bytes)]);

describe('frames of the log', () => {
  it('are read back from any beginning of the file, without the one that is cut', () => {
    const frames = [frame('a\n', 1), frame('', 2, 'sent'), frame(new Uint8Array(70), 3.5, 'note')];
    const all = Buffer.concat(frames.map(encodeFrame));
    for (let length = 0; length <= all.length; length++) {
      const { frames: read, end, isDamaged } = decodeFrames(all.subarray(0, length));
      assert.ok(end <= length && !isDamaged);
      assert.deepEqual(
        read.map(({ kind, timeMs, bytes }) => ({ kind, timeMs, bytes: Uint8Array.from(bytes) })),
        frames.slice(0, read.length),
      );
    }
  });

  it('end where the file is damaged', () => {
    const good = encodeFrame(frame('a\n', 1));
    assert.deepEqual(
      [
        decodeFrames(Buffer.concat([good, Buffer.alloc(20)])).end,
        decodeFrames(Buffer.alloc(20)).isDamaged,
      ],
      [good.length, true],
    );
  });
});

describe('PortLog', () => {
  it('gives any range of rows, with the time of their first byte, in both directions', async () => {
    const log = new PortLog(new MemoryBytes(), head);
    log.append('received', 10, ascii('one\ntw'));
    log.append('sent', 20, ascii('AT\r'));
    log.append('received', 30, ascii('o\nthr'));
    log.note(40, 'ttyACM0 is gone.');
    assert.deepEqual(shown(await log.rows(0, 99)), [
      [0, 'received', 10, 'one'],
      [1, 'received', 10, 'two'],
      [2, 'sent', 20, 'AT'],
      [3, 'received', 30, 'thr'],
      [4, 'note', 40, 'ttyACM0 is gone.'],
    ]);
    assert.deepEqual(shown(await log.rows(1, 3)), [
      [1, 'received', 10, 'two'],
      [2, 'sent', 20, 'AT'],
    ]);
    assert.deepEqual(await log.rows(7, 9), []);
  });

  it('gives each row of a long log as one pass over all of it does, whatever range is asked for', async () => {
    const random = seeded(7);
    const bytes = new MemoryBytes();
    const log = new PortLog(bytes, head);
    const splitter = new LineSplitter(textRows);
    const expected: Row[] = [];
    const keep = (row: Row) => expected.push({ ...row, bytes: row.bytes.slice() });
    for (let at = 0; at < 3_000; at++) {
      const kind: FrameKind = random() < 0.1 ? 'sent' : 'received';
      const length = Math.floor(random() * 90);
      const chunk = Uint8Array.from({ length }, () =>
        random() < 0.08 ? (random() < 0.5 ? 10 : 13) : 32 + Math.floor(random() * 200),
      );
      log.append(kind, at, chunk);
      splitter.feed({ kind, timeMs: at, bytes: chunk }, keep);
    }
    expected.push(...splitter.openRows());
    expected.sort((a, b) => a.index - b.index);
    assert.equal(log.rowCount, expected.length);
    for (let round = 0; round < 200; round++) {
      const from = Math.floor(random() * expected.length);
      const to = from + Math.floor(random() * 60);
      assert.deepEqual(shown(await log.rows(from, to)), shown(expected.slice(from, to)));
    }
    const again = new PortLog(bytes, { start: readLogHead(bytes.all)?.start ?? 0 });
    await again.catchUp(pause);
    assert.deepEqual(shown(await again.rows(0, 1e9)), shown(expected));
  });

  it('shows sixteen bytes a row in hex, counted once and kept up', async () => {
    const log = new PortLog(new MemoryBytes(), head);
    log.append('received', 1, ascii('0123456789abcdefgh'));
    const [hex] = await Promise.all([log.hexIndex(pause), log.hexIndex(pause)]);
    log.append('received', 2, ascii('ij\n'));
    assert.deepEqual(
      (await hex.rows(0, 9)).map(({ timeMs, bytes }) => [timeMs, rowText(bytes)]),
      [
        [1, '0123456789abcdef'],
        [1, 'ghij'],
      ],
    );
  });

  it('cuts a stretch that is longer than a frame may be, and loses nothing', async () => {
    const log = new PortLog(new MemoryBytes(), head);
    log.append('received', 1, new Uint8Array(200_000).fill(0x61));
    const rows = await log.rows(0, 1_000);
    assert.equal(
      rows.reduce((sum, row) => sum + row.bytes.length, 0),
      200_000,
    );
  });

  it('knows its own files', () => {
    assert.deepEqual(
      readLogHead(ascii('sigfox-serial-log 1 {"port":"COM7","startedAtMs":5}\nrest')),
      {
        head: { port: 'COM7', startedAtMs: 5 },
        start: 52,
      },
    );
    for (const other of ['', 'hello\n', 'sigfox-serial-log 1 {}\n', 'sigfox-serial-log 1 {\n']) {
      assert.equal(readLogHead(ascii(other)), undefined);
    }
  });
});
