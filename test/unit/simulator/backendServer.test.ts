import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { BackendFailure } from '../../../src/sigfox/backendFailure';
import { HttpBackendApi } from '../../../src/sigfox/io/httpBackendApi';
import { type DeviceId, parseDeviceId } from '../../../src/sigfox/device';
import { BackendServer } from '../../../src/simulator/io/backendServer';
import { VirtualBackend } from '../../../src/simulator/network/virtualBackend';
import { systemClock } from '../../../src/shared/io/systemClock';
import { ManualClock } from '../../support/manualClock';

const user = { login: '58334f4f50057421b7d7294d', password: 'secret' };
const signal = () => new AbortController().signal;

describe('HttpBackendApi, against the virtual backend', () => {
  let clock: ManualClock;
  let backend: VirtualBackend;
  let server: BackendServer;

  beforeEach(async () => {
    clock = new ManualClock();
    backend = new VirtualBackend(clock);
    for (let at = 0; at < 250; at++) backend.devices.push(virtualDevice(at));
    backend.deviceTypes.push({
      id: 'type',
      name: 'Thermometer',
      payloadConfig: 'temp::float:32',
      callbacks: [{ id: 'cb', channel: 'URL', enabled: false, dead: true }],
    });
    server = await BackendServer.start(backend, user);
  });

  afterEach(() => server.close());

  const api = (password = user.password) =>
    new HttpBackendApi(
      { baseUrl: server.baseUrl, apiUser: () => Promise.resolve({ ...user, password }) },
      clock,
    );

  it('reads 250 devices in three pages', async () => {
    const devices = await api().devices(signal());
    assert.deepEqual([devices.length, devices[249]?.name], [250, 'device 249']);
  });

  it('reads device types and their callbacks', async () => {
    assert.deepEqual(await api().deviceTypes(signal()), [
      { id: 'type', name: 'Thermometer', payloadConfig: 'temp::float:32' },
    ]);
    assert.deepEqual(await api().callbacks('type', signal()), [
      { id: 'cb', channel: 'URL', isEnabled: false, isDead: true },
    ]);
  });

  it('asks for messages once a second and device, and waits out a 429', async () => {
    const client = api();
    backend.record({
      device: id('1'),
      timeMs: 1_479_817_071_000,
      data: '41df41e3',
      seqNumber: 77,
      callbacks: [{ status: 600, info: 'no answer', definition: 'aws', timeMs: 2 }],
    });
    const since = { sinceMs: 0 };
    const first = await client.messages(id('1'), since, signal());
    assert.deepEqual(
      first.map(({ data, seqNumber, callbacks }) => [data, seqNumber, callbacks[0]?.status]),
      [['41df41e3', 77, 600]],
    );
    const second = client.messages(id('1'), since, signal());
    // Another window with the same user has spent the second: the server says 429 and the client waits again.
    clock.advance(1_000);
    assert.equal((await second).length, 1);
    const other = api().messages(id('1'), since, signal());
    while (clock.pending === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    clock.advance(1_000);
    assert.equal((await other).length, 1);
  });

  it('stops waiting when it is told to', async () => {
    const client = api();
    await client.messages(id('1'), { sinceMs: 0 }, signal());
    const abort = new AbortController();
    const waiting = client.messages(id('1'), { sinceMs: 0 }, abort.signal);
    abort.abort();
    await assert.rejects(waiting, { name: 'AbortError' });
  });

  it('disengages the sequence number', async () => {
    const device = backend.devices[1];
    assert.ok(device);
    device.trashSequenceNumber = 12;
    const client = api();
    assert.equal((await client.device(id('1'), signal())).trashSequenceNumber, 12);
    await client.disengage(id('1'), signal());
    assert.equal((await client.device(id('1'), signal())).trashSequenceNumber, undefined);
  });

  it('tells a wrong password from a device that is not there', async () => {
    await rejectsWith(api('wrong').devices(signal()), 'signedOut');
    await rejectsWith(api().device(id('FFFF'), signal()), 'notFound');
  });

  it('refuses a page of another site', async () => {
    const response = await fetch(`${server.baseUrl}/devices/`, {
      headers: { origin: 'http://evil.example' },
    });
    assert.equal(response.status, 403);
  });
});

describe('HttpBackendApi, against a server that is none (H11)', () => {
  const cases: readonly [reason: string, http.RequestListener, failure: string][] = [
    ['answers text', (_request, response) => response.end('<html>'), 'nonsense'],
    ['answers another shape', (_request, response) => response.end('{"data":{}}'), 'nonsense'],
    ['answers 500', (_request, response) => response.writeHead(500).end(), 'nonsense'],
    ['answers 403', (_request, response) => response.writeHead(403).end(), 'forbidden'],
    ['cuts the connection', (request) => request.socket.destroy(), 'unreachable'],
    [
      'redirects the password elsewhere',
      (_request, response) => response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(),
      'nonsense',
    ],
    [
      'names another server for the next page',
      (_request, response) =>
        response.end('{"data":[],"paging":{"next":"http://127.0.0.1:9/v2/devices/"}}'),
      'nonsense',
    ],
    [
      'never ends',
      (_request, response) => {
        const more = () => {
          while (!response.destroyed && response.write('x'.repeat(65_536)));
        };
        response.on('drain', more);
        more();
      },
      'nonsense',
    ],
  ];
  for (const [reason, listener, failure] of cases) {
    it(`gives up when it ${reason}`, async () => {
      const server = http.createServer(listener);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo;
      const client = new HttpBackendApi(
        { baseUrl: `http://127.0.0.1:${port}/v2`, apiUser: () => Promise.resolve(user) },
        systemClock,
      );
      await rejectsWith(client.devices(signal()), failure);
      server.closeAllConnections();
      server.close();
    });
  }

  it('sends no password over plain http to another machine', async () => {
    const client = new HttpBackendApi(
      { baseUrl: 'http://sigfox.example/v2', apiUser: () => Promise.resolve(user) },
      systemClock,
    );
    await rejectsWith(client.devices(signal()), 'nonsense');
  });
});

async function rejectsWith(promise: Promise<unknown>, reason: string): Promise<void> {
  await assert.rejects(promise, (error) => {
    assert.ok(error instanceof BackendFailure);
    assert.equal(error.reason, reason);
    assert.doesNotMatch(error.message, /secret/);
    return true;
  });
}

function virtualDevice(at: number): VirtualBackend['devices'][number] {
  return {
    id: at.toString(16).toUpperCase(),
    name: `device ${at}`,
    deviceTypeId: 'type',
    pac: '0011223344556677',
    state: 0,
    comState: 1,
    token: { state: 0, detailMessage: 'Valid', endMs: 2_000_000_000_000, freeMessages: 0 },
  };
}

function id(text: string): DeviceId {
  const read = parseDeviceId(text);
  assert.ok(read.kind === 'device');
  return read.device;
}
