// A broker of one's own, from the first wait to what was kept: against Debian's mosquitto.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import mqtt from 'mqtt';
import { ensurePrograms } from '../../../scripts/bootstrap.mjs';
import { ensureVsCode } from '../../../scripts/vscode.mjs';
import { choose, row, unfold, widen } from '../person.mjs';

const shed = { port: 0, folder: '', child: undefined };

export async function prepare(folder) {
  await ensurePrograms({ mosquitto: 'mosquitto' });
  shed.port = await freePort();
  shed.folder = folder;
  await startBroker();
  const capture = [
    { sigfoxCapture: 1 },
    { device: 'C0FFEE', name: 'Beehive', config: 'weight::uint:16 temp::int:8' },
    ...Array.from({ length: 40 }, (_, at) => ({
      at: new Date(Date.UTC(2026, 5, 1, 8) + at * 600_000).toISOString(),
      topic: 'sigfox',
      body: JSON.stringify({
        device: 'C0FFEE',
        time: Date.UTC(2026, 5, 1, 8) / 1_000 + at * 600,
        data: `${(4_200 + at * 3).toString(16).padStart(4, '0')}1a`,
        seqNumber: 100 + at,
      }),
    })),
  ];
  fs.writeFileSync(
    path.join(folder, 'beehive.sigfoxcapture'),
    capture.map((line) => `${JSON.stringify(line)}\n`).join(''),
  );
  const config = 'temp::float:32 humidity::uint:8';
  return {
    settings: {
      'sigfox.connections': [
        {
          name: 'Shed',
          url: `mqtt://127.0.0.1:${shed.port}`,
          topicFilters: ['sigfox'],
          keepAliveSeconds: 2,
          payloads: [{ topic: 'sigfox', config }],
        },
        {
          name: 'Locked',
          url: `mqtt://127.0.0.1:${shed.port}`,
          topicFilters: ['forbidden'],
          username: 'nobody',
        },
      ],
    },
    close: () => shed.child?.kill('SIGKILL'),
  };
}

export const states = [
  {
    name: 'broker-waiting',
    async enter(page) {
      await page.click('.activitybar .action-label[aria-label*="Sigfox"]');
      await widen(page);
      await page.click('.welcome-view-content :text("Connect…")');
      await choose(page, 'Shed');
      await page.waitForSelector('.welcome-view-content :text("Waiting for the first message")');
    },
  },
  {
    name: 'broker-live',
    async enter(page) {
      await publishDay();
      await page.waitForSelector(row('1D743'));
      await unfold(page, '1D743');
      await page.waitForTimeout(6_000);
    },
  },
  {
    name: 'search-typing',
    async enter(page, { palette }) {
      await palette(page, { title: 'Sigfox: Search Messages' });
      await page.waitForTimeout(600);
      await page.keyboard.type('temp > 30 la');
      await page.waitForTimeout(600);
    },
    async again(page, { palette }) {
      await palette(page, { title: 'Sigfox: Search Messages' });
      await page.waitForTimeout(600);
      await page.keyboard.type('temp > 30 la');
      await page.waitForTimeout(600);
    },
  },
  {
    name: 'search-tree',
    async enter(page, { palette }) {
      await page.keyboard.press('Escape');
      await palette(page, { title: 'Sigfox: Search Messages' });
      await page.waitForTimeout(600);
      await page.keyboard.type('temp > 30 or undecodable');
      await page.keyboard.press('Enter');
      await page.waitForSelector(row('Search'));
      await unfold(page, '1D743');
      await page.waitForTimeout(600);
    },
  },
  {
    name: 'search-page',
    async enter(page, { palette }) {
      await palette(page, { title: 'Sigfox: Open Search Results as a Page' });
      await page.waitForSelector('.editor-instance :text("Search: temp")');
      await page.waitForTimeout(600);
    },
  },
  {
    name: 'replay',
    async enter(page, { palette }) {
      await palette(page, { title: 'Sigfox: Close Search' });
      await palette(page, { title: 'View: Close All Editors' });
      await palette(page, { title: 'Sigfox: Replay Capture' });
      await page.waitForTimeout(1_000);
      await page.keyboard.press('Control+A');
      await page.keyboard.type(path.join(shed.folder, 'beehive.sigfoxcapture'));
      await page.waitForTimeout(600);
      await page.click('.quick-input-widget .monaco-button:has-text("Replay")');
      await choose(page, 'As Fast as It Goes');
      await page.waitForSelector(row('Beehive'));
      await unfold(page, 'Beehive');
      await page.waitForTimeout(800);
    },
  },
  {
    name: 'broker-lost',
    async enter(page) {
      shed.child.kill('SIGKILL');
      await page.waitForSelector(row('Connection lost'));
      await page.waitForTimeout(600);
    },
  },
  {
    name: 'broker-refused',
    async enter(page, { palette }) {
      await startBroker(['allow_anonymous false']);
      await palette(page, { title: 'Sigfox: Connect…' });
      await choose(page, 'Locked');
      await page.waitForTimeout(1_500);
      await page.keyboard.type('wrong');
      await page.keyboard.press('Enter');
      await page.waitForSelector(row('Refused'));
      await page.waitForTimeout(600);
    },
  },
  {
    name: 'catch-up',
    async enter(page, { palette }) {
      shed.child.kill('SIGKILL');
      await startBroker();
      await page.waitForTimeout(6_000);
      await keepMeanwhile();
      await palette(page, { title: 'Developer: Reload Window' });
      await page.waitForSelector('.monaco-workbench .part.statusbar', { state: 'detached' });
      await page.waitForSelector(row('While You Were Away'), { timeout: 60_000 });
      await page.waitForTimeout(1_000);
    },
  },
];

async function publishDay() {
  const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${shed.port}`);
  const now = Math.floor(Date.now() / 1_000);
  for (let at = 0; at < 24; at++) {
    const payload = Buffer.alloc(5);
    payload.writeFloatBE(24 + 9 * Math.sin(at / 4));
    payload.writeUInt8(60 + (at % 20), 4);
    for (const [device, data] of [
      ['1D743', payload.toString('hex')],
      ['2A0B1', at === 20 ? '41a0' : payload.toString('hex')],
    ]) {
      const body = { device, time: now - (24 - at) * 600, data, seqNumber: 70 + at };
      await client.publishAsync('sigfox', JSON.stringify(body), { qos: 1 });
    }
  }
  await client.endAsync();
}

/** Stands for another window, which listened while this one was closed. */
async function keepMeanwhile() {
  const home = path.dirname(shed.folder);
  const [file] = fs
    .readdirSync(home, { recursive: true })
    .filter((name) => name.endsWith('messages.db'));
  const { node } = await ensureVsCode('1.139');
  const script = `
    const { DatabaseSync } = require('node:sqlite');
    const db = new DatabaseSync(${JSON.stringify(path.join(home, file))});
    db.exec('PRAGMA busy_timeout = 5000');
    const insert = db.prepare('INSERT INTO message (device, topic, received, sent, flags, session, payload, body) VALUES (?, 1, ?, ?, 12, 999, ?, ?)');
    const device = db.prepare("INSERT INTO device (connection, name, count) VALUES ('broker:Shed', ?, 100)");
    db.exec('BEGIN');
    for (let each = 0; each < 12; each++) {
      const name = (0x3c00 + each).toString(16).toUpperCase();
      const id = Number(device.run(name).lastInsertRowid);
      for (let at = 0; at < 100; at++) {
        const now = Date.now() + at;
        const payload = Buffer.from(at === 50 && each < 3 ? '41a0' : '41b4000042', 'hex');
        const body = JSON.stringify({ device: name, time: Math.floor(now / 1000), data: payload.toString('hex'), seqNumber: at });
        insert.run(id, now, now, payload, Buffer.from(body));
      }
    }
    db.exec('COMMIT');`;
  const { status, stderr } = spawnSync(node, ['-e', script], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

async function startBroker(lines = ['allow_anonymous true']) {
  const config = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'shed-')), 'mosquitto.conf');
  const user = `user ${os.userInfo().username}`;
  fs.writeFileSync(config, [`listener ${shed.port} 127.0.0.1`, user, ...lines, ''].join('\n'));
  shed.child = spawn('mosquitto', ['-c', config], { stdio: 'ignore' });
  while (!(await listens())) await new Promise((resolve) => setTimeout(resolve, 50));
}

function listens() {
  return new Promise((resolve) => {
    const socket = net.connect(shed.port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

function freePort() {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
