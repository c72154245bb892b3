import assert from 'node:assert/strict';
import fs from 'node:fs';
import { VirtualBoard } from '../../../../src/simulator/board/virtualBoard';
import { WorkerBoard } from '../../../../src/simulator/io/workerBoard';
import { boardIdentity } from '../../../../src/simulator/network/boardDevice';
import { thermometerHex } from '../../../support/equippedBoard';
import {
  boardWorker,
  createVirtualBoard,
  Listener,
  plugIn,
  stateOf,
  until,
} from '../../../support/runningBoard';

describe('a board in a worker', function () {
  this.timeout(120_000);
  let board: VirtualBoard;

  afterEach(() => board.dispose());

  it('runs a firmware that was flashed, in real time', async () => {
    board = createVirtualBoard({ airTimeMs: 200 });
    const listener = new Listener(board);
    await plugIn(board, { model: 'mega', modem: 'telit' });
    const frame = new Promise((resolve) => board.onDidTransmit(resolve));
    board.setTemperature(8.5);
    await board.flash(thermometerHex('mega'), 'thermometer');
    assert.match(await listener.hears('OK\r\n'), /temp=8\.50 AT\$SF=41080000\r\nmodem: OK/);
    assert.deepEqual(await frame, {
      kind: 'transmitted',
      payload: Uint8Array.of(0x41, 0x08, 0, 0),
      wantsDownlink: false,
    });
  });

  it('has a port with the identity of a real board while it is plugged in', async () => {
    board = createVirtualBoard();
    const changes: number[] = [];
    board.onDidChange(() => changes.push(board.ports.length));
    const address = await plugIn(board, { model: 'uno', modem: 'wisol' });
    assert.deepEqual(board.ports, [
      {
        address,
        protocol: 'serial',
        label: 'Arduino Uno (virtual)',
        identity: { vendorId: '2341', productId: '0043', serialNumber: 'VIRTUALUNO0001' },
        boards: [{ name: 'Arduino Uno', fqbn: 'arduino:avr:uno' }],
        isVirtual: true,
      },
    ]);
    board.stop();
    assert.deepEqual([board.ports, changes], [[], [1, 0]]);
    // The port is gone with the board.
    if (address.startsWith('/'))
      await until(() => !fs.existsSync(address), 'to take its port along');
  });

  it('says that its worker is gone and why, and can be started again', async () => {
    const scripts = [dyingWorker, await boardWorker()];
    board = new VirtualBoard((start) => {
      const host = new WorkerBoard(start, scripts.shift());
      return Promise.resolve(host);
    }, boardIdentity);
    await assert.rejects(board.start({ model: 'mega', modem: 'telit' }), {
      message: 'The virtual board stopped: out of memory',
    });
    assert.deepEqual(await stateOf(board, 'lost'), {
      kind: 'lost',
      setup: { model: 'mega', modem: 'telit' },
      reason: 'out of memory',
    });
    assert.match(await plugIn(board, { model: 'mega', modem: 'telit' }), /^\/dev\/pts\/|^net:/);
  });
});

const dyingWorker = new URL('data:text/javascript,throw new Error("out of memory")');
