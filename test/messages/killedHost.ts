// Stands for the extension host that is killed: receives at a steady rate, keeps, and says how many it has received and how many of
// them the store has confirmed.
import { writeSync } from 'node:fs';
import { WorkerKeptMessages } from '../../src/messages/io/workerKeptMessages';
import { rowCount } from '../../src/messages/messageBatch';
import { MessageHistory } from '../../src/messages/messageHistory';
import { MessageStore } from '../../src/messages/messageStore';
import { systemClock } from '../../src/shared/io/systemClock';

const [file = '', worker = '', round = '1', perSecond = '1000'] = process.argv.slice(2);
const device = Number(round).toString(16).toUpperCase().padStart(4, 'A');
const store = new MessageStore();
const kept = new WorkerKeptMessages(worker, file, { megabytes: 500, days: 365 });
let confirmed = 0;
const append = kept.append.bind(kept);
kept.append = async (batch) => {
  const count = rowCount(batch);
  const outcome = await append(batch);
  if (outcome.kind === 'kept') confirmed += count;
  return outcome;
};
const history = new MessageHistory({
  store,
  clock: systemClock,
  open: () => Promise.resolve(kept),
});
// The store's worker alone keeps no process alive.
setInterval(() => undefined, 1_000);
await history.open();
history.noteLive(true);
// The window is known to be live before anything comes in.
await history.count();
const beganAtMs = Date.now();
let seqNumber = 0;
setInterval(() => {
  const due = ((Date.now() - beganAtMs) * Number(perSecond)) / 1_000;
  while (seqNumber < due) {
    const body = JSON.stringify({ device, time: 1_700_000_000, data: '41df41e3', seqNumber });
    const message = store.add('c', {
      topic: 'sigfox',
      body: new TextEncoder().encode(body),
      receivedAtMs: Date.now(),
      isRepeated: false,
    });
    if (message) history.add(message);
    seqNumber += 1;
  }
  writeSync(1, `${seqNumber} ${confirmed}\n`);
}, 5);
