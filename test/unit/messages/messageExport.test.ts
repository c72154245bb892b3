import assert from 'node:assert/strict';
import { exportFileName, toCsv, toJsonLines } from '../../../src/messages/messageExport';
import { messageText } from '../../../src/messages/messageText';
import { createTree, howToTimeMs } from '../../support/treeFixture';

const seconds = howToTimeMs / 1_000;

function exported(...bodies: readonly (object | string)[]) {
  const { add, book, tree, format } = createTree();
  book.setSettings('BEF', { config: 't::int:8 s::char:6', display: {} });
  return bodies.map((body) => {
    const message = add(body);
    assert.ok(message);
    return { message, decoded: tree.decode(message), name: undefined, format };
  });
}

const hex = (text: string) => Buffer.from(text).toString('hex');

describe('toCsv', () => {
  it('guards text that a spreadsheet takes for a formula, and leaves negative numbers numbers (H6)', () => {
    const texts = ['=1+1', '+a', '-a', '@a', '\ta', 'a"b'];
    const rows = toCsv(
      exported(
        ...texts.map((text) => ({
          device: 'BEF',
          time: seconds,
          data: `f6${hex(text.padEnd(6))}`,
          seqNumber: texts.indexOf(text),
        })),
      ),
    ).split('\r\n');
    assert.equal(rows[0], '"time","device","name","seqNumber","data","t","s","problem","topic"');
    assert.deepEqual(
      rows.slice(1, -1).map((row) => row.split(',').slice(5, 7).join(',')),
      [
        `-10,"'=1+1  "`,
        `-10,"'+a    "`,
        `-10,"'-a    "`,
        `-10,"'@a    "`,
        `-10,"'\ta    "`,
        `-10,"a""b   "`,
      ],
    );
  });
});

describe('toJsonLines', () => {
  it('keeps every byte of a body, and a field called __proto__', () => {
    const [line] = toJsonLines(exported('{"device":"BEF","__proto__":"x","n":-1}')).split('\n');
    const record = JSON.parse(line ?? '') as { body: string; fields: object };
    assert.equal(
      Buffer.from(record.body, 'base64').toString(),
      '{"device":"BEF","__proto__":"x","n":-1}',
    );
    assert.deepEqual(Object.entries(record.fields), [
      ['__proto__', 'x'],
      ['n', -1],
    ]);
  });

  it('has one line for each message, whatever it holds', () => {
    const text = toJsonLines(exported('a\nb', { device: 'BEF', time: seconds, x: '\u2028\n' }));
    assert.equal(text.split('\n').length, 3);
  });
});

describe('exportFileName', () => {
  const names: readonly [subject: string | undefined, name: string][] = [
    [undefined, 'sigfox-messages.csv'],
    ['Greenhouse 3', 'sigfox-Greenhouse-3.csv'],
    ['../../x', 'sigfox-x.csv'],
    ['CON', 'sigfox-messages.csv'],
    ['\\\\server\\share', 'sigfox-server-share.csv'],
    ['x'.repeat(300), `sigfox-${'x'.repeat(60)}.csv`],
    ['🚰', 'sigfox-messages.csv'],
  ];
  for (const [subject, name] of names) {
    it(`makes "${name.slice(0, 40)}" (H8)`, () =>
      assert.equal(exportFileName(subject, 'csv'), name));
  }
});

describe('messageText', () => {
  it('shows a message on one page: who, when, fields, bytes and body', () => {
    const [only] = exported({
      device: 'BEF',
      time: seconds,
      data: `f6${hex('ok')}00000000`,
      seqNumber: 7,
    });
    assert.ok(only);
    assert.equal(
      messageText(only.message, only.decoded, 'Buoy', only.format),
      [
        'Buoy (BEF)  #7',
        '',
        'Sent      2016-11-22 12:17:51  (2016-11-22T12:17:51.000Z)',
        'Received  2016-11-22 12:27:51  (600.0 s later)',
        'Topic     sigfox',
        '',
        'Fields',
        '  t  -10                   int:8 · byte 0',
        '  s  ok                    char:6 · bytes 1–6',
        '',
        'Payload',
        '  f66f6b00000000',
        '   0  f6  11110110  t',
        '   1  6f  01101111  s',
        '   2  6b  01101011  s',
        '   3  00  00000000  s',
        '   4  00  00000000  s',
        '   5  00  00000000  s',
        '   6  00  00000000  s',
        '',
        'Body',
        '  {',
        '    "device": "BEF",',
        '    "time": 1479817071,',
        '    "data": "f66f6b00000000",',
        '    "seqNumber": 7',
        '  }',
        '',
      ].join('\n'),
    );
  });

  it('shows control characters and obeys none', () => {
    const [only] = exported('not json \u001b]8;;http://x\u0007\u202e');
    assert.ok(only);
    assert.match(
      messageText(only.message, only.decoded, undefined, only.format),
      /Body\n {2}not json \ufffd\]8;;http:\/\/x\ufffd\ufffd\n$/,
    );
  });

  it('is made for 128 KB of nested JSON', () => {
    const [only] = exported(`{"device":"BEF","a":${'['.repeat(9_000)}${']'.repeat(9_000)}}`);
    assert.ok(only);
    assert.ok(messageText(only.message, only.decoded, undefined, only.format).length < 1_000_000);
  });
});
