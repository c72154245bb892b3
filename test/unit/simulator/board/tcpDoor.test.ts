import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { TcpDoor } from '../../../../src/simulator/io/tcpDoor';
import { until } from '../../../support/runningBoard';

function connectTo(door: TcpDoor): net.Socket {
  const [, host, port] = /^net:(.*):(\d+)$/.exec(door.address) ?? [];
  return net.connect(Number(port), host ?? '');
}

describe('TcpDoor', () => {
  it('is opened by a connection, carries bytes both ways, and is closed by its end', async () => {
    const door = await TcpDoor.listen();
    const seen: string[] = [];
    door.onDidOpen(() => seen.push('open'));
    door.onDidReceive((bytes) => {
      seen.push(Buffer.from(bytes).toString('hex'));
      door.write(bytes);
    });
    door.onDidClose(() => seen.push('closed'));
    const client = connectTo(door);
    client.write(Buffer.of(0, 0xff, 0x0d));
    const [echo] = (await once(client, 'data')) as [Buffer];
    client.end();
    await until(() => seen.length === 3, 'to see the end');
    door.dispose();
    assert.deepEqual([seen, echo.toString('hex')], [['open', '00ff0d', 'closed'], '00ff0d']);
  });

  it('lets one program in at a time, and the next when it has gone', async () => {
    const door = await TcpDoor.listen();
    let opened = 0;
    let closed = 0;
    door.onDidOpen(() => opened++);
    door.onDidClose(() => closed++);
    const first = connectTo(door);
    await until(() => opened === 1, 'to be opened');
    const second = connectTo(door);
    await once(second, 'close');
    first.destroy();
    await until(() => closed === 1, 'to see the first go');
    connectTo(door);
    await until(() => opened === 2, 'to be opened again');
    door.dispose();
  });

  it('ends the connection when the board is unplugged', async () => {
    const door = await TcpDoor.listen();
    const opened = new Promise<void>((resolve) => door.onDidOpen(() => resolve()));
    const client = connectTo(door);
    await opened;
    const closed = once(client, 'close');
    door.dispose();
    await closed;
  });
});
