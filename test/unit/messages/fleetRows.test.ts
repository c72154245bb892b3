import assert from 'node:assert/strict';
import type { RowId } from '../../../src/messages/treeNode';
import { createTree } from '../../support/treeFixture';

function fleet(
  count: number,
  idOf: (at: number) => string,
  more: (at: number) => object = () => ({}),
) {
  const fixture = createTree();
  for (let at = 0; at < count; at++) fixture.add({ device: idOf(at), data: '00', ...more(at) });
  const { tree } = fixture;
  const words = (row: RowId) => {
    const node = tree.node(row);
    return `${node?.label ?? ''} ${node?.description ?? ''}`.trim();
  };
  return { ...fixture, words };
}

const hex = (at: number) => at.toString(16).toUpperCase();

describe('FleetRows', () => {
  it('lists up to 500 devices as they are', () => {
    assert.equal(fleet(500, (at) => hex(0xa000 + at)).tree.roots().length, 500);
  });

  it('groups more by as much of the id as tells them apart', () => {
    const { tree, words } = fleet(10_000, (at) => hex(0x41000000 + at));
    const groups = tree.roots();
    assert.deepEqual(
      [groups.length, ...groups.slice(0, 2).map(words), groups.slice(-1).map(words)[0]],
      [40, '410000… 256 devices', '410001… 256 devices', '410027… 16 devices'],
    );
  });

  it('says what a group leaves out', () => {
    const one = fleet(
      600,
      (at) => hex(0x41f00000 + at),
      () => ({ deviceTypeId: 'meter' }),
    );
    one.view.grouping = 'type';
    const [group] = one.tree.roots();
    assert.ok(group);
    const rows = one.tree.children(group);
    assert.deepEqual(
      [rows.length, one.words(rows.at(-1) ?? group)],
      [501, '100 devices not shown. Filter to see them.'],
    );
  });

  it('says what the view leaves out beyond ten thousand devices', () => {
    const { tree, words } = fleet(10_003, (at) => hex(0x100000 + at * 97));
    const last = tree.roots().at(-1);
    assert.equal(last && words(last), '3 devices not shown. Filter to see them.');
  });

  it('groups by device type', () => {
    const { tree, words, view } = fleet(3, hex, (at) =>
      at === 0 ? {} : { deviceTypeId: 'meter' },
    );
    view.grouping = 'type';
    assert.deepEqual(tree.roots().map(words), ['No Device Type 1 device', 'Type meter 2 devices']);
  });

  it('groups by state', () => {
    const { tree, words, view, book } = fleet(3, hex);
    book.setSettings('1', { config: 't::uint:16', display: {} });
    view.grouping = 'state';
    assert.deepEqual(tree.roots().map(words), ['Sending 2 devices', 'Cannot Be Decoded 1 device']);
  });

  it('gives the devices of a group again, by name, and only its own', () => {
    const { tree, view } = fleet(4, hex, (at) => ({ deviceTypeId: at < 2 ? 'a' : 'b' }));
    view.grouping = 'type';
    const children = tree.roots().map((row) => tree.children(row));
    assert.deepEqual(
      children.map((rows) => rows.map((row) => ('device' in row ? row.device : row.kind))),
      [
        ['0', '1'],
        ['2', '3'],
      ],
    );
  });
});
