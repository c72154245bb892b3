'use strict';
// A pluggable discovery whose ports are the files "*.json" of the folder $VIRTUAL_BOARDS, looked at ten times a second.
// To plug a board in, write its port to another name there and rename it; to unplug it, remove the file.
const fs = require('node:fs');
const path = require('node:path');
const readline = require('node:readline');

const folder = process.env.VIRTUAL_BOARDS ?? '/nonexistent';
let known = new Map();
let timer;

function look() {
  try {
    const files = fs.readdirSync(folder).filter((name) => name.endsWith('.json'));
    const ports = files.map((name) => JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8')));
    return new Map(ports.map((port) => [`${port.protocol}|${port.address}`, port]));
  } catch {
    // A file went away between listing and reading: the next look is right again.
    return known;
  }
}

function tellChanges() {
  const now = look();
  for (const [key, { address, protocol }] of known) {
    if (!now.has(key)) tell({ eventType: 'remove', port: { address, protocol } });
  }
  for (const [key, port] of now) {
    if (!known.has(key)) tell({ eventType: 'add', port });
  }
  known = now;
}

const tell = (event) => process.stdout.write(`${JSON.stringify(event)}\n`);

const answers = {
  HELLO: () => ({ protocolVersion: 1 }),
  LIST: () => ({ ports: [...look().values()] }),
  START: () => ({}),
  START_SYNC: () => {
    // The first ports are told a moment later: arduino-cli drops events that come together with this answer.
    timer = setInterval(tellChanges, 100);
    return {};
  },
  STOP: () => {
    clearInterval(timer);
    known = new Map();
    return {};
  },
  QUIT: () => ({}),
};

const lines = readline.createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const [command] = line.split(' ');
  const answer = answers[command];
  if (answer) tell({ eventType: command.toLowerCase(), message: 'OK', ...answer() });
  else tell({ eventType: 'command_error', error: true, message: 'unknown command' });
  if (command === 'QUIT') process.exit(0);
});
lines.on('close', () => process.exit(0));
