import assert from 'node:assert/strict';
import { capabilities, formatRowId, parseRowId, type RowId } from '../../../src/messages/treeNode';
import { connectionTo, createTree, howToTimeMs, settled } from '../../support/treeFixture';

const seconds = howToTimeMs / 1_000;
const greenhouse = {
  config: 'temp::float:32 humidity::uint:8 door::bool:7',
  display: { temp: { unit: '°C', decimals: 2, label: 'temperature' }, humidity: { unit: '%' } },
};

describe('MessageTree', () => {
  it('shows a device, its messages and their fields as a person reads them', () => {
    const { add, book, show } = createTree();
    book.setSettings('41F2A7', greenhouse);
    book.setName('41F2A7', 'Greenhouse 3');
    add({
      device: '41F2A7',
      time: seconds,
      data: '41df41e35e00',
      seqNumber: 77,
      rssi: '-121.00',
      station: '1D44',
    });
    assert.deepEqual(show(4), [
      '[circle-filled] Greenhouse 3 | 41F2A7   27.91 °C · 94 %   10 min ago',
      '  12:17:51 | temp 27.907171 °C  humidity 94 %  door false   #77',
      '    temperature | 27.907171 °C   float:32 · bytes 0–3',
      '    humidity | 94 %   uint:8 · byte 4',
      '    door | false   bool:7 · byte 5',
      '    Radio | -121.00 dBm · station 1D44',
      '      rssi | -121.00',
      '      station | 1D44',
      '    Raw | 41df41e35e00',
    ]);
  });

  it("shows the how-to's message without any config", () => {
    const { add, show } = createTree();
    add('{"device":"1D743","time":"1479817071","temperature":"27.907171"}');
    assert.deepEqual(show(3), [
      '[circle-filled] 1D743 | 27.907171   10 min ago',
      '  12:17:51 | temperature 27.907171',
      '    temperature | 27.907171   from the body',
      '    Body | {"device":"1D743","time":"1479817071","temperature":"27.907171"}',
    ]);
  });

  it('says what a short payload lacks', () => {
    const { add, book, show } = createTree();
    book.setSettings('1D743', { config: 'temp::float:32', display: {} });
    add({ device: '1D743', time: seconds, data: '41ac00' });
    assert.deepEqual(show(3), [
      '[warning] 1D743 | needs 4 bytes, got 3   10 min ago',
      '  [warning] 12:17:51 | needs 4 bytes, got 3',
      '    [warning] temp | "temp" needs bytes 0–3; the payload has 3 bytes.   float:32 · bytes 0–3',
      '    Raw | 41ac00',
    ]);
  });

  it('shows newest first, a gap where numbers did not come, and never calls them lost', () => {
    const { add, show, tree } = createTree();
    for (const [seqNumber, minute] of [
      [73, 0],
      [76, 5],
      [77, 6],
    ] as const) {
      add({ device: 'BEF', time: seconds + minute * 60, seqNumber });
    }
    const rows = show(2);
    assert.deepEqual(rows.slice(1), [
      '  12:23:51 |  #77',
      '  12:22:51 |  #76',
      '  [dash]  | 2 messages not seen (#74–#75)',
      '  12:17:51 |  #73',
    ]);
    const gap = tree.children(tree.roots()[0] as RowId).find(({ kind }) => kind === 'gap');
    assert.doesNotMatch(JSON.stringify(gap && tree.node(gap)?.tooltip?.().lines), /lost/i);
  });

  it('keeps devices in a fixed order by name, numbers by value, and what is no message last', () => {
    const { add, book, show } = createTree();
    book.setName('1', 'Tank 12');
    book.setName('2', 'Tank 9');
    for (const device of ['1', '2', 'BEF', '3C0A', 'A0', '3C01']) add({ device, time: seconds });
    add('hello');
    assert.deepEqual(
      show(1).map((row) => row.replace(/ \|.*/, '')),
      [
        '[circle-filled] Tank 9',
        '[circle-filled] Tank 12',
        '[circle-filled] 3C01',
        '[circle-filled] 3C0A',
        '[circle-filled] A0',
        '[circle-filled] BEF',
        '[warning] Not Sigfox Messages',
      ],
    );
  });

  it('groups more than 500 devices by the beginning of their id', () => {
    const { add, show } = createTree();
    for (let device = 0x1000; device < 0x1000 + 501; device++)
      add({ device: device.toString(16), time: seconds });
    assert.deepEqual(show(1), ['[folder] 10… | 256 devices', '[folder] 11… | 245 devices']);
  });

  it('shows twenty messages and more when they are asked for', () => {
    const { add, tree, view } = createTree();
    for (let minute = 0; minute < 60; minute++) add({ device: 'BEF', time: seconds + minute });
    const [device] = tree.roots();
    assert.ok(device);
    const before = tree.children(device);
    assert.deepEqual(
      [before.length, tree.node(before.at(-1) as RowId)?.description],
      [21, '… 40 older messages'],
    );
    view.showOlder('home/BEF');
    assert.equal(tree.children(device).length, 60);
  });

  it('turns a device grey that is silent for long', () => {
    const { add, clock, show } = createTree();
    add({ device: 'BEF', time: seconds });
    clock.advance(26 * 3_600_000);
    assert.deepEqual(show(1), ['[circle-outline] BEF | silent for 26 h']);
  });

  it('calls no device silent that was just heard, whatever time its body names', () => {
    const { add, clock, show } = createTree();
    // The how-to's body, nine years later.
    clock.advance(9 * 365 * 24 * 3_600_000);
    add({ device: 'BEF', time: seconds });
    assert.deepEqual(show(1), ['[circle-filled] BEF | 2016-11-22 12:17:51']);
    clock.advance(26 * 3_600_000);
    assert.deepEqual(show(1), ['[circle-outline] BEF | silent for 26 h']);
  });

  it('takes what the broker kept from before for as old as its body says', () => {
    const { add, show, store } = createTree();
    const body = JSON.stringify({ device: 'BEF', time: seconds - 29 * 3_600 });
    add({ device: 'A1', time: seconds });
    store.add('home', {
      topic: 'sigfox',
      body: new TextEncoder().encode(body),
      receivedAtMs: seconds * 1_000,
      isRepeated: true,
    });
    assert.deepEqual(show(1), [
      '[circle-filled] A1 | 10 min ago',
      '[circle-outline] BEF | silent for 29 h',
    ]);
  });

  it('holds back new messages while it is paused, and says how many', () => {
    const { add, show, view, store } = createTree();
    add({ device: 'BEF', time: seconds, t: 1 });
    view.pause(store.total);
    add({ device: 'BEF', time: seconds + 1, t: 2 });
    add({ device: 'BEF', time: seconds + 2, t: 3 });
    assert.deepEqual(show(1), [
      '[debug-pause] Paused | · 2 new',
      '[circle-filled] BEF | 1   10 min ago',
    ]);
    view.resume();
    assert.deepEqual(show(1), ['[circle-filled] BEF | 3   9 min ago']);
  });

  it('lets the messages of a device wait while one of its rows is selected', () => {
    const { add, show, view, store } = createTree();
    add({ device: 'BEF', time: seconds, t: 1 });
    view.hold('home/BEF', store.total);
    for (const t of [2, 3, 4]) add({ device: 'BEF', time: seconds + t, t });
    assert.deepEqual(show(2), ['[circle-filled] BEF | 1   10 min ago   +3', '  12:17:51 | t 1']);
  });

  it('finds by name, id, payload, value and problem, and says when nothing matches', () => {
    const { add, book, show, view } = createTree();
    book.setName('1D743', 'Tank');
    book.setSettings('BEF', { config: 'temp::float:32', display: {} });
    add({ device: '1D743', time: seconds, level: 12 });
    add({ device: 'BEF', time: seconds, data: '41ac' });
    const found = ['tank', '1d7', 'LEVEL 12', '41ac', 'undecodable', 'nowhere'].map((filter) => {
      view.filter = filter;
      return show(1)
        .map((row) => row.replace(/ \| .*/, ''))
        .join();
    });
    assert.deepEqual(found, [
      '[circle-filled] Tank',
      '[circle-filled] Tank',
      '[circle-filled] Tank',
      '[warning] BEF',
      '[warning] BEF',
      '[filter] No message matches "nowhere".',
    ]);
  });

  it('decodes anew what is there when the config changes', () => {
    const { add, book, show } = createTree();
    add({ device: 'BEF', time: seconds, data: '0064' });
    book.setSettings('BEF', { config: 'a::uint:16', display: { a: { unit: 'L' } } });
    const before = show(1);
    book.setSettings('BEF', { config: 'a::uint:8 b::uint:8', display: {} });
    assert.deepEqual(
      [before, show(1)],
      [
        ['[circle-filled] BEF | 100 L   10 min ago'],
        ['[circle-filled] BEF | 0 · 100   10 min ago'],
      ],
    );
  });

  describe('when nothing is connected', () => {
    it('says so over what is kept of a saved connection, and offers to connect', () => {
      const { add, connections, show, tree } = createTree();
      connections.know([connectionTo('home'), connectionTo('other')]);
      assert.deepEqual(show(1), []);
      add({ device: 'BEF', time: seconds });
      assert.deepEqual(show(1), [
        '[circle-outline] Not connected | home · home · sigfox',
        '[circle-filled] BEF | 10 min ago',
      ]);
      const [row] = tree.roots();
      assert.deepEqual(row && tree.node(row)?.capabilities, ['connectable', 'editable']);
    });

    it('offers nothing for a connection that was removed', () => {
      const { add, show } = createTree();
      add({ device: 'BEF', time: seconds });
      assert.deepEqual(show(1), ['[circle-filled] BEF | 10 min ago']);
    });

    it('has a row for each saved connection that is not used beside two that are', async () => {
      const { add, connections, show } = createTree();
      const saved = ['a', 'b', 'c', 'd'].map((id) => connectionTo(id, `mqtt://${id}`));
      const [a, b] = saved;
      connections.know(saved);
      if (a) connections.connect(a);
      if (b) connections.connect(b);
      await settled();
      add({ device: 'BEF', time: seconds }, 'd');
      assert.deepEqual(show(2), [
        '[radio-tower] a | live',
        '[radio-tower] b | live',
        '[circle-outline] d | not connected',
        '  [circle-filled] BEF | 10 min ago',
        '[circle-outline] c | not connected',
      ]);
    });
  });

  describe('when a connection has something to say', () => {
    it('says why it is lost in the first row, over what is there', async () => {
      const { add, connections, show } = createTree({
        'mqtt://home': { kind: 'lost', reason: 'The network is unreachable.' },
      });
      add({ device: 'BEF', time: seconds });
      connections.connect(connectionTo('home'));
      await settled();
      assert.equal(
        show(1)[0],
        '[debug-disconnect] Connection lost | The network is unreachable. Trying again.',
      );
    });

    it('says what was refused, and offers the policy', async () => {
      const missing = { action: 'iot:Subscribe', resource: 'topicfilter/sigfox' } as const;
      const { connections, tree } = createTree({
        'mqtt://home': { kind: 'refused', reason: 'Not allowed.', missing },
      });
      connections.connect(connectionTo('home'));
      await settled();
      const [row] = tree.roots();
      assert.deepEqual(row && tree.node(row)?.capabilities, [
        'retryable',
        'policyCopyable',
        'disconnectable',
        'editable',
        'actionable',
      ]);
    });

    it('has a row of its own when there are two, with its devices below', async () => {
      const { add, connections, show } = createTree({
        'mqtt://b': { kind: 'refused', reason: 'Not allowed.' },
      });
      connections.connect(connectionTo('a', 'mqtt://a'));
      connections.connect(connectionTo('b', 'mqtt://b'));
      await settled();
      add({ device: 'BEF', time: seconds }, 'a');
      assert.deepEqual(show(2), [
        '[radio-tower] a | live',
        '  [circle-filled] BEF |    10 min ago'.replace('|    ', '| '),
        '[debug-disconnect] b | refused',
        '  [circle-slash] Refused | Not allowed.',
      ]);
    });
  });

  it('makes hostile text harmless in every row and tooltip (H2, H3)', () => {
    const { add, book, tree } = createTree();
    book.setName('BEF', 'a\u202e\u0007b'.repeat(100));
    add(
      JSON.stringify({
        device: 'BEF',
        time: seconds,
        ['k\u001b[31m']: `v\u2066${'x'.repeat(100_000)}`,
        __proto__: 1,
      }).replace('"k', '"__proto__":{"a":1},"k'),
    );
    add(`\u009b2J ${'y'.repeat(5_000)}`);
    const texts: string[] = [];
    const walk = (rows: readonly RowId[]) => {
      for (const row of rows) {
        const node = tree.node(row);
        assert.ok(node);
        texts.push(node.label, node.description, node.spoken, ...(node.tooltip?.().lines ?? []));
        walk(tree.children(row));
      }
    };
    walk(tree.roots());
    assert.ok(texts.length > 20);
    for (const text of texts) {
      assert.doesNotMatch(text, /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      assert.ok(text.length <= 400, `${text.length}`);
    }
  });
});

describe('parseRowId', () => {
  const rows: readonly RowId[] = [
    { kind: 'state', state: 'paused', connectionId: '' },
    { kind: 'connection', connectionId: 'broker:"x"/y' },
    { kind: 'unused', connectionId: 'broker:x' },
    { kind: 'group', connectionId: 'c', prefix: '1D' },
    { kind: 'device', connectionId: 'c', device: '1D743' },
    { kind: 'message', connectionId: 'c', device: '', number: 7 },
    { kind: 'field', connectionId: 'c', device: '1D743', number: 7, name: '__proto__' },
  ];
  for (const row of rows) {
    it(`reads back a ${row.kind}`, () => assert.deepEqual(parseRowId(formatRowId(row)), row));
  }
  it('gives nothing for what is none of ours', () => {
    assert.deepEqual(
      [undefined, 7, '', '{}', '["field","c","d","7","n"]', '["rm","c"]'].map(parseRowId),
      Array(6).fill(undefined),
    );
  });
  it('knows capabilities as single words, since menus look for words', () => {
    assert.deepEqual(
      capabilities.filter((word) => !/^[A-Za-z]+$/.test(word)),
      [],
    );
  });
});
