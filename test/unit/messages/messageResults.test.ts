import assert from 'node:assert/strict';
import { resultsText } from '../../../src/messages/resultsText';
import { UserError } from '../../../src/shared/userError';
import { connectionTo, createTree, howToTimeMs } from '../../support/treeFixture';

const seconds = howToTimeMs / 1_000;
const never = new AbortController().signal;

/** Two thermometers, one of them named, and a message nobody can read. */
function withMessages() {
  const fixture = createTree();
  const { add, book } = fixture;
  book.setSettings('1D743', { config: 'temp::float:32', display: { temp: { unit: '°C' } } });
  book.setSettings('BEF', { config: 'level::uint:8', display: {} });
  book.setName('BEF', 'Tank');
  add({ device: '1D743', time: seconds, data: '41df41e3', seqNumber: 1 });
  add({ device: '1D743', time: seconds + 60, data: '42280000', seqNumber: 2 });
  add({ device: '1D743', time: seconds + 120, data: '41', seqNumber: 9 });
  add({ device: 'BEF', time: seconds + 180, data: '2a', seqNumber: 1 });
  const search = async (query: string, signal = never) => {
    await fixture.results.search(query, () => undefined, signal);
    return fixture.results;
  };
  return { ...fixture, search };
}

describe('MessageResults', () => {
  it('shows what was found instead of what arrives, under a row that says what was asked', async () => {
    const { search, show } = withMessages();
    await search('temp > 30');
    assert.deepEqual(show(2), [
      '[search] Search | temp > 30 · 1 message from 1 device',
      '[circle-filled] 1D743 | 42 °C   9 min ago',
      '  12:18:51 | temp 42.0 °C   #2',
    ]);
  });

  it('tells no gap between messages that only the search left out', async () => {
    const { search, show } = withMessages();
    await search('device:1D743 undecodable or device:1D743 temp < 30');
    assert.ok(!show(3).some((row) => row.includes('not seen')), show(3).join('\n'));
  });

  for (const [query, found] of [
    ['undecodable', ['1D743 #9']],
    ['hex:e3', ['1D743 #1']],
    ['tank', ['BEF #1']],
    ['not device:1D743', ['BEF #1']],
    ['last:8m', ['1D743 #9', 'BEF #1']],
    ['', ['1D743 #1', '1D743 #2', '1D743 #9', 'BEF #1']],
  ] as const) {
    it(`finds by "${query}"`, async () => {
      const { search } = withMessages();
      const { store } = await search(query);
      const names = [...(store?.logs ?? [])].flatMap(({ device, messages }) =>
        messages.map(({ content }) => {
          const number = content.kind === 'message' ? content.message.seqNumber : undefined;
          return `${device ?? ''} #${number ?? ''}`;
        }),
      );
      assert.deepEqual(names, found);
    });
  }

  it('goes back to what arrives when it is closed', async () => {
    const { search, show, connections } = withMessages();
    connections.connect(connectionTo('home'));
    const before = show(1);
    (await search('tank')).close();
    assert.deepEqual(show(1), before);
  });

  it('says what is wrong with a query, and changes nothing', async () => {
    const { search, results } = withMessages();
    await assert.rejects(search('temp > warm'), (error: unknown) => {
      assert.ok(error instanceof UserError);
      assert.equal(error.message, '">" compares with a number.');
      return true;
    });
    assert.equal(results.store, undefined);
  });

  it('changes nothing when it is cancelled', async () => {
    const { search } = withMessages();
    const abort = new AbortController();
    abort.abort();
    assert.equal((await search('tank', abort.signal)).store, undefined);
  });

  it('is a page of text, newest first, safe to read', async () => {
    const { search, results, tree, format, add } = withMessages();
    add('no JSON \u001b[31m at all');
    await search('');
    assert.equal(
      resultsText(results, tree, format),
      [
        'Search: everything',
        '5 messages from 2 devices',
        '',
        '2016-11-22 12:27:51  no device  The body is not JSON.',
        '2016-11-22 12:20:51  BEF       Tank  #1  2a  level 42',
        '2016-11-22 12:19:51  1D743     #9  41  needs 4 bytes, got 1',
        '2016-11-22 12:18:51  1D743     #2  42280000  temp 42.0 °C',
        '2016-11-22 12:17:51  1D743     #1  41df41e3  temp 27.907171 °C',
        '',
      ].join('\n'),
    );
  });
});
