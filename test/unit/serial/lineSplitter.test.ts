import assert from 'node:assert/strict';
import { LineSplitter, type Row, type RowRules, textRows } from '../../../src/serial/lineSplitter';
import { rowText } from '../../../src/serial/rowText';
import { ascii, everyCut, frame } from './logFixture';

const rowsOf = (pieces: readonly Uint8Array[], rules: RowRules = textRows): Row[] => {
  const splitter = new LineSplitter(rules);
  const rows: Row[] = [];
  pieces.forEach((piece) =>
    splitter.feed(frame(piece), (row) => rows.push({ ...row, bytes: row.bytes.slice() })),
  );
  return [...rows, ...splitter.openRows()];
};
const textsOf = (pieces: readonly Uint8Array[], rules?: RowRules) =>
  rowsOf(pieces, rules).map(({ bytes, end }) => [new TextDecoder().decode(bytes), end]);

describe('LineSplitter', () => {
  const table: readonly [bytes: string, rows: readonly [string, Row['end']][], reason: string][] = [
    [
      'one\ntwo\n',
      [
        ['one', 'line'],
        ['two', 'line'],
      ],
      'LF',
    ],
    [
      'one\r\ntwo\r\n',
      [
        ['one', 'line'],
        ['two', 'line'],
      ],
      'CR LF',
    ],
    [
      'OK\rOK\r',
      [
        ['OK', 'line'],
        ['OK', 'line'],
      ],
      "a lone CR, as Telit's modem sends",
    ],
    [
      '10%\r20%\r\nend',
      [
        ['10%', 'line'],
        ['20%', 'line'],
        ['end', undefined],
      ],
      'a progress line',
    ],
    [
      '\n\r\n\r\r\n',
      [
        ['', 'line'],
        ['', 'line'],
        ['', 'line'],
        ['', 'line'],
      ],
      'empty lines',
    ],
    [
      '27.9 °C — 94 % 🌡️\nx',
      [
        ['27.9 °C — 94 % 🌡️', 'line'],
        ['x', undefined],
      ],
      'UTF-8 of two to four bytes',
    ],
    [
      '\u001b[31mred\u001b[0m\r\nplain\n',
      [
        ['\u001b[31mred\u001b[0m', 'line'],
        ['plain', 'line'],
      ],
      'colours',
    ],
    [
      'a\0b\n\0',
      [
        ['a\0b', 'line'],
        ['\0', undefined],
      ],
      'NUL bytes',
    ],
  ];
  for (const [bytes, rows, reason] of table) {
    it(`gives the same rows however the bytes are cut: ${reason}`, () => {
      for (const pieces of everyCut(ascii(bytes))) assert.deepEqual(textsOf(pieces), rows);
    });
  }

  it('cuts a line that is too long between characters, at every cut of the bytes', () => {
    const rules = { maxBytes: 8, keepsCharacters: true };
    for (const pieces of everyCut(ascii('1234567°C and on\n'))) {
      assert.deepEqual(textsOf(pieces, rules), [
        ['1234567°', 'cut'],
        ['C and on', 'line'],
      ]);
    }
  });

  it('cuts bytes that only pretend to be one endless character', () => {
    const rows = rowsOf([new Uint8Array(100).fill(0x80)], { maxBytes: 8, keepsCharacters: true });
    assert.deepEqual(
      rows.map(({ bytes }) => bytes.length),
      [11, 11, 11, 11, 11, 11, 11, 11, 11, 1],
    );
  });

  it('keeps a megabyte without newline in rows of 4 KiB', () => {
    const rows = rowsOf([new Uint8Array(1024 * 1024).fill(0x61)]);
    assert.deepEqual(new Set(rows.map(({ bytes }) => bytes.length)), new Set([4_096]));
    assert.equal(rows.length, 256);
  });

  it('gives invalid UTF-8 as it is; it shows as U+FFFD', () => {
    for (const pieces of everyCut(Uint8Array.of(0x61, 0xc3, 0x28, 0xff, 0xfe, 0x0a))) {
      const [row] = rowsOf(pieces);
      assert.deepEqual(row?.bytes, Uint8Array.of(0x61, 0xc3, 0x28, 0xff, 0xfe));
      assert.equal(rowText(row.bytes), 'a\ufffd(\ufffd\ufffd');
    }
  });

  it('does not let what is sent cut the line the board is in', () => {
    const splitter = new LineSplitter(textRows);
    const rows: Row[] = [];
    const give = (row: Row) => rows.push(row);
    splitter.feed(frame('temp ', 10), give);
    splitter.feed(frame('get\n', 20, 'sent'), give);
    splitter.feed(frame('27.9\n', 30), give);
    assert.deepEqual(
      rows.map(({ index, kind, timeMs, bytes }) => [index, kind, timeMs, rowText(bytes)]),
      [
        [1, 'sent', 20, 'get'],
        [0, 'received', 10, 'temp 27.9'],
      ],
    );
  });

  it('goes on from a remembered state as if it had seen what came before', () => {
    const bytes = ascii('one\r\ntwo °C\rthree\n\nfour');
    for (let cut = 0; cut <= bytes.length; cut++) {
      const whole: Row[] = [];
      const all = new LineSplitter(textRows);
      all.feed(frame(bytes.slice(0, cut)), () => undefined);
      const { state } = all;
      all.feed(frame(bytes.slice(cut)), (row) => whole.push(row));
      const late: Row[] = [];
      const resumed = new LineSplitter(textRows, state);
      resumed.feed(frame(bytes.slice(cut)), (row) => late.push(row));
      const begun = whole.filter((row) => row.index >= state.nextRow);
      assert.deepEqual(late, begun, `cut at ${cut}`);
      assert.equal(resumed.rowCount, all.rowCount);
    }
  });
});
