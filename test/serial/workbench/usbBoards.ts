import assert from 'node:assert/strict';
import { eventually } from '../../support/window';
import { until } from '../port';
import { UsbHub } from '../usbHub';
import { button, closeMonitors, monitor, openMonitor } from './monitorPage';

export function describeUsbBoards(): void {
  describe('the serial monitor and boards that USB tells apart, or cannot', function () {
    this.timeout(120_000);
    let hub: UsbHub;
    const buttons = () => monitor.texts('.state button');

    beforeEach(() => (hub = new UsbHub()));
    afterEach(async () => {
      await closeMonitors();
      hub.dispose();
    });

    it('follows a board by its serial number to another name, settings and log kept', async () => {
      const identity = { vendorId: '2341', productId: '0043', serialNumber: 'A1' };
      const board = hub.plug('ttyACM0', { socket: '1-1', ...identity });
      await openMonitor(hub.addressOf('ttyACM0'), 57_600);
      await until(() => board.isOpen);
      board.say('before\n');
      await monitor.sees(/^before$/);
      hub.unplug('ttyACM0');
      await monitor.saysOfPort(/^ttyACM0 is gone\. Waiting for it to come back\.$/);
      const other = hub.plug('ttyACM0', { socket: '1-1', ...identity, serialNumber: 'B2' });
      const again = hub.plug('ttyACM7', { socket: '1-4', ...identity });
      await until(() => again.isOpen);
      again.say('after\n');
      await monitor.sees(/^after$/);
      const lines = await monitor.hasLogged((all) => all.includes('after'));
      assert.deepEqual(lines, [
        '# ttyACM0 is open at 57600 baud.',
        'before',
        '# ttyACM0 is gone. Waiting for it to come back.',
        '# ttyACM7 is open at 57600 baud.',
        'after',
        '',
      ]);
      assert.deepEqual(await monitor.texts('.tabs .tab'), ['ttyACM7']);
      assert.equal(other.isOpen, false);
    });

    it('asks which of two equal clones it is when both are new here (F5)', async () => {
      const board = hub.plug('ttyUSB0', { socket: '1-2' });
      await openMonitor(hub.addressOf('ttyUSB0'));
      await until(() => board.isOpen);
      board.say('before\n');
      await monitor.sees(/^before$/);
      hub.unplug('ttyUSB0');
      await monitor.saysOfPort(/^ttyUSB0 is gone\./);
      const clones = [
        hub.plug('ttyUSB0', { socket: '1-5' }),
        hub.plug('ttyUSB1', { socket: '1-6' }),
      ];
      await isAsked(['ttyUSB0 (at 1-5)', 'ttyUSB1 (at 1-6)', clones]);
      await monitor.keys(button('ttyUSB0 (at 1-5)'), 'Enter');
      await until(() => clones[0]?.isOpen === true);
      clones[0]?.say('it was me\n');
      await monitor.sees(/^it was me$/);
      assert.equal(clones[1]?.isOpen, false);
    });

    it('asks when two equal clones changed their sockets, and opens neither by itself (F5)', async () => {
      const first = hub.plug('ttyUSB0', { socket: '1-2' });
      hub.plug('ttyUSB1', { socket: '1-3' });
      await openMonitor(hub.addressOf('ttyUSB0'));
      await until(() => first.isOpen);
      first.say('before\n');
      await monitor.sees(/^before$/);
      hub.unplug('ttyUSB0');
      hub.unplug('ttyUSB1');
      await monitor.saysOfPort(/^ttyUSB0 is gone\./);
      const swapped = [
        hub.plug('ttyUSB0', { socket: '1-2' }),
        hub.plug('ttyUSB1', { socket: '1-3' }),
      ];
      await isAsked(['ttyUSB0 (at 1-2)', 'ttyUSB1 (at 1-3)', swapped]);
      await monitor.keys(button('ttyUSB1 (at 1-3)'), 'Enter');
      await until(() => swapped[1]?.isOpen === true);
      swapped[1]?.say('I have moved\n');
      await monitor.sees(/^I have moved$/);
      await monitor.hasLogged((lines) => lines.includes('before'));
      assert.equal(swapped[0]?.isOpen, false);
    });

    /** The question stays, look after look, and no port is opened. */
    async function isAsked([first, second, boards]: [
      first: string,
      second: string,
      boards: readonly { readonly isOpen: boolean }[],
    ]): Promise<void> {
      await monitor.saysOfPort(/^2 boards may be the one that was on ttyUSB0\. Which is it\?$/);
      const { looks } = hub;
      await until(() => hub.looks >= looks + 3);
      await eventually(buttons, (all) => all.join() === `${first},${second}`);
      assert.ok(boards.every(({ isOpen }) => !isOpen));
    }
  });
}
