import assert from 'node:assert/strict';
import { callbackSubject } from '../../../src/messages/callbackSubject';
import { createTree, howToTimeMs } from '../../support/treeFixture';

const seconds = howToTimeMs / 1_000;

describe('callbackSubject', () => {
  const { add, store, book, connections } = createTree();
  book.setSettings('1D743', { config: 'temp::float:32', display: {} });
  book.setSettings('BEF', { config: 'speed::uint:8', display: {} });

  it('is the newest message where no payload config is known', () => {
    add({ device: 'F00D', time: seconds, data: '01', seqNumber: 1 });
    const { config, sample } = callbackSubject(store, book, connections);
    assert.deepEqual([config, sample?.device], ['', 'F00D']);
  });

  it('is the newest message of the devices whose payload config is known', () => {
    add({ device: '1D743', time: seconds, data: '41df41e3', seqNumber: 77 });
    add({ device: 'BEF', time: seconds + 60, data: '2a', seqNumber: 5 });
    add({ device: 'F00D', time: seconds + 120, data: '02', seqNumber: 2 });
    const { config, sample } = callbackSubject(store, book, connections);
    assert.deepEqual([config, sample?.device], ['speed::uint:8', 'BEF']);
  });

  it('shows a payload config only what is read with it', () => {
    const { sample } = callbackSubject(store, book, connections, 'temp::float:32');
    assert.deepEqual(sample, {
      device: '1D743',
      time: seconds,
      data: '41df41e3',
      seqNumber: 77,
    });
    assert.equal(callbackSubject(store, book, connections, 'other::bool:7').sample, undefined);
  });
});
