import assert from 'node:assert/strict';
import {
  type ChosenPort,
  portName,
  portNow,
  readBoardChoice,
} from '../../../src/firmware/boardChoice';
import type { BoardPort, UsbIdentity } from '../../../src/firmware/boardPort';

const clone: UsbIdentity = { vendorId: '1A86', productId: '7523' };
const board = (address: string, identity: UsbIdentity = clone): BoardPort => ({
  address,
  protocol: 'serial',
  label: address,
  identity,
  boards: [],
});
const chosen = (address: string, stay?: number): ChosenPort => ({
  address,
  protocol: 'serial',
  identity: clone,
  ...(stay !== undefined && { stay }),
});
const both = [board('/dev/ttyUSB0'), board('/dev/ttyUSB1')];
const now = (ports: readonly BoardPort[], stays: Readonly<Record<string, number>> = {}) => ({
  ports,
  stay: (address: string) => stays[address],
});

describe('portNow', () => {
  it('is certain of a clone that was not unplugged since it was chosen', () => {
    const found = portNow(chosen('/dev/ttyUSB0', 3), now(both, { '/dev/ttyUSB0': 3 }));
    assert.deepEqual(found, { kind: 'found', port: both[0] });
  });

  it('asks between two clones once one was unplugged, even if the name is there again (F5)', () => {
    const found = portNow(chosen('/dev/ttyUSB0', 3), now(both, { '/dev/ttyUSB0': 4 }));
    assert.deepEqual(found, { kind: 'ambiguous', candidates: both });
  });

  it('asks between two clones in a new window', () => {
    assert.equal(portNow(chosen('/dev/ttyUSB0'), now(both)).kind, 'ambiguous');
  });

  it('says that the device is gone, by the name it had', () => {
    assert.deepEqual(portNow(chosen('/dev/ttyUSB0'), now([])), {
      kind: 'gone',
      address: '/dev/ttyUSB0',
    });
  });

  it('has nothing to find when nothing was chosen', () => {
    assert.deepEqual(portNow(undefined, now(both)), { kind: 'none' });
  });
});

describe('readBoardChoice', () => {
  it('gives back what was remembered, without the stay', () => {
    const choice = {
      board: { name: 'Arduino Uno', fqbn: 'arduino:avr:uno' },
      programmer: 'usbasp',
      port: chosen('/dev/ttyUSB0', 7),
    };
    assert.deepEqual(readBoardChoice(JSON.parse(JSON.stringify(choice))), {
      ...choice,
      port: chosen('/dev/ttyUSB0'),
    });
  });

  it('counts nonsense as nothing', () => {
    for (const nonsense of [undefined, null, 7, 'x', [], { board: 7, port: { address: 3 } }]) {
      assert.deepEqual(readBoardChoice(nonsense), {});
    }
  });
});

describe('portName', () => {
  it('leaves the folder of devices out', () => {
    assert.deepEqual(['/dev/ttyACM0', 'COM7', 'net:127.0.0.1:4711', '/dev/pts/3'].map(portName), [
      'ttyACM0',
      'COM7',
      'net:127.0.0.1:4711',
      'pts/3',
    ]);
  });
});
