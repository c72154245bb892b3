import assert from 'node:assert/strict';
import { findAgain, type KnownPort, portName } from '../../../src/serial/knownPort';
import type { OpenFailure } from '../../../src/serial/openFailure';
import { PortLog } from '../../../src/serial/portLog';
import { rowText } from '../../../src/serial/rowText';
import { type LineSettings, OpenFailed, type OpenPort } from '../../../src/serial/serialDriver';
import { SerialSession } from '../../../src/serial/serialSession';
import { Emitter } from '../../../src/shared/event';
import { ManualClock } from '../../support/manualClock';
import { ascii, MemoryBytes } from './logFixture';

const settings: LineSettings = {
  baudRate: 115_200,
  dataBits: 8,
  parity: 'none',
  stopBits: 1,
  dtr: 'leave',
  rts: 'leave',
};
const uno = (address: string, identity: KnownPort['identity'] = {}): KnownPort => ({
  address,
  identity: { vendorId: '2341', productId: '0043', ...identity },
  boards: [],
});

/** A machine whose ports are plugged and pulled by the test. */
class Desk {
  readonly clock = new ManualClock();
  ports: KnownPort[] = [];
  failures: OpenFailure[] = [];
  opened: { address: string; settings: LineSettings; port: FakePort }[] = [];
  readonly log = new PortLog(new MemoryBytes(), { port: 'x', startedAtMs: 0 });
  readonly driver = {
    open: (address: string, given: LineSettings): Promise<OpenPort> => {
      const failure =
        this.failures.shift() ??
        (this.ports.some((port) => port.address === address)
          ? undefined
          : ({ kind: 'missing' } as const));
      if (failure) return Promise.reject(new OpenFailed(failure));
      const port = new FakePort();
      this.opened.push({ address, settings: given, port });
      return Promise.resolve(port);
    },
  };

  session(port: KnownPort): SerialSession {
    const look = () => Promise.resolve(this.ports);
    return new SerialSession(
      { driver: this.driver, clock: this.clock, look, log: this.log },
      port,
      settings,
    );
  }

  get newest(): FakePort {
    return this.opened.at(-1)?.port ?? assert.fail('nothing was opened');
  }

  /** Lets the session look for its device a few times. */
  async wait(): Promise<void> {
    for (let round = 0; round < 4; round++) {
      for (let turn = 0; turn < 10; turn++) await Promise.resolve();
      this.clock.advance(500);
    }
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  }

  async lines(): Promise<string[]> {
    return (await this.log.rows(0, 99)).map(({ bytes }) => rowText(bytes));
  }
}

class FakePort implements OpenPort {
  readonly hasSignals = false;
  readonly received = new Emitter<Uint8Array>();
  readonly closed = new Emitter<{ readonly isLost: boolean }>();
  readonly onDidReceive = this.received.event;
  readonly onDidClose = this.closed.event;
  readonly written: Uint8Array[] = [];
  isClosed = false;

  write(bytes: Uint8Array): Promise<void> {
    this.written.push(bytes);
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.isClosed = true;
    this.closed.fire({ isLost: false });
    return Promise.resolve();
  }
}

describe('SerialSession', () => {
  it('logs what is received and sent, each with its time', async () => {
    const desk = new Desk();
    desk.ports = [uno('/dev/ttyACM0')];
    const session = desk.session(uno('/dev/ttyACM0'));
    await session.start();
    desk.newest.received.fire(ascii('hello\n'));
    desk.clock.advance(7);
    await session.write(ascii('AT\r'));
    const rows = await desk.log.rows(1, 9);
    assert.deepEqual(
      rows.map(({ kind, timeMs, bytes }) => [
        kind,
        timeMs - (rows[0]?.timeMs ?? 0),
        rowText(bytes),
      ]),
      [
        ['received', 0, 'hello'],
        ['sent', 7, 'AT'],
      ],
    );
  });

  it('says why a port did not open when it was asked for', async () => {
    const desk = new Desk();
    const session = desk.session(uno('/dev/ttyACM0'));
    await session.start();
    assert.deepEqual(session.state, { kind: 'refused', failure: { kind: 'missing' } });
  });

  it('waits for a board that was unplugged and finds it under another name, settings kept (F1)', async () => {
    const desk = new Desk();
    desk.ports = [uno('/dev/ttyACM0', { serialNumber: 'A1' })];
    const session = desk.session(uno('/dev/ttyACM0', { serialNumber: 'A1' }));
    await session.start();
    desk.newest.received.fire(ascii('before\n'));
    desk.ports = [uno('/dev/ttyACM0', { serialNumber: 'B2' })];
    desk.newest.closed.fire({ isLost: true });
    await desk.wait();
    assert.deepEqual(session.state, { kind: 'waiting' });
    desk.ports = [...desk.ports, uno('/dev/ttyACM1', { serialNumber: 'A1' })];
    await desk.wait();
    assert.equal(session.state.kind, 'open');
    desk.newest.received.fire(ascii('after\n'));
    assert.deepEqual(
      desk.opened.map(({ address, settings: given }) => [address, given.baudRate]),
      [
        ['/dev/ttyACM0', 115_200],
        ['/dev/ttyACM1', 115_200],
      ],
    );
    assert.deepEqual(await desk.lines(), [
      'ttyACM0 is open at 115200 baud.',
      'before',
      'ttyACM0 is gone. Waiting for it to come back.',
      'ttyACM1 is open at 115200 baud.',
      'after',
    ]);
  });

  const clone = (address: string, location?: string) =>
    uno(address, {
      vendorId: '1A86',
      productId: '7523',
      ...(location === undefined ? {} : { location }),
    });

  it('asks when two equal boards may be the one, and takes the one it is told (F5)', async () => {
    const desk = new Desk();
    desk.ports = [clone('/dev/ttyUSB0')];
    const session = desk.session(clone('/dev/ttyUSB0'));
    await session.start();
    desk.ports = [clone('/dev/ttyUSB0'), clone('/dev/ttyUSB1')];
    desk.newest.closed.fire({ isLost: true });
    await desk.wait();
    assert.deepEqual(session.state, { kind: 'asking', candidates: desk.ports });
    assert.equal(desk.opened.length, 1);
    session.choose(clone('/dev/ttyUSB1'));
    await desk.wait();
    assert.deepEqual([session.state.kind, session.port.address], ['open', '/dev/ttyUSB1']);
  });

  it('asks when two equal boards changed their sockets, and never opens the other by itself (F5)', async () => {
    const desk = new Desk();
    desk.ports = [clone('/dev/ttyUSB0', '1-2'), clone('/dev/ttyUSB1', '1-3')];
    const session = desk.session(clone('/dev/ttyUSB0', '1-2'));
    await session.start();
    await desk.wait();
    desk.ports = [clone('/dev/ttyUSB1', '1-3')];
    desk.newest.closed.fire({ isLost: true });
    await desk.wait();
    assert.deepEqual(session.state, { kind: 'waiting' });
    desk.ports = [];
    await desk.wait();
    desk.ports = [clone('/dev/ttyUSB0', '1-2'), clone('/dev/ttyUSB1', '1-3')];
    await desk.wait();
    assert.deepEqual(session.state, { kind: 'asking', candidates: desk.ports });
    assert.equal(desk.opened.length, 1);
  });

  it('is sure of the board that comes back while its twin stays', async () => {
    const desk = new Desk();
    const twin = clone('/dev/ttyUSB1');
    desk.ports = [clone('/dev/ttyUSB0'), twin];
    const session = desk.session(clone('/dev/ttyUSB0'));
    await session.start();
    await desk.wait();
    desk.ports = [twin];
    desk.newest.closed.fire({ isLost: true });
    await desk.wait();
    desk.ports = [twin, clone('/dev/ttyUSB2')];
    await desk.wait();
    assert.deepEqual([session.state.kind, session.port.address], ['open', '/dev/ttyUSB2']);
  });

  it('outlives a port that vanishes again, and one that belongs to nobody yet', async () => {
    const desk = new Desk();
    desk.ports = [uno('/dev/ttyACM0')];
    const session = desk.session(uno('/dev/ttyACM0'));
    await session.start();
    desk.newest.closed.fire({ isLost: true });
    const denied = { kind: 'denied', group: 'dialout', isMember: true } as const;
    desk.failures = [{ kind: 'missing' }, denied, denied];
    const states: string[] = [];
    session.onDidChange(({ kind }) => states.push(kind));
    await desk.wait();
    assert.deepEqual(states, ['reopening', 'open']);
  });

  it('lends its port and is back when it is free, with the lines from then on', async () => {
    const desk = new Desk();
    desk.ports = [uno('/dev/ttyACM0')];
    const session = desk.session(uno('/dev/ttyACM0'));
    await session.start();
    await session.lend('Upload');
    assert.deepEqual([session.state, desk.newest.isClosed], [{ kind: 'lent', to: 'Upload' }, true]);
    await desk.wait();
    assert.equal(desk.opened.length, 1);
    session.takeBack();
    await desk.wait();
    desk.newest.received.fire(ascii('new sketch\n'));
    assert.deepEqual((await desk.lines()).slice(1), [
      'ttyACM0 is lent to Upload.',
      'ttyACM0 is open at 115200 baud.',
      'new sketch',
    ]);
  });

  it('leaves no timer and no open port when it is stopped while it waits or opens', async () => {
    const desk = new Desk();
    desk.ports = [uno('/dev/ttyACM0')];
    const session = desk.session(uno('/dev/ttyACM0'));
    const opening = session.start();
    await session.stop();
    await opening;
    assert.deepEqual([session.state.kind, desk.newest.isClosed], ['closed', true]);
    await session.start();
    desk.ports = [];
    desk.newest.closed.fire({ isLost: true });
    await desk.wait();
    await session.stop();
    assert.deepEqual([session.state.kind, desk.clock.pending], ['closed', 0]);
  });
});

describe('findAgain', () => {
  const a = uno('/dev/ttyACM0', { serialNumber: 'A' });
  const here = uno('/dev/ttyUSB0', { location: '1-2' });
  const there = uno('/dev/ttyUSB1', { location: '1-3' });
  const rows: readonly [
    known: KnownPort,
    ports: readonly KnownPort[],
    found: string,
    reason: string,
  ][] = [
    [
      a,
      [uno('/dev/ttyACM0', { serialNumber: 'B' }), uno('/dev/ttyACM3', { serialNumber: 'A' })],
      '/dev/ttyACM3',
      'serial number before name',
    ],
    [a, [uno('/dev/ttyACM0', { serialNumber: 'B' })], 'none', 'another board under the old name'],
    [
      here,
      [uno('/dev/ttyUSB1', { location: '1-2' }), uno('/dev/ttyUSB0', { location: '1-3' })],
      '/dev/ttyUSB1',
      'two clones swapped: place before name',
    ],
    [here, [there], '/dev/ttyUSB1', 'the only one of its kind, elsewhere'],
    [
      here,
      [there, uno('/dev/ttyUSB2', { location: '1-4' })],
      'several',
      'two of its kind, both elsewhere',
    ],
    [
      { address: '/dev/ttyS0', identity: {}, boards: [] },
      [a, { address: '/dev/ttyS0', identity: {}, boards: [] }],
      '/dev/ttyS0',
      'no USB: by name',
    ],
  ];
  for (const [known, ports, found, reason] of rows) {
    it(`goes by what is surest: ${reason}`, () => {
      const refound = findAgain(known, ports);
      assert.equal(refound.kind === 'found' ? refound.port.address : refound.kind, found);
    });
  }

  it('calls a port by the end of its path', () => {
    assert.deepEqual(['/dev/ttyACM0', 'COM7', '/dev/serial/by-id/x', '/dev/pts/3'].map(portName), [
      'ttyACM0',
      'COM7',
      'x',
      'pts/3',
    ]);
  });
});
