import assert from 'node:assert/strict';
import { type DevicePort, findDevice } from '../../../src/shared/usbDevice';

const port = (address: string, identity: DevicePort['identity'] = {}): DevicePort => ({
  address,
  identity,
});
const mega = { vendorId: '2341', productId: '0042', serialNumber: 'M1' };
const clone = { vendorId: '1A86', productId: '7523' };

describe('findDevice', () => {
  const table: readonly [
    fact: string,
    wanted: DevicePort,
    ports: readonly DevicePort[],
    kind: string,
    address?: string,
  ][] = [
    [
      'finds a board by its serial number under another name',
      port('ttyACM0', mega),
      [port('ttyACM1', mega)],
      'found',
      'ttyACM1',
    ],
    [
      'does not take another board that has got the name',
      port('ttyACM0', mega),
      [port('ttyACM0', { ...mega, serialNumber: 'M2' })],
      'gone',
    ],
    [
      'knows a board in its bootloader by vendor and serial number',
      port('ttyACM0', mega),
      [port('ttyACM0', { ...mega, productId: '0043' })],
      'found',
      'ttyACM0',
    ],
    [
      'asks between two clones, even when one has the old name',
      port('ttyUSB0', clone),
      [port('ttyUSB0', clone), port('ttyUSB1', clone)],
      'ambiguous',
    ],
    [
      'takes the only clone there is',
      port('ttyUSB0', clone),
      [port('ttyUSB1', clone)],
      'found',
      'ttyUSB1',
    ],
    [
      'does not take a numbered board for a clone',
      port('ttyUSB0', clone),
      [port('ttyUSB0', { ...clone, serialNumber: '1' })],
      'gone',
    ],
    [
      'asks between two boards that share a serial number',
      port('ttyACM0', mega),
      [port('ttyACM0', mega), port('ttyACM1', mega)],
      'ambiguous',
    ],
    [
      'knows a port without USB by its name alone',
      port('/dev/ttyS0'),
      [port('/dev/ttyS0')],
      'found',
      '/dev/ttyS0',
    ],
    [
      'does not take a USB device for a port without',
      port('/dev/ttyS0'),
      [port('/dev/ttyS0', clone)],
      'gone',
    ],
  ];
  for (const [fact, wanted, ports, kind, address] of table) {
    it(fact, () => {
      const match = findDevice(wanted, ports);
      assert.deepEqual(
        [match.kind, match.kind === 'found' ? match.port.address : undefined],
        [kind, address],
      );
    });
  }
});
