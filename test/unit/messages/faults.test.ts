import assert from 'node:assert/strict';
import { createClientIds } from '../../../src/messages/clientId';
import { Connections } from '../../../src/messages/connections';
import { MqttMessageSource } from '../../../src/messages/io/mqttMessageSource';
import { MessageStore } from '../../../src/messages/messageStore';
import { systemClock } from '../../../src/shared/io/systemClock';
import { AwsLikeBroker } from '../../../src/simulator/io/awsLikeBroker';
import { Simulator } from '../../../src/simulator/simulator';
import { createRandom } from '../../fuzz/random';

// The whole path without an editor: simulator, real broker, real client, store. Faults are really planted.
describe('the path from a device to the store', function () {
  this.timeout(120_000);

  async function start() {
    const random = createRandom(3);
    const simulator = new Simulator(() => AwsLikeBroker.start(systemClock), systemClock, random);
    const source = new MqttMessageSource(systemClock, 1);
    const connections = new Connections({
      source,
      clock: systemClock,
      random,
      nextClientId: createClientIds(random),
    });
    const store = new MessageStore();
    connections.onDidReceive(({ connection, message }) => store.add(connection.id, message));
    const states: string[] = [];
    connections.onDidChange(({ state }) => states.push(state.kind));
    await simulator.start();
    if (simulator.connection) connections.connect(simulator.connection);
    await until(() => states.includes('live'));
    const stop = async () => {
      connections.dispose();
      await simulator.stop();
    };
    return { simulator, connections, store, states, stop };
  }

  const device = (simulator: Simulator, id: string) => simulator.device(id) ?? assert.fail(id);
  const hex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));

  it("brings the how-to's own payload through", async () => {
    const { simulator, store, stop } = await start();
    await simulator.sendUplink(device(simulator, '1D743'), hex('41df41e3'));
    await until(() => store.log('simulator/1D743') !== undefined);
    const [message] = store.log('simulator/1D743')?.messages ?? [];
    await stop();
    assert.equal(
      message?.content.kind === 'message' && message.content.message.bodyFields.get('temperature'),
      '27.907171',
    );
  });

  describe('when the broker restarts (F8)', () => {
    it('is live again by itself, subscribed, and tells the gap', async () => {
      const { simulator, connections, store, states, stop } = await start();
      const tank = device(simulator, '41F2A7');
      await simulator.sendUplink(tank, hex('41ac0000'));
      await until(() => store.log('simulator/41F2A7') !== undefined);
      await simulator.plantFault('brokerAway');
      await until(() => states.includes('reconnecting'));
      const [waiting] = connections.all;
      await simulator.sendUplink(tank, hex('41ac0001'));
      await simulator.plantFault(undefined);
      await until(() => states.at(-1) === 'live');
      await simulator.sendUplink(tank, hex('41ac0002'));
      await until(() => (store.log('simulator/41F2A7')?.messages.length ?? 0) >= 2);
      const events = store.log('simulator/41F2A7')?.messages.map(({ sequence }) => sequence);
      await stop();
      assert.equal(waiting?.state.kind, 'reconnecting');
      assert.deepEqual(events?.slice(0, 2), [
        { kind: 'first' },
        { kind: 'notSeen', from: 6, to: 6, count: 1 },
      ]);
    });
  });

  describe('when the network is gone without a word (F9)', () => {
    it('is noticed within one and a half keep-alives', async () => {
      const { simulator, states, stop } = await start();
      await simulator.plantFault('networkGone');
      const started = Date.now();
      await until(() => states.includes('reconnecting'));
      const tookMs = Date.now() - started;
      await stop();
      assert.ok(tookMs < 2_600, `${tookMs} ms`);
    });
  });

  describe('when another client takes over once (F13)', () => {
    it('comes back under another client id', async () => {
      const { simulator, states, stop } = await start();
      await simulator.plantFault('takenOver');
      await until(() => states.filter((state) => state === 'live').length === 2);
      await stop();
    });
  });

  describe('when AWS takes the right away (F14)', () => {
    it('stops, says which, and comes back when it is given and asked for', async () => {
      const { simulator, connections, states, stop } = await start();
      await simulator.plantFault('subscribeRefused');
      await until(() => states.at(-1) === 'refused');
      const refused = connections.all[0]?.state;
      await simulator.plantFault(undefined);
      connections.tryNow('simulator');
      await until(() => states.at(-1) === 'live');
      await stop();
      assert.deepEqual(refused?.kind === 'refused' && refused.missing, {
        action: 'iot:Subscribe',
        resource: 'topicfilter/sigfox',
      });
    });
  });
});

async function until(holds: () => boolean): Promise<void> {
  const end = Date.now() + 45_000;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`not within 45 s: ${holds.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
