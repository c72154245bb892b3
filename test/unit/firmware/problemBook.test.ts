import assert from 'node:assert/strict';
import type { Problem } from '../../../src/firmware/problem';
import { ProblemBook } from '../../../src/firmware/problemBook';

const sketch = { folder: '/s', fqbn: 'arduino:avr:uno' };
const warning = (file: string, message = 'w'): Problem => ({
  severity: 'warning',
  message,
  file,
  line: 1,
  column: 1,
  code: undefined,
  related: [],
});
const error = (file: string): Problem => ({ ...warning(file, 'e'), severity: 'error' });

describe('ProblemBook', () => {
  const table: readonly [
    fact: string,
    before: readonly Problem[],
    now: readonly Problem[],
    rebuiltUnits: readonly string[],
    shown: readonly Problem[],
  ][] = [
    [
      'keeps the warning of a file that was not compiled again',
      [warning('/s/s.ino')],
      [],
      [],
      [warning('/s/s.ino')],
    ],
    [
      'drops the warning of a file that was compiled again',
      [warning('/s/s.ino')],
      [],
      ['s.ino.cpp'],
      [],
    ],
    [
      'keeps a warning while another file is compiled',
      [warning('/s/b.cpp')],
      [],
      ['s.ino.cpp'],
      [warning('/s/b.cpp')],
    ],
    [
      'drops a header that a compiled file may have mended',
      [warning('/s/b.h')],
      [],
      ['s.ino.cpp'],
      [],
    ],
    [
      'replaces all that was known of a file by its news',
      [warning('/s/s.ino', 'old')],
      [warning('/s/s.ino', 'new')],
      [],
      [warning('/s/s.ino', 'new')],
    ],
    ['drops every error that does not come again', [error('/s/b.cpp')], [], [], []],
    [
      'counts a second .ino file to the unit of the first',
      [warning('/s/two.ino')],
      [],
      ['s.ino.cpp'],
      [],
    ],
    [
      'keeps warnings of a library until something is compiled',
      [warning('/lib/a.cpp')],
      [],
      [],
      [warning('/lib/a.cpp')],
    ],
  ];
  for (const [fact, before, now, rebuiltUnits, shown] of table) {
    it(fact, () => {
      const book = new ProblemBook();
      book.update(sketch, before, { rebuiltUnits: [] });
      assert.deepEqual(book.update(sketch, now, { rebuiltUnits }), shown);
    });
  }

  it('forgets what was said for another board', () => {
    const book = new ProblemBook();
    book.update(sketch, [warning('/s/s.ino')], { rebuiltUnits: [] });
    assert.deepEqual(book.update({ ...sketch, fqbn: 'a:b:c' }, [], { rebuiltUnits: [] }), []);
  });

  it('shows the problems of all sketches until one is forgotten', () => {
    const book = new ProblemBook();
    book.update(sketch, [warning('/s/s.ino')], { rebuiltUnits: [] });
    book.update({ ...sketch, folder: '/t' }, [warning('/t/t.ino')], { rebuiltUnits: [] });
    book.forget('/s');
    assert.deepEqual(book.all, [warning('/t/t.ino')]);
  });
});
