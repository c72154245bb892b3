import assert from 'node:assert/strict';
import type { ConnectionState } from '../../../src/messages/connectionState';
import { windowStatus, windowFact } from '../../../src/messages/windowFact';
import { connectionTo } from '../../support/treeFixture';

const status = (id: string, state: ConnectionState) => ({ connection: connectionTo(id), state });

describe('windowFact', () => {
  const live = status('kept', { kind: 'live', sinceMs: 1_000 });
  const left = status('left', { kind: 'disconnected' });

  it('stays proven by one connection when another is left', () => {
    const fact = windowFact(windowStatus(left, [left, live]), 2_000);
    assert.deepEqual([fact.link, fact.state, fact.atMs], ['window', 'proven', 1_000]);
  });

  it('is unknown when the last one is left, and broken by the one that was lost', () => {
    assert.equal(windowFact(windowStatus(left, [left]), 2_000).state, 'unknown');
    const lost = status('lost', { kind: 'refused', reason: 'no' });
    assert.equal(windowFact(windowStatus(lost, [lost, live]), 2_000).state, 'broken');
  });
});
