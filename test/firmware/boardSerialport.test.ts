import assert from 'node:assert/strict';
import { once } from 'node:events';
import { SerialPort } from 'serialport';
import { NodeSerialDriver } from '../../src/serial/io/nodeSerialDriver';
import { defaultSettings } from '../../src/serial/monitorMemory';
import type { VirtualBoard } from '../../src/simulator/board/virtualBoard';
import { createVirtualBoard, plugIn, until } from '../support/runningBoard';
import { compileSketch } from './boardBench';
import { echoSketch } from './boardSketches';

/** A port with what came in over it. */
async function open(path: string): Promise<{ port: SerialPort; heard: () => string }> {
  let text = '';
  const port = new SerialPort({ path, baudRate: 115_200, autoOpen: false });
  port.on('data', (bytes: Buffer) => (text += bytes.toString('latin1')));
  await new Promise<void>((resolve, reject) =>
    port.open((error) => (error ? reject(error) : resolve())),
  );
  return { port, heard: () => text };
}

describe('the real serialport on the virtual board', function () {
  this.timeout(120_000);
  let hex: string;
  let board: VirtualBoard;
  const setup = { model: 'mega', modem: 'telit' } as const;

  before(async () => {
    hex = await compileSketch('echo', echoSketch, 'mega');
  });

  beforeEach(() => {
    board = createVirtualBoard();
  });

  afterEach(() => board.dispose());

  it('resets the board by opening, reads, writes and closes', async () => {
    const address = await plugIn(board, setup);
    await board.flash(hex);
    let resets = 0;
    board.onDidReset(() => resets++);
    const { port, heard } = await open(address);
    await until(() => heard().includes('echo\r\n'), 'to begin anew');
    const every = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    port.write(every);
    await until(() => heard().length >= 'echo\r\n'.length + 256, 'to send all bytes back');
    assert.ok(Buffer.from(heard(), 'latin1').subarray('echo\r\n'.length).equals(every));
    assert.equal(resets, 1);
    assert.equal(board.state.kind === 'running' && board.state.isOpen, true);
    port.close();
    await once(port, 'close');
    await until(() => board.state.kind === 'running' && !board.state.isOpen, 'to see it closed');
  });

  it('sees the board unplugged while it reads, and finds it again when it is plugged in', async () => {
    const address = await plugIn(board, setup);
    // The package alone may read a hung-up terminal for ever; our driver sees that the device file is gone.
    const driver = await NodeSerialDriver.load();
    const port = await driver.open(address, defaultSettings);
    const closed = new Promise<boolean>((resolve) =>
      port.onDidClose(({ isLost }) => resolve(isLost)),
    );
    board.stop();
    assert.equal(await closed, true);
    const again = await plugIn(board, setup);
    await board.flash(hex);
    const { port: next, heard } = await open(again);
    await until(() => heard().includes('echo'), 'to be heard again');
    next.close();
    await once(next, 'close');
  });

  it('loses no byte of a flood, in either direction', async () => {
    const address = await plugIn(board, setup);
    await board.flash(hex);
    const { port, heard } = await open(address);
    await until(() => heard().includes('echo\r\n'), 'to begin anew');
    const sent = Array.from({ length: 8_192 }, (_, at) =>
      String.fromCharCode(33 + ((at * 7) % 94)),
    ).join('');
    port.write(sent);
    await until(() => heard().length >= sent.length + 6, 'to send all bytes back');
    assert.equal(heard().slice(6), sent);
    port.close();
    await once(port, 'close');
  });
});
