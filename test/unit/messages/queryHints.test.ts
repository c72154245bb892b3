import assert from 'node:assert/strict';
import { parseMessageQuery } from '../../../src/messages/messageQuery';
import { queryHints } from '../../../src/messages/queryHints';

const vocabulary = {
  devices: ['Greenhouse 3', '1D743'],
  fields: ['temp', 'humidity'],
  topics: ['sigfox'],
};

describe('queryHints', () => {
  for (const [typed, hints] of [
    ['te', ['temp > ']],
    ['und', ['undecodable']],
    ['device:', ['device:"Greenhouse 3"', 'device:1D743']],
    ['temp > 30 la', ['temp > 30 last:']],
    ['last:', ['last:1h', 'last:24h', 'last:7d', 'last:4w']],
    ['undecodable o', ['undecodable or ']],
  ] as const) {
    it(`goes on from "${typed}"`, () => {
      assert.deepEqual(
        queryHints(typed, vocabulary).map(({ text }) => text),
        hints,
      );
    });
  }

  it('offers only what leads to a query', () => {
    for (const { text } of queryHints('', vocabulary)) {
      const whole = text.endsWith('> ') ? `${text}1` : text.endsWith(':') ? `${text}1` : text;
      const parsed = parseMessageQuery(
        whole
          .replace('after:1', 'after:2026-11-25')
          .replace('before:1', 'before:2026-11-25')
          .replace('last:1', 'last:1h'),
      );
      assert.equal(parsed.kind, 'query', whole);
    }
  });

  it('quotes names with spaces and drops quotes in them', () => {
    const [hint] = queryHints('device:', { devices: ['a "b" c'], fields: [], topics: [] });
    assert.equal(hint?.text, 'device:"a b c"');
  });
});
