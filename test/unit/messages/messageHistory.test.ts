import assert from 'node:assert/strict';
import type { KeptMessages } from '../../../src/messages/keptMessages';
import { rowCount } from '../../../src/messages/messageBatch';
import { MessageHistory } from '../../../src/messages/messageHistory';
import { MessageStore } from '../../../src/messages/messageStore';
import { ManualClock } from '../../support/manualClock';
import { settled } from '../../support/treeFixture';

describe('MessageHistory', () => {
  it('writes whole batches one after the other, however many came within one wait', async () => {
    const clock = new ManualClock();
    const store = new MessageStore();
    const written: number[] = [];
    const kept: Partial<KeptMessages> = {
      open: () => Promise.resolve({ messages: [], devices: [], gaps: [], moved: undefined }),
      append: (batch) => {
        written.push(rowCount(batch));
        return Promise.resolve({ kind: 'kept' });
      },
    };
    const open = () => Promise.resolve(kept as KeptMessages);
    const history = new MessageHistory({ store, clock, open }, { batch: 10, waiting: 1_000 });
    await history.open();
    for (let seqNumber = 1; seqNumber <= 35; seqNumber++) {
      const body = new TextEncoder().encode(JSON.stringify({ device: 'A1', seqNumber }));
      const received = { topic: 't', body, receivedAtMs: clock.now(), isRepeated: false };
      const message = store.add('c', received);
      if (message) history.add(message);
    }
    clock.advance(500);
    for (let turn = 0; turn < 3; turn++) {
      await settled();
      clock.advance(0);
    }
    assert.deepEqual(written, [10, 10, 10]);
    await settled();
    clock.advance(500);
    await settled();
    assert.deepEqual(written, [10, 10, 10, 5]);
  });
});
