import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { scanLinux } from '../../../src/serial/io/portList';

/** A machine's /sys and /dev, as far as ports are concerned. */
async function plant(root: string): Promise<void> {
  const write = async (file: string, text: string) => {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  };
  const usb = async (place: string, facts: Readonly<Record<string, string>>) => {
    for (const [name, text] of Object.entries(facts)) {
      await write(`sys/devices/usb1/${place}/${name}`, `${text}\n`);
    }
    await mkdir(path.join(root, `sys/devices/usb1/${place}/${place}:1.0`), { recursive: true });
  };
  const tty = async (name: string, device: string | undefined, type?: string) => {
    await write(`dev/${name}`, '');
    await mkdir(path.join(root, 'sys/class/tty', name), { recursive: true });
    if (type !== undefined) await write(`sys/class/tty/${name}/type`, `${type}\n`);
    if (device === undefined) return;
    await mkdir(path.join(root, device), { recursive: true });
    await symlink(path.join(root, device), path.join(root, 'sys/class/tty', name, 'device'));
  };
  await usb('1-1.2', {
    idVendor: '2341',
    idProduct: '0043',
    serial: '85736323',
    manufacturer: 'Arduino (www.arduino.cc)',
  });
  await usb('1-1.3', { idVendor: '1a86', idProduct: '7523' });
  await tty('ttyACM10', 'sys/devices/usb1/1-1.2/1-1.2:1.0');
  await tty('ttyACM9', 'sys/devices/usb1/1-1.3/1-1.3:1.0/ttyUSB0');
  await tty('ttyS0', 'sys/devices/pnp0/00:04', '4');
  await tty('ttyS1', 'sys/devices/platform/serial8250', '0');
  await tty('tty1', undefined);
}

describe('scanLinux', () => {
  it('reads ports, identity and place from /sys, without udevadm (F7)', async () => {
    const root = await mkdtemp(path.join(os.tmpdir(), 'sys-'));
    try {
      await plant(root);
      const ports = await scanLinux(root);
      assert.deepEqual(
        ports.map(({ address, ...rest }) => ({ name: path.basename(address), ...rest })),
        [
          {
            name: 'ttyACM9',
            identity: { vendorId: '1A86', productId: '7523', location: '1-1.3' },
            boards: [],
          },
          {
            name: 'ttyACM10',
            identity: {
              vendorId: '2341',
              productId: '0043',
              serialNumber: '85736323',
              location: '1-1.2',
            },
            boards: [],
            manufacturer: 'Arduino (www.arduino.cc)',
          },
          { name: 'ttyS0', identity: {}, boards: [] },
        ],
      );
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  });

  it('gives no port, and no failure, where there is no /sys', async () => {
    assert.deepEqual(await scanLinux('/nowhere'), []);
  });
});
