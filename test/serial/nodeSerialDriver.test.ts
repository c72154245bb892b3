import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { causeOfDenial } from '../../src/serial/io/portCauses';
import { listPorts } from '../../src/serial/io/portList';
import { NodeSerialDriver } from '../../src/serial/io/nodeSerialDriver';
import { defaultSettings } from '../../src/serial/monitorMemory';
import { OpenFailed } from '../../src/serial/serialDriver';
import { BoardEnd, until } from './port';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

describe('NodeSerialDriver, on a real pseudo-terminal', function () {
  this.timeout(120_000);
  let board: BoardEnd;
  beforeEach(() => (board = new BoardEnd()));
  afterEach(() => board.unplug());

  const failure = async (address: string, baudRate = 115_200) => {
    const driver = await NodeSerialDriver.load();
    try {
      await (await driver.open(address, { ...defaultSettings, baudRate })).close();
      return undefined;
    } catch (error) {
      return error instanceof OpenFailed ? error.failure : error;
    }
  };

  it('carries every byte both ways, and says that there are no control lines', async () => {
    const port = await (
      await NodeSerialDriver.load()
    ).open(board.address, {
      ...defaultSettings,
      dtr: 'lower',
      rts: 'raise',
    });
    const received: number[] = [];
    port.onDidReceive((bytes) => received.push(...bytes));
    await until(() => board.isOpen);
    const all = Uint8Array.from({ length: 256 }, (_, at) => at);
    board.say(all);
    await port.write(all);
    await until(() => received.length >= 256 && board.heard.length >= 256);
    assert.deepEqual([received, board.heard, port.hasSignals], [[...all], [...all], false]);
    await port.close();
    await until(() => !board.isOpen);
  });

  it('takes speeds that are in no list', async () => {
    assert.equal(await failure(board.address, 250_000), undefined);
    assert.equal(await failure(board.address, 1_234_567), undefined);
  });

  it('tells a board that was pulled from a port that was closed (F1)', async () => {
    const port = await (await NodeSerialDriver.load()).open(board.address, defaultSettings);
    let isLost: boolean | undefined;
    port.onDidClose((how) => (isLost = how.isLost));
    await until(() => board.isOpen);
    board.unplug();
    await until(() => isLost !== undefined);
    assert.equal(isLost, true);
  });

  it('says that a port is not there', async () => {
    assert.deepEqual(await failure('/dev/ttyACM99'), { kind: 'missing' });
  });

  it('names the program that has the port (F6)', async () => {
    const holder = spawn('flock', ['--no-fork', board.address, 'sleep', '60'], { stdio: 'ignore' });
    try {
      let found = await failure(board.address);
      await until(() => holder.pid !== undefined);
      for (let tries = 0; found === undefined && tries < 100; tries++)
        found = await failure(board.address);
      const { kind, holders } = found as {
        kind: string;
        holders: { program: string; isEditor: boolean }[];
      };
      assert.equal(kind, 'busy');
      assert.ok(
        holders.some(({ program, isEditor }) => /^(flock|sleep)$/.test(program) && !isEditor),
      );
    } finally {
      holder.kill();
    }
  });

  it('lists the port that is asked for, and needs no udevadm for it (F7)', async () => {
    const ports = await listPorts(board.address);
    assert.deepEqual(ports.at(-1), { address: board.address, identity: {}, boards: [] });
  });

  it('names the group that may open a device file, and whether only a new login is missing (F6)', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'group-'));
    try {
      const device = path.join(folder, 'tty');
      await writeFile(device, '');
      await chmod(device, 0o660);
      const groups = path.join(folder, 'group');
      const gid = process.getgid?.() ?? 0;
      await writeFile(groups, `other:x:99999:\ndialout:x:${gid}:ada,${os.userInfo().username}\n`);
      assert.deepEqual(await causeOfDenial(device, groups), {
        kind: 'denied',
        group: 'dialout',
        isMember: true,
      });
      await writeFile(groups, `dialout:x:${gid}:ada\n`);
      assert.deepEqual(await causeOfDenial(device, groups), {
        kind: 'denied',
        group: 'dialout',
        isMember: false,
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
