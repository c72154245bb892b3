// The Messages view of a fleet: 10,000 devices, 200 messages a second for 10 s, through mosquitto into a real workbench.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { ensurePrograms, root } from '../../scripts/bootstrap.mjs';
import { buildTests } from '../../scripts/build.mjs';
import { packageExtension } from '../../scripts/package.mjs';
import { ensureVsCode } from '../../scripts/vscode.mjs';
import { launchOnce } from '../workbench/extensionSuite.mjs';

export const prefixes = ['tree.'];

const load = '10,000 devices, 200 messages a second for 10 s through mosquitto';

export async function* measure() {
  await ensurePrograms({ mosquitto: 'mosquitto' });
  const vsix = await packageExtension(path.join(root, 'out/extension.vsix'));
  const out = path.join(root, 'out/bench');
  await buildTests(['test/bench/tree/index.ts', 'test/bench/tree/load.ts'], out);
  const code = await ensureVsCode('1.139');
  const broker = await startBroker();
  const { left } = await launchOnce({
    ...{ code, vsix, folder: path.join(out, 'bench/tree'), isTrusted: true, screenshotFolder: out },
    settings: {
      'sigfox.connections': [
        {
          name: 'Fleet',
          url: `mqtt://127.0.0.1:${broker.port}`,
          topicFilters: ['sigfox'],
          payloads: [{ topic: 'sigfox', config: 'n::uint:32' }],
        },
      ],
    },
    env: { BENCH_PORT: String(broker.port), BENCH_NODE: process.execPath },
  });
  broker.stop();
  if (!left?.stale) throw new Error('the window measured nothing');
  const { stale, frames, lags } = left;
  yield {
    measure: 'tree.staleP95Ms',
    value: percentile(stale, 0.95),
    unit: 'ms',
    against: `from publishing to the row on the screen, ${stale.length} messages; ${load}`,
  };
  yield {
    measure: 'tree.frameP99Ms',
    value: percentile(frames, 0.99),
    unit: 'ms',
    against: `between ${frames.length} frames of the window; ${load}`,
  };
  yield {
    measure: 'tree.hostLagP99Ms',
    value: percentile(lags, 0.99),
    unit: 'ms',
    against: `how late ${lags.length} timers of the host came; ${load}`,
  };
}

async function startBroker() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-broker-'));
  const port = await freePort();
  const config = path.join(folder, 'mosquitto.conf');
  const lines = [`listener ${port} 127.0.0.1`, 'allow_anonymous true', 'persistence false'];
  fs.writeFileSync(
    config,
    [...lines, 'max_queued_messages 0', `user ${os.userInfo().username}`].join('\n'),
  );
  const child = spawn('mosquitto', ['-c', config], { stdio: 'ignore' });
  return {
    port,
    stop: () => {
      child.kill('SIGKILL');
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

function freePort() {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function percentile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}
