import assert from 'node:assert/strict';
import { MessageStore } from '../../../src/messages/messageStore';
import { sequenceStrip, stripLength } from '../../../src/messages/sequenceStrip';

const format = { time: String, dateTime: (atMs: number) => `t${atMs / 1_000}` };

/** A strip of one device; each message as `[seqNumber, time in seconds, byte]`. */
function strip(messages: readonly (readonly [number | undefined, number, string?])[]) {
  const store = new MessageStore();
  for (const [seqNumber, time, data = '00'] of messages) {
    const body = new TextEncoder().encode(JSON.stringify({ device: 'A1', time, data, seqNumber }));
    store.add('home', { topic: 't', body, receivedAtMs: time * 1_000, isRepeated: false });
  }
  const log = store.log('home/A1');
  return sequenceStrip(log?.messages ?? [], log?.duplicates ?? 0, format);
}

const kinds = ({ cells }: ReturnType<typeof strip>) =>
  cells.map(({ kind, count }) => (count === 1 ? kind : `${kind} ${count}`));

const start = 1_500_000_000;

describe('sequenceStrip', () => {
  it('tells received, not seen, again, late and restarted apart', () => {
    const all = strip([
      [10, start],
      [11, start + 60],
      [14, start + 120],
      [14, start + 120, '01'],
      [13, start + 90],
      [1, start + 180],
    ]);
    assert.deepEqual(kinds(all), [
      'received',
      'received',
      'notSeen 2',
      'received',
      'duplicate',
      'late',
      'restarted',
    ]);
    assert.equal(all.summary, '3 received, 2 not seen, 1 again, 1 late, 1 restarted');
    assert.deepEqual(
      all.legend.map(({ label }) => label),
      ['received', 'not seen', 'again', 'late', 'restarted'],
    );
    assert.equal(all.cells[2]?.spoken, '#12–#13: not seen');
    assert.equal(all.cells[3]?.spoken, `#14, t${start + 120}: received`);
  });

  it('never says that a message was lost', () => {
    const { summary, cells } = strip([
      [1, start],
      [9, start + 60],
    ]);
    assert.doesNotMatch(JSON.stringify([summary, cells]), /lost/i);
  });

  it('counts exact copies beside the cells', () => {
    assert.equal(
      strip([
        [1, start],
        [1, start],
      ]).summary,
      '1 received, 1 exact copies left out',
    );
  });

  it('says that nothing is known of gaps where bodies have no number', () => {
    const unnumbered = strip([
      [undefined, start],
      [undefined, start + 60],
    ]);
    assert.deepEqual(kinds(unnumbered), ['unnumbered', 'unnumbered']);
    assert.equal(unnumbered.summary, '2 without number');
  });

  it('says when there is no message', () => {
    assert.deepEqual(strip([]), { cells: [], summary: 'No message yet', legend: [] });
  });

  it('draws the newest of many', () => {
    const many = strip(Array.from({ length: stripLength + 50 }, (_, at) => [at, start + at * 60]));
    assert.equal(many.cells.length, stripLength);
    assert.equal(many.cells.at(-1)?.spoken, `#249, t${start + 249 * 60}: received`);
  });
});
