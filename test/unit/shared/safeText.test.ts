import assert from 'node:assert/strict';
import { markdownLiteral, safeLine } from '../../../src/shared/safeText';

describe('safeLine', () => {
  const cases: readonly [reason: string, text: string, safe: string][] = [
    ['plain text', 'Tank 12 · 27.9 °C', 'Tank 12 · 27.9 °C'],
    ['a line break', 'a\nb\r\tc', 'a\ufffdb\ufffd\ufffdc'],
    ['an escape sequence', '\u001b[31mred', '\ufffd[31mred'],
    ['a C1 control', 'a\u009bb', 'a\ufffdb'],
    ['a right-to-left override', 'abc\u202etxt.exe', 'abc\ufffdtxt.exe'],
    ['an isolate', 'a\u2066b\u2069', 'a\ufffdb\ufffd'],
    ['a zero-width space', 'pay\u200bpal', 'pay\ufffdpal'],
    ['a lone surrogate', 'a\ud800b', 'a\ufffdb'],
    ['a pair of surrogates', 'a😀b', 'a😀b'],
    ['a long text', 'x'.repeat(500), `${'x'.repeat(119)}…`],
  ];
  for (const [reason, text, safe] of cases) {
    it(`keeps or replaces ${reason}`, () => assert.equal(safeLine(text), safe));
  }

  it('costs nothing for 100 KB', () => {
    assert.equal(safeLine('\u202e'.repeat(100_000)).length, 120);
  });
});

describe('markdownLiteral', () => {
  it('leaves no sign that could be Markdown, HTML or an address', () => {
    assert.equal(markdownLiteral('é1 <a>'), 'é1&#32;&#60;a&#62;');
    assert.doesNotMatch(markdownLiteral('[x](command:y) http://z'), /[^\w&#;]/);
  });
});
