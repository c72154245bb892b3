import assert from 'node:assert/strict';
import { PortEvents } from '../../../src/firmware/portEvents';

// Lines of arduino-cli 1.5.1, "board list --watch --format jsonmini", with a board plugged in and out.
const add =
  '{"eventType":"add","matching_boards":[{"name":"Arduino UNO","fqbn":"arduino:avr:uno"}],"port":{"address":"/dev/ttyACM0","label":"/dev/ttyACM0","protocol":"serial","protocol_label":"Serial Port (USB)","properties":{"pid":"0x0043","serialNumber":"A1","vid":"0x2341"},"hardware_id":"A1"}}\n';
const remove = '{"eventType":"remove","port":{"address":"/dev/ttyACM0","protocol":"serial"}}\n';
const uno = {
  address: '/dev/ttyACM0',
  protocol: 'serial',
  label: '/dev/ttyACM0',
  identity: { vendorId: '2341', productId: '0043', serialNumber: 'A1' },
  boards: [{ name: 'Arduino UNO', fqbn: 'arduino:avr:uno' }],
};

describe('PortEvents', () => {
  it('knows a board from when it is plugged in until it is unplugged', () => {
    const events = new PortEvents();
    assert.deepEqual([events.feed(add), events.ports], [true, [uno]]);
    assert.deepEqual([events.feed(remove), events.ports], [true, []]);
  });

  it('reads the same in pieces of every size', () => {
    for (let size = 1; size < add.length; size++) {
      const events = new PortEvents();
      for (let at = 0; at < add.length; at += size) events.feed(add.slice(at, at + size));
      assert.deepEqual(events.ports, [uno], `${size}`);
    }
  });

  it('lists a port of unknown use without a board', () => {
    const events = new PortEvents();
    events.feed('{"eventType":"add","port":{"address":"COM3","protocol":"serial"}}\n');
    assert.deepEqual(events.ports, [
      { address: 'COM3', protocol: 'serial', label: 'COM3', identity: {}, boards: [] },
    ]);
  });

  it('leaves out what makes no sense', () => {
    const events = new PortEvents();
    const nonsense = [
      'hello',
      '{"eventType":"add"}',
      '{"eventType":"add","port":{"address":7}}',
      '{"eventType":"add","port":[]}',
      '{"eventType":"explode","port":{"address":"COM3"}}',
      '{"eventType":"remove","port":{"address":"COM3"}}',
      '{'.repeat(20_000),
      'null',
    ];
    for (const line of nonsense) assert.equal(events.feed(`${line}\n`), false, line.slice(0, 40));
    assert.deepEqual(events.ports, []);
  });

  it('keeps no more of an endless line than an event can have', () => {
    const events = new PortEvents();
    for (let piece = 0; piece < 50; piece++) events.feed('x'.repeat(10_000));
    events.feed('\n');
    assert.equal(events.feed(add), true);
  });
});
