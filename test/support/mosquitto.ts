// Debian's broker as the tests use it: real TLS, real passwords, real access lists, killed and started anew.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

export interface MosquittoOptions {
  readonly port?: number;
  /** Further lines of its configuration. */
  readonly lines?: readonly string[];
  /** Files beside the configuration, by name; a line names them as `$HERE/<name>`. */
  readonly files?: Readonly<Record<string, string>>;
}

export interface Mosquitto {
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts a broker on 127.0.0.1 and waits until it listens. */
export async function startMosquitto(options: MosquittoOptions = {}): Promise<Mosquitto> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mosquitto-'));
  const port = options.port ?? (await freePort());
  for (const [name, text] of Object.entries(options.files ?? {})) {
    fs.writeFileSync(path.join(folder, name), text, { mode: 0o600 });
  }
  const isWebSocket = options.lines?.includes('protocol websockets') === true;
  const lines = [
    // It does not count WebSockets among what it listens to, and ends when there is nothing else.
    ...(isWebSocket ? [`listener ${await freePort()} 127.0.0.1`] : []),
    `listener ${port} 127.0.0.1`,
    `user ${os.userInfo().username}`,
    'persistence false',
    'max_queued_messages 0',
    ...(options.lines?.some((line) => /allow_anonymous|plugin/.test(line)) === true
      ? []
      : ['allow_anonymous true']),
    ...(options.lines ?? []),
  ];
  const config = path.join(folder, 'mosquitto.conf');
  fs.writeFileSync(config, lines.join('\n').replaceAll('$HERE', folder));
  const child = spawn('mosquitto', ['-c', config], { stdio: ['ignore', 'ignore', 'pipe'] });
  let output = '';
  child.stderr.on('data', (data: Buffer) => (output += String(data)));
  await listening(port, child, () => output);
  return {
    port,
    pid: child.pid ?? 0,
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        const gone = once(child, 'exit');
        child.kill('SIGKILL');
        await gone;
      }
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function listening(port: number, child: ChildProcess, output: () => string): Promise<void> {
  const end = Date.now() + 20_000;
  for (;;) {
    if (await answers(port)) return;
    if (child.exitCode !== null || Date.now() > end) {
      throw new Error(`mosquitto does not listen on ${port}:\n${output()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
