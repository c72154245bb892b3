import assert from 'node:assert/strict';
import { parseMessageQuery } from '../../../src/messages/messageQuery';

const parsed = (text: string) => {
  const result = parseMessageQuery(text);
  return result.kind === 'query' ? result.query : result.problem;
};

describe('parseMessageQuery', () => {
  const cases: readonly [text: string, query: unknown][] = [
    ['', { kind: 'all' }],
    ['  Tank ', { kind: 'text', text: 'tank' }],
    ['"not seen"', { kind: 'text', text: 'not seen' }],
    ['undecodable', { kind: 'undecodable' }],
    ['device:41F2', { kind: 'device', text: '41f2' }],
    ['device:"Tank 12"', { kind: 'device', text: 'tank 12' }],
    ['hex:41DF', { kind: 'hex', text: '41df' }],
    ['#77', { kind: 'text', text: '#77' }],
    ['last:24h', { kind: 'last', ms: 86_400_000 }],
    ['temp > 30', { kind: 'compare', field: 'temp', operator: '>', value: '30' }],
    ['temp>=-3.5', { kind: 'compare', field: 'temp', operator: '>=', value: '-3.5' }],
    ['"Water level"!=1', { kind: 'compare', field: 'water level', operator: '!=', value: '1' }],
    ['open=true', { kind: 'compare', field: 'open', operator: '=', value: 'true' }],
    ['-tank', { kind: 'not', part: { kind: 'text', text: 'tank' } }],
    ['-5', { kind: 'text', text: '-5' }],
    ['not undecodable', { kind: 'not', part: { kind: 'undecodable' } }],
    [
      'after:2026-11-25T10:00Z before:2026-11-26T10:00Z',
      {
        kind: 'and',
        parts: [
          { kind: 'time', fromMs: 1_795_600_800_000, toMs: Number.POSITIVE_INFINITY },
          { kind: 'time', fromMs: Number.NEGATIVE_INFINITY, toMs: 1_795_687_200_000 },
        ],
      },
    ],
    [
      'a b or (c and d)',
      {
        kind: 'or',
        parts: [
          {
            kind: 'and',
            parts: [
              { kind: 'text', text: 'a' },
              { kind: 'text', text: 'b' },
            ],
          },
          {
            kind: 'and',
            parts: [
              { kind: 'text', text: 'c' },
              { kind: 'text', text: 'd' },
            ],
          },
        ],
      },
    ],
    // A time of day is no key.
    ['14:02', { kind: 'text', text: '14:02' }],
  ];
  for (const [text, query] of cases) {
    it(`reads ${JSON.stringify(text)}`, () => assert.deepEqual(parsed(text), query));
  }

  const problems: readonly [text: string, at: [number, number], message: string][] = [
    ['temp >', [5, 6], 'A value is missing behind ">".'],
    ['temp > warm', [7, 11], '">" compares with a number.'],
    ['> 3', [0, 1], '">" needs a field before it: temp > 30'],
    ['(a', [0, 1], 'This "(" is not closed.'],
    ['a)', [1, 2], 'This ")" closes nothing.'],
    ['()', [1, 2], 'A condition is missing here.'],
    ['a or', [3, 4], 'A condition is missing here.'],
    ['not', [2, 3], 'A condition is missing here.'],
    ['"a', [0, 2], 'This quote is not closed.'],
    ['hex:xy', [4, 6], '"xy" is not hexadecimal.'],
    ['hex:', [4, 4], 'A value is missing behind "hex:".'],
    ['x last:soon', [7, 11], 'Write how long: 30m, 24h, 7d, 2w'],
    ['after:yesterday', [6, 15], 'Write a date: 2026-11-25, 2026-11-25T14:30'],
  ];
  for (const [text, at, message] of problems) {
    it(`says where ${JSON.stringify(text)} goes wrong`, () =>
      assert.deepEqual(parsed(text), { at, message }));
  }

  it('ends on any text (H1)', function () {
    this.timeout(120_000);
    const parts = [
      '(',
      ')',
      '"',
      'or',
      'not',
      '-',
      '<',
      '=',
      '!',
      'a',
      'hex:',
      ' ',
      '\u202e',
      'é',
      '#',
    ];
    let seed = 7;
    const next = () => (seed = (seed * 48_271) % 2_147_483_647);
    for (let round = 0; round < 20_000; round++) {
      const text = Array.from({ length: next() % 12 }, () => parts[next() % parts.length]).join('');
      assert.ok(['query', 'problem'].includes(parseMessageQuery(text).kind), text);
    }
    assert.equal(parseMessageQuery('('.repeat(100_000)).kind, 'problem');
  });
});
