import assert from 'node:assert/strict';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { BoardPort } from '../../src/firmware/boardPort';
import { ListNews } from '../../src/firmware/listNews';
import { until } from '../support/runningBoard';
import { keptEvents, never, openDoor, sketchbook } from './door';
import { homeOfItsOwn } from './homeOfItsOwn';

const uno = 'arduino:avr:uno';

describe('watching ports', function () {
  this.timeout(120_000);
  const { home, running } = homeOfItsOwn();
  const boards = home['VIRTUAL_BOARDS'] ?? '';

  it('sees a board plugged in and out within two seconds, with its board and identity', async () => {
    const { door } = openDoor({ home });
    const abort = new AbortController();
    let ports: readonly BoardPort[] = [];
    const ended = door.watchPorts((now) => (ports = now), abort.signal);
    // The watching is under way when the first board is seen.
    plug('first', '/dev/ttyACM8');
    await until(() => ports.length === 1, 'to be listed');
    const times = [];
    for (let round = 0; round < 3; round++) {
      times.push(
        await timed(
          () => plug('second', '/dev/ttyACM9'),
          () => ports.length === 2,
        ),
      );
      times.push(
        await timed(
          () => rmSync(path.join(boards, 'second.json')),
          () => ports.length === 1,
        ),
      );
    }
    const [, , , median = 0] = times.toSorted((a, b) => a - b);
    assert.ok(median < 2_000, String(times));
    assert.deepEqual(ports, [
      {
        address: '/dev/ttyACM8',
        protocol: 'serial',
        label: '/dev/ttyACM8',
        identity: { vendorId: '2341', productId: '0043', serialNumber: 'first' },
        boards: [{ name: 'Arduino UNO', fqbn: uno }],
      },
    ]);
    abort.abort();
    assert.deepEqual(await ended, { kind: 'failed', failure: { kind: 'cancelled' } });
    await until(() => running().length === 0, 'to be left by all');
    door.dispose();
  });

  function plug(name: string, address: string): void {
    const port = {
      ...{ address, label: address, protocol: 'serial', protocolLabel: 'Serial Port (USB)' },
      hardwareId: name,
      properties: { vid: '0x2341', pid: '0x0043', serialNumber: name },
    };
    writeFileSync(path.join(boards, `${name}.tmp`), JSON.stringify(port));
    renameSync(path.join(boards, `${name}.tmp`), path.join(boards, `${name}.json`));
  }

  async function timed(change: () => void, isSeen: () => boolean): Promise<number> {
    const started = performance.now();
    change();
    await until(isSeen, 'to be seen');
    return performance.now() - started;
  }
});

describe('arduino-cli and the network', function () {
  this.timeout(120_000);
  const { home } = homeOfItsOwn();
  const { write } = sketchbook();

  it('compiles without waiting for a network that swallows everything, and says once what is missing', async () => {
    // No index at all: arduino-cli would fetch them before every command.
    const data = home['ARDUINO_DIRECTORIES_DATA'] ?? '';
    for (const index of ['package_index.json', 'library_index.json']) {
      rmSync(path.join(data, index));
    }
    // An address of the documentation's: packets to it are lost.
    const { door, warnings } = openDoor({ home, proxy: 'http://192.0.2.1:3128' });
    const folder = write('blink', 'void setup() {}\nvoid loop() {}\n');
    const started = performance.now();
    const { outcome } = await door.compile({ folder, fqbn: uno }, keptEvents().events, never);
    const ms = performance.now() - started;
    door.dispose();
    assert.equal(outcome.kind, 'done');
    assert.ok(ms < 15_000, `${ms} ms; with the network it is a minute`);
    const news = new ListNews();
    assert.deepEqual(
      warnings.flatMap((text) => news.hear(text) ?? []),
      [
        'arduino-cli has no lists of platforms and libraries yet. What is installed works without; "Install What This Sketch Needs" fetches them.',
      ],
      String(warnings),
    );
  });

  it('goes through the proxy it is given, and shows one that wants a password as what it is (F21)', async () => {
    const asked: string[] = [];
    const proxy = http.createServer();
    proxy.on('connect', (request, socket) => {
      asked.push(request.url ?? '');
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const { port } = proxy.address() as AddressInfo;
    const { door } = openDoor({ home, proxy: `http://127.0.0.1:${port}` });
    const updates = await door.updateIndexes(keptEvents().events, never);
    door.dispose();
    proxy.close();
    assert.ok(updates.kind === 'done');
    assert.ok(asked.includes('downloads.arduino.cc:443'), String(asked));
    assert.ok(
      updates.value.every(({ failure }) => /Proxy Authentication Required/.test(failure ?? '')),
      JSON.stringify(updates.value),
    );
  });
});
