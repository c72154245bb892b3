// What the messages suite needs beside the project: Debian's broker, and an authority of its own.
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { ensurePrograms, root } from '../../scripts/bootstrap.mjs';
import { packageExtension } from '../../scripts/package.mjs';
import { ensureVsCode } from '../../scripts/vscode.mjs';
import { makeCertificates } from './certificates.mjs';

const passphrase = 'open sesame';

export async function prepare() {
  await ensurePrograms({ mosquitto: 'mosquitto', openssl: 'openssl' });
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'brokers-'));
  await makeCertificates(folder, passphrase);
  const { node } = await ensureVsCode('1.139');
  await packageExtension(path.join(root, 'out/messages.vsix'));
  const [plain, tls] = await freePorts(2);
  return {
    env: {
      MESSAGES_FOLDER: folder,
      MESSAGES_PASSPHRASE: passphrase,
      MESSAGES_PORTS: JSON.stringify({ plain, tls }),
      MESSAGES_WORKER: path.join(root, 'dist/messageStoreWorker.js'),
    },
    // Kept messages need a Node with SQLite: that of the editor.
    node,
    settings: {
      'sigfox.connections': [
        {
          name: 'Shed',
          url: `mqtt://127.0.0.1:${plain}`,
          topicFilters: ['sigfox/#'],
          keepAliveSeconds: 2,
          payloads: [{ topic: 'sigfox/thermo', config: 'temp::float:32' }],
        },
        {
          name: 'Field',
          url: `mqtts://127.0.0.1:${tls}`,
          topicFilters: ['sigfox'],
          caFile: path.join(folder, 'ca.crt'),
        },
        { name: 'Stranger', url: `mqtts://localhost:${tls}`, topicFilters: ['sigfox'] },
      ],
    },
    close: () => fs.rmSync(folder, { recursive: true, force: true }),
  };
}

async function freePorts(count) {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise((resolve) => {
          const server = net.createServer().listen(0, '127.0.0.1', () => resolve(server));
        }),
    ),
  );
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
