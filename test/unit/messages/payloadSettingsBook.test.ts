import assert from 'node:assert/strict';
import { PayloadSettingsBook, type StoredBook } from '../../../src/messages/payloadSettingsBook';
import { connectionTo } from '../../support/treeFixture';

function open(stored?: unknown) {
  const written: StoredBook[] = [];
  const book = new PayloadSettingsBook({ read: () => stored, write: (next) => written.push(next) });
  return { book, written };
}

const own = { config: 'a::uint:8', display: {} };
const shipped = { config: 'b::uint:8', display: {} };
const connection = {
  ...connectionTo('c'),
  payloadSettings: () => shipped,
  deviceName: () => 'Shipped',
};

describe('PayloadSettingsBook', () => {
  it('puts what the person set before what the connection knows, and forgets it again', () => {
    const { book } = open();
    const seen = [book.settingsOf('BEF', connection)];
    book.setSettings('BEF', own);
    book.setName('BEF', ' Mine ');
    seen.push(book.settingsOf('BEF', connection));
    const name = book.nameOf('BEF', connection);
    book.setSettings('BEF', undefined);
    book.setName('BEF', '');
    assert.deepEqual(
      [seen, name, book.settingsOf('BEF', undefined), book.nameOf('BEF', connection)],
      [[shipped, own], 'Mine', undefined, 'Shipped'],
    );
  });

  it('comes back from what it wrote', () => {
    const first = open();
    first.book.setSettings('BEF', {
      config: 'a::uint:8',
      display: { a: { unit: 'L', decimals: 1, label: 'level' } },
    });
    first.book.setName('1D743', 'Tank');
    const second = open(JSON.parse(JSON.stringify(first.written.at(-1))));
    assert.deepEqual(
      [second.book.settingsOf('BEF', undefined), second.book.nameOf('1D743', undefined)],
      [first.book.settingsOf('BEF', undefined), 'Tank'],
    );
  });

  it('leaves out what another version or hand wrote wrong', () => {
    const hostile = {
      settings: {
        BEF: { config: 7 },
        '../x': own,
        '1D743': {
          config: 'a::uint:8',
          display: { a: { unit: 7, decimals: 99, label: 'x'.repeat(99) } },
        },
      },
      names: { BEF: ['x'], ABC: 'y'.repeat(99) },
    };
    const { book } = open(hostile);
    assert.deepEqual(
      [
        book.settingsOf('BEF', undefined),
        book.settingsOf('1D743', undefined),
        book.nameOf('BEF', undefined),
        book.nameOf('ABC', undefined)?.length,
      ],
      [
        undefined,
        { config: 'a::uint:8', display: { a: { label: 'x'.repeat(60) } } },
        undefined,
        60,
      ],
    );
    for (const nonsense of [null, 7, 'x', [], { settings: [] }])
      assert.equal(open(nonsense).book.nameOf('BEF', undefined), undefined);
  });
});
