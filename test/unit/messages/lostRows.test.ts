import assert from 'node:assert/strict';
import type { BackendMessage } from '../../../src/sigfox/backendApi';
import { parseDeviceId } from '../../../src/sigfox/device';
import { Emitter } from '../../../src/shared/event';
import { MessageTree } from '../../../src/messages/messageTree';
import { connectionTo, createTree, howToTimeMs, settled } from '../../support/treeFixture';

const parsed = parseDeviceId('1D743');
assert.ok(parsed.kind === 'device');
const { device } = parsed;
const refused = { status: 403, info: 'not authorized to perform: sts:AssumeRole', definition: 'a' };
const delivered = { status: 200, info: 'OK', definition: 'a' };

/** A tree that hears of the backend's messages `heard`, and of those that came to the topic. */
async function treeWith(heard: readonly BackendMessage[], came: readonly number[]) {
  const fixture = createTree();
  const { connections, clock, add } = fixture;
  connections.connect(connectionTo('home'));
  await settled();
  for (const seqNumber of came) add({ device, time: at(seqNumber) / 1_000, data: '01', seqNumber });
  const backend = {
    nameOf: () => 'Greenhouse 3',
    messagesOf: () => heard,
    onDidChange: new Emitter<unknown>().event,
  };
  const tree = new MessageTree({ ...fixture, backend });
  const rows = () =>
    tree.children({ kind: 'device', connectionId: 'home', device }).map((row) => {
      const node = tree.node(row);
      return `${node?.label ?? ''} ${node?.description ?? ''}`.trim();
    });
  return { ...fixture, tree, rows, clock };
}

const at = (seqNumber: number) => howToTimeMs + (seqNumber - 70) * 60_000;
const message = (seqNumber: number, ...callbacks: BackendMessage['callbacks']): BackendMessage => ({
  device,
  timeMs: at(seqNumber),
  data: '01',
  seqNumber,
  callbacks,
});

describe('LostRows', () => {
  it('tells a gap from what Sigfox received and could not publish', async () => {
    const heard = [77, 76, 75, 74].map((number) =>
      message(number, number === 75 ? refused : delivered),
    );
    const { rows, clock } = await treeWith(heard, [74, 77]);
    clock.advance(60_000);
    assert.deepEqual(rows(), [
      '12:24:51  #77',
      '1 message not seen (#75–#76)',
      '12:22:51 #75 lost: The callback was answered with 403: not authorized to perform: sts:AssumeRole',
      '12:21:51  #74',
    ]);
  });

  it('shows no gap any more when every number of it is accounted for', async () => {
    const { rows } = await treeWith([message(76, refused), message(75, refused)], [74, 77]);
    const words =
      'lost: The callback was answered with 403: not authorized to perform: sts:AssumeRole';
    assert.deepEqual(rows(), [
      '12:24:51  #77',
      `12:23:51 #76 ${words}`,
      `12:22:51 #75 ${words}`,
      '12:21:51  #74',
    ]);
  });

  it('says nothing of what was delivered before this window listened', async () => {
    const { rows } = await treeWith([message(75, delivered)], [74, 76]);
    assert.deepEqual(rows(), ['12:23:51  #76', '1 message not seen (#75)', '12:21:51  #74']);
  });

  it('takes the name of a device from the backend when nobody else has one', async () => {
    const { tree } = await treeWith([], [74]);
    assert.equal(tree.roots().map((row) => tree.node(row)?.label)[0], 'Greenhouse 3');
  });
});
