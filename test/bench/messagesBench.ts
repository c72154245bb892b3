// One subscriber in a process of its own: `product` is our way from the socket to the disk, `bare` the MQTT client alone.
// Ends when the last message of the load has come and says how many there were and what they cost.
import path from 'node:path';
import { connectAsync } from 'mqtt';
import { createClientIds } from '../../src/messages/clientId';
import type { Connection } from '../../src/messages/connection';
import { Connections } from '../../src/messages/connections';
import { MqttMessageSource } from '../../src/messages/io/mqttMessageSource';
import { WorkerKeptMessages } from '../../src/messages/io/workerKeptMessages';
import { MessageHistory } from '../../src/messages/messageHistory';
import { MessageResults } from '../../src/messages/messageResults';
import { MessageStore } from '../../src/messages/messageStore';
import { PayloadSettingsBook } from '../../src/messages/payloadSettingsBook';
import { ShownMessages } from '../../src/messages/shownMessages';
import { ViewState } from '../../src/messages/viewState';
import { systemClock } from '../../src/shared/io/systemClock';

const [mode = '', port = '', folder = '', worker = ''] = process.argv.slice(2);
const url = `mqtt://127.0.0.1:${port}`;
const lastTopic = 'load/end';

/** Received, on the disk where there is one, and what the load cost. */
async function product() {
  const clock = systemClock;
  const kept = new WorkerKeptMessages(worker, path.join(folder, 'messages.db'), {
    megabytes: 2_000,
    days: 36_500,
  });
  const store = new MessageStore();
  const history = new MessageHistory({ store, clock, open: () => Promise.resolve(kept) });
  const connections = new Connections({
    ...{ clock, random: Math.random, source: new MqttMessageSource(clock) },
    nextClientId: createClientIds(Math.random),
  });
  const book = new PayloadSettingsBook({ read: () => undefined, write: () => undefined });
  const results = new MessageResults({ store, history, connections, book, clock });
  const view = new ViewState();
  const shown = new ShownMessages({ store, results, connections, book, view, clock });
  await history.open();
  let received = 0;
  const end = new Promise<void>((resolve) => {
    connections.onDidReceive(({ message }) => {
      if (message.topic === lastTopic) {
        resolve();
        return;
      }
      received += 1;
      const stored = store.add('load', message);
      if (!stored) return;
      if (shown.decode(stored).problem !== undefined) throw new Error('undecodable');
      history.add(stored);
    });
  });
  connections.connect(connection());
  await new Promise<void>((resolve) => {
    connections.onDidChange(({ state }) => state.kind === 'live' && resolve());
  });
  const before = ready();
  await end;
  await history.flush();
  const cpuUs = since(before);
  return { received, kept: await history.count(), cpuUs };
}

async function bare() {
  const client = await connectAsync(url, { protocolVersion: 5 });
  let received = 0;
  const end = new Promise<void>((resolve) => {
    client.on('message', (topic) => {
      if (topic === lastTopic) resolve();
      else received += 1;
    });
  });
  await client.subscribeAsync('load/#', { qos: 1 });
  const before = ready();
  await end;
  return { received, kept: 0, cpuUs: since(before) };
}

function connection(): Connection {
  const settings = { config: 'temp::int:16 humidity::uint:8', display: {} };
  return {
    id: 'load',
    name: 'load',
    topicFilters: ['load/#'],
    isSimulated: false,
    payloadRules: [{ settings }],
    endpoint: { kind: 'broker', url },
  };
}

/** Tells the parent that the load may come. */
function ready(): NodeJS.CpuUsage {
  process.stdout.write('ready\n');
  return process.cpuUsage();
}

function since(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

process.stdout.write(`${JSON.stringify(await (mode === 'product' ? product() : bare()))}\n`);
process.exit(0);
