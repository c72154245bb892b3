import assert from 'node:assert/strict';
import { Emitter } from '../../../src/shared/event';
import type { DevicePort } from '../../../src/shared/usbDevice';
import { PortBroker, type PortHolder } from '../../../src/serial/portBroker';
import { ManualClock } from '../../support/manualClock';

const never = new AbortController().signal;
const mega = { vendorId: '2341', productId: '0042', serialNumber: 'M1' };
const clone = { vendorId: '1A86', productId: '7523' };
const port = (address: string, identity: DevicePort['identity'] = mega): DevicePort => ({
  address,
  identity,
});

/** Ports that a test plugs and unplugs, and a broker over them. */
function createBench(
  initial: readonly DevicePort[],
  choose: (candidates: readonly DevicePort[]) => DevicePort | undefined = () => undefined,
) {
  const clock = new ManualClock();
  const changed = new Emitter<undefined>();
  const asked: string[][] = [];
  let ports = initial;
  const broker = new PortBroker(
    {
      get ports() {
        return ports;
      },
      onDidChange: (listener) => changed.event(listener),
    },
    (delayMs, callback) => clock.after(delayMs, callback),
    (candidates) => {
      asked.push(candidates.map(({ address }) => address));
      return Promise.resolve(choose(candidates));
    },
  );
  const plug = (now: readonly DevicePort[]) => {
    ports = now;
    changed.fire(undefined);
  };
  return { broker, clock, plug, asked };
}

/** Stands in for a serial monitor: notes what it is told. */
function createHolder(log: string[], name = 'Serial Monitor'): PortHolder {
  return {
    name,
    release: () => {
      log.push('released');
      return Promise.resolve();
    },
    resume: (address) => void log.push(`resumed at ${address ?? 'nothing'}`),
  };
}

describe('PortBroker', () => {
  it('lets a holder go before the port is taken, and in again afterwards', async () => {
    const { broker } = createBench([port('ttyACM0')]);
    const log: string[] = [];
    broker.hold(port('ttyACM0'), createHolder(log));
    const lease = await broker.lease(port('ttyACM0'), 'Upload', never);
    log.push('uploading');
    await lease.release();
    assert.deepEqual(log, ['released', 'uploading', 'resumed at ttyACM0']);
  });

  it('leaves holders of other ports alone', async () => {
    const { broker } = createBench([port('ttyACM0'), port('ttyUSB0', clone)]);
    const log: string[] = [];
    broker.hold(port('ttyUSB0', clone), createHolder(log));
    await (await broker.lease(port('ttyACM0'), 'Upload', never)).release();
    assert.deepEqual(log, []);
  });

  it('says who has a port', async () => {
    const { broker } = createBench([port('ttyACM0')]);
    broker.hold(port('ttyACM0'), createHolder([]));
    const before = broker.userOf('ttyACM0');
    const lease = await broker.lease(port('ttyACM0'), 'Upload', never);
    const during = broker.userOf('ttyACM0');
    await lease.release();
    assert.deepEqual(
      [before, during, broker.userOf('ttyACM0'), broker.userOf('ttyACM1')],
      ['Serial Monitor', 'Upload', 'Serial Monitor', undefined],
    );
  });

  it('follows the device to its new name, by its serial number', async () => {
    const { broker, plug } = createBench([port('ttyACM0')]);
    const log: string[] = [];
    broker.hold(port('ttyACM0'), createHolder(log));
    const lease = await broker.lease(port('ttyACM0'), 'Upload', never);
    plug([]);
    const releasing = lease.release();
    plug([port('ttyACM1')]);
    await releasing;
    assert.deepEqual(
      [log, broker.userOf('ttyACM1')],
      [['released', 'resumed at ttyACM1'], 'Serial Monitor'],
    );
  });

  it('waits five seconds for a device that is away, and then says so', async () => {
    const { broker, plug, clock } = createBench([port('ttyACM0')]);
    const log: string[] = [];
    broker.hold(port('ttyACM0'), createHolder(log));
    const lease = await broker.lease(port('ttyACM0'), 'Upload', never);
    plug([port('ttyACM0', { ...mega, serialNumber: 'another' })]);
    const releasing = lease.release();
    clock.advance(5_000);
    await releasing;
    assert.deepEqual([log, clock.pending], [['released', 'resumed at nothing'], 0]);
  });

  it('asks between two clones after one was away, and never guesses', async () => {
    const both = [port('ttyUSB0', clone), port('ttyUSB1', clone)];
    const { broker, plug, asked } = createBench(both, (candidates) => candidates[1]);
    const log: string[] = [];
    broker.hold(port('ttyUSB0', clone), createHolder(log));
    const lease = await broker.lease(port('ttyUSB0', clone), 'Upload', never);
    plug([]);
    plug(both);
    await lease.release();
    assert.deepEqual([asked, log], [[['ttyUSB0', 'ttyUSB1']], ['released', 'resumed at ttyUSB1']]);
  });

  it('does not ask when the uploader said where the board is now', async () => {
    const both = [port('ttyUSB0', clone), port('ttyUSB1', clone)];
    const { broker, plug, asked } = createBench(both);
    const log: string[] = [];
    broker.hold(port('ttyUSB0', clone), createHolder(log));
    const lease = await broker.lease(port('ttyUSB0', clone), 'Upload', never);
    plug([]);
    plug(both);
    await lease.release('ttyUSB1');
    assert.deepEqual([asked, log], [[], ['released', 'resumed at ttyUSB1']]);
  });

  it('does not ask between clones as long as the port stayed', async () => {
    const { broker, asked } = createBench([port('ttyUSB0', clone), port('ttyUSB1', clone)]);
    const log: string[] = [];
    broker.hold(port('ttyUSB0', clone), createHolder(log));
    await (await broker.lease(port('ttyUSB0', clone), 'Upload', never)).release();
    assert.deepEqual([asked, log], [[], ['released', 'resumed at ttyUSB0']]);
  });

  it('lets leases of one port wait for each other', async () => {
    const { broker } = createBench([port('ttyACM0')]);
    const log: string[] = [];
    const first = await broker.lease(port('ttyACM0'), 'Upload', never);
    const second = broker.lease(port('ttyACM0'), 'Other', never).then((lease) => {
      log.push('second has it');
      return lease;
    });
    await Promise.resolve();
    log.push('first gives it back');
    await first.release();
    await (await second).release();
    assert.deepEqual(log, ['first gives it back', 'second has it']);
  });

  it('gives up waiting when told so, and does not stand in the way of the next', async () => {
    const { broker } = createBench([port('ttyACM0')]);
    const first = await broker.lease(port('ttyACM0'), 'Upload', never);
    const abort = new AbortController();
    const second = broker.lease(port('ttyACM0'), 'Other', abort.signal);
    abort.abort();
    await assert.rejects(second, /given up/);
    await first.release();
    const third = await broker.lease(port('ttyACM0'), 'Third', never);
    assert.equal(broker.userOf('ttyACM0'), 'Third');
    await third.release();
  });

  it('does not call a holder back that has gone for good meanwhile', async () => {
    const { broker } = createBench([port('ttyACM0')]);
    const log: string[] = [];
    const holding = broker.hold(port('ttyACM0'), createHolder(log));
    const lease = await broker.lease(port('ttyACM0'), 'Upload', never);
    holding.dispose();
    await lease.release();
    assert.deepEqual(log, ['released']);
  });
});
