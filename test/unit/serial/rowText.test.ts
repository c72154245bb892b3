import assert from 'node:assert/strict';
import { parseAnsi } from '../../../src/serial/ansiText';
import { LineSplitter, type Row, textRows } from '../../../src/serial/lineSplitter';
import { hexAndAscii, rowPieces, rowText } from '../../../src/serial/rowText';
import { linksIn, MatchingRows, parseQuery } from '../../../src/serial/rowSearch';
import { ascii, everyCut, frame } from './logFixture';

const plain = { isHex: false, showsControls: false };
const textOf = (text: string, style = plain) =>
  rowPieces({ bytes: ascii(text), end: 'line' }, style)
    .map((piece) => piece.text)
    .join('');

describe('rowPieces', () => {
  it('draws the colours of a row', () => {
    assert.deepEqual(parseAnsi('a\u001b[1;31mb\u001b[38;5;208mc\u001b[48;2;1;2;3md\u001b[0me'), [
      { text: 'a', style: {} },
      { text: 'b', style: { isBold: true, foreground: 1 } },
      { text: 'c', style: { isBold: true, foreground: '#ff8700' } },
      { text: 'd', style: { isBold: true, foreground: '#ff8700', background: '#010203' } },
      { text: 'e', style: {} },
    ]);
  });

  const hostile: readonly [text: string, shown: string, reason: string][] = [
    ['\u001b]0;owned\u0007after', 'after', 'a title'],
    ['\u001b]2;owned\u001b\\after', 'after', 'a title, ended by ST'],
    [
      '\u001b]8;;http://evil\u0007click\u001b]8;;\u0007',
      'click',
      'a hyperlink keeps its words only',
    ],
    ['\u001b]52;c;ZXZpbA==\u0007after', 'after', 'a clipboard write'],
    ['\u001b]52;c;ZXZpbA==', '', 'one that never ends takes its row, no more'],
    ['\u001b[2J\u001b[Hhome', 'home', 'clear and cursor home'],
    ['\u001b[?1049h\u001b[6nx', 'x', 'alternate screen, a question to the terminal'],
    ['\u001bP1$r0m\u001b\\x\u001b_apc\u001b\\y', 'xy', 'DCS and APC'],
    ['\u009b31mred\u009d0;t\u0007!', 'red!', 'the eight-bit introducers'],
    ['\u001b', '', 'an escape alone'],
    ['\u001b[', '', 'an unfinished sequence'],
    ['\u001b[31', '', 'an unfinished colour'],
    ['a\0b\u0007c\bd', 'abcd', 'NUL, bell, backspace'],
    ['abc\u202efdp.exe', 'abc\ufffdfdp.exe', 'a bidirectional override'],
    ['a\u200bb', 'a\ufffdb', 'zero width'],
    ['tab\tstays', 'tab\tstays', 'a tab'],
  ];
  for (const [text, expected, reason] of hostile) {
    it(`obeys no sequence but colours: ${reason} (H5)`, () => {
      assert.equal(textOf(text), expected);
    });
  }

  it('gives the same text however the bytes were cut', () => {
    const bytes = ascii('\u001b[32m27.9 °C\u001b[0m\u001b]0;x\u0007!\r\n');
    for (const pieces of everyCut(bytes)) {
      const rows: Row[] = [];
      const splitter = new LineSplitter(textRows);
      pieces.forEach((piece) => splitter.feed(frame(piece), (row) => rows.push(row)));
      assert.deepEqual(rowPieces(rows[0] ?? assert.fail(), plain), [
        { text: '27.9 °C', style: { foreground: 2 } },
        { text: '!', style: {} },
      ]);
    }
  });

  it('shows control characters as pictures when asked, and obeys nothing then', () => {
    const style = { isHex: false, showsControls: true };
    assert.equal(textOf('a\0b\u001b]0;t\u0007\tc\u007f', style), 'a␀b␛]0;t␇␉c␡␤');
  });

  it('shows bytes and ASCII side by side', () => {
    assert.equal(
      hexAndAscii(ascii('AT$SF=\r\n')),
      `${'41 54 24 53 46 3d 0d 0a'.padEnd(48)} AT$SF=..`,
    );
  });

  it('gives plain text for copying', () => {
    assert.equal(rowText(ascii('\u001b[31mred\u001b[0m°')), 'red°');
  });
});

describe('parseQuery', () => {
  const matches = (query: string, text: string) => {
    const read = parseQuery(query);
    return read?.kind === 'matcher' && read.matches(text);
  };

  it('finds plain text without regard to case, and patterns between slashes', () => {
    assert.deepEqual(
      [
        matches('at$sf', 'AT$SF=00'),
        matches('/^T=\\d+$/', 'T=12'),
        matches('/^t=/', 'T=12'),
        matches('/^t=/i', 'T=12'),
      ],
      [true, true, false, true],
    );
  });

  it('looks for nothing when nothing is asked, and says when a pattern is none', () => {
    assert.deepEqual([parseQuery(''), parseQuery('/(/')], [undefined, { kind: 'invalid' }]);
  });
});

describe('MatchingRows', () => {
  it('keeps the order of the log although rows end out of order', () => {
    const rows = new MatchingRows();
    [1, 2, 5, 4, 4, 9].forEach((row) => rows.add(row));
    assert.deepEqual(
      [rows.slice(0, 9), rows.positionOf(4), rows.positionOf(6)],
      [[1, 2, 4, 5, 9], 2, 4],
    );
  });
});

describe('linksIn', () => {
  it('finds web links and leaves the end of the sentence out', () => {
    const text = 'see (https://example.org/a?b=c). Or javascript:alert(1) http://x, ok';
    assert.deepEqual(
      linksIn(text).map(({ from, to }) => text.slice(from, to)),
      ['https://example.org/a?b=c', 'http://x'],
    );
  });
});
