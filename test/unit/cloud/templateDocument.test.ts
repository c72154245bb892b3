import assert from 'node:assert/strict';
import { readTemplate } from '../../../src/cloud/templateDocument';

const refused: readonly [name: string, text: string, reason: RegExp, line?: number][] = [
  ['aliases, of which bombs are made', 'a: &x [1, 2]\nb: [*x, *x]', /no anchors/, 1],
  ['an alias alone', 'a: *x', /Unresolved alias|no aliases/],
  ['merges', 'a:\n  <<: {b: 1}', /no merges/, 2],
  ['a key that stands twice in YAML', 'Resources: 1\nResources: 2', /"Resources" stands twice/, 2],
  ['a key that stands twice in JSON', '{"A": 1,\n"A": 2}', /"A" stands twice/, 2],
  ['two documents', 'a: 1\n---\nb: 2', /multiple documents/],
  ['200,000 open brackets', '['.repeat(200_000), /more than 60 levels/],
  ['200,000 lists in a line', '- '.repeat(200_000), /more than 60 levels/],
  ['100,000 keys in a line', '? '.repeat(100_000), /more than 60 levels/],
  [
    '1,000 levels of indentation',
    Array.from({ length: 1_000 }, (_, at) => `${' '.repeat(at)}a:`).join('\n'),
    /more than 60 levels/,
  ],
  ['more than 1 MB', `a: ${'x'.repeat(1024 * 1024)}`, /larger than 1 MB/],
  ['a megabyte in bytes, not in characters', `a: ${'é'.repeat(600_000)}`, /larger than 1 MB/],
  ['a quote that never ends', `a: "${'x'.repeat(500_000)}`, /neither YAML nor JSON/],
  ['a page', '<html><body>Access denied</body></html>', /no map of sections/],
  ['nothing', '', /no map of sections/],
  ['a map as a key', '? {a: 1}\n: 2', /no text/],
  ['marks of the reader itself', 'a: "\ue000?x\ue001"', /characters that have no meaning/],
];

describe('readTemplate', function () {
  // Each is refused in well under a second; the limit is there for machines that are busy.
  this.timeout(120_000);

  for (const [name, text, reason, line] of refused) {
    it(`refuses ${name}`, () => {
      const reading = readTemplate(text);
      assert.ok(reading.kind === 'unreadable');
      assert.match(reading.reason, reason);
      if (line !== undefined) assert.equal(reading.line, line);
    });
  }

  it('spells the short tags out, and takes every scalar as text', () => {
    const reading = readTemplate(
      'a: !Sub x\nb: !GetAtt R.Arn\nc: !Ref P\nd: 010\ne: yes\nf: 2012-10-17\ng: ~\nh: ""',
    );
    assert.ok(reading.kind === 'template');
    assert.deepEqual(
      reading.document.root,
      new Map<string, unknown>([
        ['a', new Map([['Fn::Sub', 'x']])],
        ['b', new Map([['Fn::GetAtt', 'R.Arn']])],
        ['c', new Map([['Ref', 'P']])],
        ['d', '010'],
        ['e', 'yes'],
        ['f', '2012-10-17'],
        ['g', null],
        ['h', ''],
      ]),
    );
  });

  it('reads JSON with tabs, and keys that are properties of every object', () => {
    const reading = readTemplate('{\n\t"Resources": {"__proto__": {"constructor": 1}}\n}');
    assert.ok(reading.kind === 'template');
    assert.deepEqual(
      reading.document.root,
      new Map([['Resources', new Map([['__proto__', new Map([['constructor', '1']])]])]]),
    );
    assert.equal(({} as { constructor: unknown }).constructor, Object);
  });

  it('knows the line of a path, or of the nearest thing above', () => {
    const reading = readTemplate('Resources:\n  A:\n    Type: T\n    Properties:\n      X: 1\n');
    assert.ok(reading.kind === 'template');
    const { document } = reading;
    assert.deepEqual(
      ['/Resources/A/Properties/X', '/Resources/A/Properties/Y/0', '/Resources/B', '/Nope'].map(
        (at) => document.lineOf(at),
      ),
      [5, 4, 1, undefined],
    );
  });

  it('takes 60,000 keys in its stride', () => {
    const text = Array.from({ length: 60_000 }, (_, at) => `k${at}: 1`).join('\n');
    assert.equal(readTemplate(text).kind, 'template');
  });
});
