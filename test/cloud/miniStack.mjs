// One MiniStack, an emulator of AWS, on a free port of 127.0.0.1. It checks signatures and policies of users; keys of
// an account's root (a 12-digit access key) are never checked, so the tests use users and roles that they make.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { ensureMiniStack } from '../../scripts/pythonTools.mjs';

/** The account everything belongs to, unless a test asks for another. */
export const account = '111122223333';
export const region = 'eu-west-1';

/** Starts it, and resolves once it answers. It ends with this process, even if this process is killed. */
export async function startMiniStack({ env = {} } = {}) {
  const program = await ensureMiniStack();
  const port = await freePort();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ministack-'));
  const log = path.join(folder, 'log');
  const out = fs.openSync(log, 'w');
  const guard = fs.existsSync('/usr/bin/setpriv') ? ['setpriv', '--pdeathsig', 'TERM'] : [];
  const [command, ...args] = [...guard, program];
  const child = spawn(command, args, {
    stdio: ['ignore', out, out],
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      TMPDIR: folder,
      STATE_DIR: path.join(folder, 'state'),
      S3_DATA_DIR: path.join(folder, 's3'),
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      MINISTACK_HOST: 'localhost',
      AUTH: 'true',
      // These two listen on every interface whatever BIND_HOST says.
      IOT_MTLS_ENABLED: '0',
      SFTP_ENABLED: '0',
      PERSIST_STATE: '0',
      MINISTACK_REGION: region,
      MINISTACK_ACCOUNT_ID: account,
      ...env,
    },
  });
  fs.closeSync(out);
  const ended = new Promise((resolve) =>
    child.once('exit', (code, signal) => resolve(code ?? signal)),
  );
  let how;
  void ended.then((end) => (how = end));
  const endpoint = `http://127.0.0.1:${port}`;
  const readLog = () => fs.readFileSync(log, 'utf8');
  const isUp = () =>
    fetch(`${endpoint}/_ministack/health`).then(
      ({ ok }) => ok,
      () => false,
    );
  for (const begin = Date.now(); !(await isUp());) {
    if (how !== undefined) throw new Error(`MiniStack ended (${how}).\n${readLog().slice(-2_000)}`);
    if (Date.now() - begin > 30_000) {
      child.kill('SIGKILL');
      throw new Error(`MiniStack does not answer.\n${readLog().slice(-2_000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    endpoint,
    readLog,
    /** Forgets everything, users and stacks that wait among it; MQTT sessions stay. */
    reset: () => fetch(`${endpoint}/_ministack/reset`, { method: 'POST' }),
    close: async () => {
      child.kill('SIGTERM');
      const kill = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await ended;
      clearTimeout(kill);
      fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
