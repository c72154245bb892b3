import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { ensurePrograms, root } from '../../scripts/bootstrap.mjs';
import { buildExtension, extensionBundle } from '../../scripts/build.mjs';
import { ensureVsCode } from '../../scripts/vscode.mjs';
import { buildBench } from './buildBench.mjs';

export const prefixes = ['messages.lost.', 'messages.cpuVsBareSubscriber'];

const rates = [
  ['messages.lost.1k', 1_000],
  ['messages.lost.10k', 10_000],
  ['messages.lost.30k', 30_000],
];
const seconds = 10;

/** Load through Debian's mosquitto into the product's own way from the socket to the disk. */
export async function* measure(isWanted) {
  await ensurePrograms({ mosquitto: 'mosquitto' });
  const { node } = await ensureVsCode('1.139');
  await buildExtension();
  // Ours as it ships; the bare subscriber as anybody has it.
  const { alias } = extensionBundle;
  const product = await buildBench('messagesBench.ts', { alias, minify: true });
  const bare = await buildBench('messagesBench.ts', { outname: 'bareSubscriber.ts' });
  const subscriber = {
    node,
    benches: { product, bare },
    worker: path.join(root, 'dist/messageStoreWorker.js'),
  };
  for (const [name, rate] of rates) {
    if (!isWanted(name)) continue;
    const { sent, received, kept, tookMs } = await runLoad(subscriber, {
      mode: 'product',
      ...{ rate, seconds },
    });
    const lost = sent - Math.min(received, kept);
    const against = `${sent.toLocaleString('en')} sent through mosquitto in ${(tookMs / 1_000).toFixed(1)} s, ${received.toLocaleString('en')} received, ${kept.toLocaleString('en')} on the disk`;
    yield { measure: name, value: lost, unit: 'messages', against };
  }
  if (isWanted('messages.cpuVsBareSubscriber')) yield await cpuVsBare(subscriber);
}

/**
 * In turn, so that a machine whose speed drifts treats both alike. In half of the time, a quarter of what is measured would be
 * the engine's compiling of either program.
 */
async function cpuVsBare(subscriber) {
  const ratios = [];
  let costUs = 0;
  for (let round = 0; round < 5; round++) {
    const costs = {};
    for (const mode of round % 2 === 0 ? ['product', 'bare'] : ['bare', 'product']) {
      const { received, cpuUs } = await runLoad(subscriber, { mode, rate: 5_000, seconds });
      costs[mode] = cpuUs / received;
    }
    ratios.push(costs.product / costs.bare);
    costUs = costs.product;
  }
  ratios.sort((a, b) => a - b);
  return {
    measure: 'messages.cpuVsBareSubscriber',
    value: ratios[2],
    unit: 'ratio',
    against: `a bare mqtt subscriber; ours costs ${costUs.toFixed(1)} µs a message, store and its worker included`,
  };
}

async function runLoad({ node, benches, worker }, { mode, rate, seconds: duration }) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'load-'));
  const load = packLoad(rate * duration);
  const broker = await startBroker(folder);
  const child = spawn(node, [benches[mode], mode, String(broker.port), folder, worker], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const lines = linesOf(child);
    await lines.next();
    const { sent, tookMs } = await publish(broker.port, load, rate);
    const { value } = await lines.next();
    return { ...JSON.parse(value), sent, tookMs };
  } finally {
    child.kill('SIGKILL');
    broker.stop();
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function* linesOf(child) {
  let rest = '';
  for await (const data of child.stdout) {
    const lines = (rest + String(data)).split('\n');
    rest = lines.pop();
    yield* lines;
  }
  throw new Error('the subscriber ended before its time');
}

async function startBroker(folder) {
  const port = await new Promise((resolve) => {
    const probe = net.createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = probe.address();
      probe.close(() => resolve(free));
    });
  });
  const config = path.join(folder, 'mosquitto.conf');
  fs.writeFileSync(
    config,
    [
      `listener ${port} 127.0.0.1`,
      `user ${os.userInfo().username}`,
      'allow_anonymous true',
      'persistence false',
      'max_queued_messages 0',
      '',
    ].join('\n'),
  );
  const child = spawn('mosquitto', ['-c', config], { stdio: 'ignore' });
  for (;;) {
    const isUp = await new Promise((resolve) => {
      const socket = net.connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.on('error', () => resolve(false));
    });
    if (isUp) return { port, stop: () => child.kill('SIGKILL') };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/**
 * Writes packets itself (MQTT 3.1.1 §3.1, §3.3), all made beforehand: neither a client library nor their making may take
 * from the time of what is measured.
 */
async function publish(port, { bytes, ends }, rate) {
  const socket = net.connect({ port, host: '127.0.0.1', noDelay: true });
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.on('data', () => undefined);
  socket.write(packet(0x10, [text('MQTT'), Buffer.from([4, 2, 0, 0]), text('load')]));
  const startedMs = performance.now();
  let sent = 0;
  while (sent < ends.length) {
    const passedMs = performance.now() - startedMs;
    const due = Math.min(ends.length, 1 + Math.floor((passedMs * rate) / 1_000));
    if (due > sent) {
      const piece = bytes.subarray(ends[sent - 1] ?? 0, ends[due - 1]);
      sent = due;
      if (!socket.write(piece)) await new Promise((resolve) => socket.once('drain', resolve));
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const tookMs = performance.now() - startedMs;
  socket.end(message('load/end', Buffer.from('{}')));
  return { sent, tookMs };
}

/** All packets of a load in one block of memory, and where each ends. */
function packLoad(count) {
  const packets = Array.from({ length: count }, (_, at) => message('load/sigfox', bodyOf(at)));
  let end = 0;
  return { bytes: Buffer.concat(packets), ends: packets.map(({ length }) => (end += length)) };
}

function bodyOf(at) {
  const device = (0x2a0000 + (at % 1_000)).toString(16).toUpperCase();
  const temp = ((at * 7) % 40).toString(16).padStart(4, '0');
  const humidity = ((at * 13) % 100).toString(16).padStart(2, '0');
  return Buffer.from(
    JSON.stringify({
      device,
      time: 1_700_000_000 + Math.floor(at / 1_000),
      data: temp + humidity,
      seqNumber: Math.floor(at / 1_000) % 4_096,
    }),
  );
}

function message(topic, body) {
  return packet(0x30, [text(topic), body]);
}

function text(value) {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes]);
}

function packet(head, parts) {
  const content = Buffer.concat(parts);
  const length = [];
  let rest = content.length;
  do {
    length.push((rest & 127) | (rest > 127 ? 128 : 0));
    rest >>= 7;
  } while (rest > 0);
  return Buffer.concat([Buffer.from([head, ...length]), content]);
}
