import assert from 'node:assert/strict';
import { devicePageModel, stateAt, stepFrom } from '../../../src/messages/devicePage';
import {
  type DevicePageState,
  readDevicePageMessage,
  readDevicePageState,
} from '../../../src/messages/devicePageProtocol';
import { readPlotPageMessage, readPlotPageState } from '../../../src/messages/plotPageProtocol';
import { createTree, howToTimeMs } from '../../support/treeFixture';

const followed = { connectionId: 'home', device: 'A1', receivedAtMs: undefined };

function page() {
  const fixture = createTree();
  fixture.book.setSettings('A1', { config: 't::uint:8', display: {} });
  const send = (seqNumber: number, data?: string) => {
    fixture.add({
      device: 'A1',
      time: howToTimeMs / 1_000 + seqNumber,
      seqNumber,
      ...(data === undefined ? { x: 1 } : { data }),
    });
    fixture.clock.advance(60_000);
  };
  return { fixture, send };
}

describe('devicePageModel', () => {
  it('follows the newest message and compares it with the one before', () => {
    const { fixture, send } = page();
    send(1, '10');
    send(2, '12');
    const { title, subtitle, comparedWith, isNewest, view } = devicePageModel(fixture, followed);
    assert.deepEqual(
      { title, subtitle, comparedWith, isNewest, change: view.fields[0]?.change },
      {
        title: 'A1',
        subtitle: 'A1 · #2, 2016-11-22 12:17:53 · topic sigfox',
        comparedWith: 'Compared with #1, 2016-11-22 12:17:52',
        isNewest: true,
        change: '+2',
      },
    );
  });

  it('stays on the message it was put on while others arrive', () => {
    const { fixture, send } = page();
    send(1, '10');
    send(2, '12');
    const back = stepFrom(fixture, followed, -1);
    send(3, '14');
    const shown = devicePageModel(fixture, back);
    assert.deepEqual(
      [shown.view.fields[0]?.text, shown.isNewest, shown.hasOlder],
      ['16', false, false],
    );
  });

  it('follows again once it was stepped to the newest', () => {
    const { fixture, send } = page();
    send(1, '10');
    send(2, '12');
    assert.deepEqual(stepFrom(fixture, stepFrom(fixture, followed, -1), 1), followed);
    assert.deepEqual(stateAt(fixture, followed, 2), followed);
    assert.notDeepEqual(stateAt(fixture, followed, 1), followed);
  });

  it('compares with the nearest message that has bytes', () => {
    const { fixture, send } = page();
    send(1, '10');
    send(2);
    send(3, '13');
    assert.equal(devicePageModel(fixture, followed).view.fields[0]?.change, '+3');
  });

  it('goes one by one through messages that arrived in one millisecond', () => {
    const { fixture } = page();
    for (const seqNumber of [1, 2, 3, 4]) {
      fixture.add({ device: 'A1', time: howToTimeMs / 1_000, seqNumber, data: '10' });
    }
    const numbers: (string | undefined)[] = [];
    let state: DevicePageState = followed;
    for (let step = 0; step < 5; step++) {
      numbers.push(devicePageModel(fixture, state).subtitle.match(/#\d+/)?.[0]);
      state = stepFrom(fixture, state, -1);
    }
    assert.deepEqual(numbers, ['#4', '#3', '#2', '#1', '#1']);
    assert.deepEqual(readDevicePageState(stepFrom(fixture, state, 1)), { ...state, nth: 1 });
  });

  it('shows the fields of a body that has no bytes', () => {
    const { fixture, send } = page();
    send(1);
    const { view } = devicePageModel(fixture, followed);
    assert.equal(view.problem, 'The body has no payload bytes; these are the fields it has.');
    assert.deepEqual(
      view.fields.map(({ label, text }) => [label, text]),
      [['x', '1']],
    );
  });

  it('says why a message cannot be read', () => {
    const { fixture } = page();
    fixture.add('{"no":"device"}');
    const { view, title } = devicePageModel(fixture, { ...followed, device: '' });
    assert.deepEqual([title, view.problem], ['Not Sigfox Messages', 'The body names no device.']);
  });

  it('waits in words for a device of which nothing is here', () => {
    const { subtitle, strip } = devicePageModel(createTree(), followed);
    assert.equal(
      subtitle,
      'No message of this device is here. It shows when the next one arrives.',
    );
    assert.equal(strip.summary, 'No message yet');
  });
});

describe('messages of the pages', () => {
  const hostile: unknown[] = [
    undefined,
    null,
    1,
    'ready',
    [],
    {},
    { kind: 'step', by: 5 },
    { kind: 'show' },
  ];
  hostile.push({ kind: 'png', content: 'data:text/html;base64,AA' }, { kind: 'field', name: 7 });
  for (const value of hostile) {
    it(`takes no ${JSON.stringify({ value })}`, () => {
      assert.equal(readDevicePageMessage(value), undefined);
      assert.equal(readPlotPageMessage(value), undefined);
    });
  }

  it('takes back a state as it was, and none of another shape', () => {
    const state = { connectionId: 'home', device: 'A1', receivedAtMs: 5 };
    assert.deepEqual(readDevicePageState({ ...state, more: 1 }), state);
    assert.equal(readDevicePageState({ device: 'A1' }), undefined);
    const plot = { field: 't', devices: [{ connectionId: 'home', device: 'A1' }] };
    assert.deepEqual(readPlotPageState({ ...plot, devices: [...plot.devices, 3] }), plot);
    assert.equal(readPlotPageState({ field: 't' }), undefined);
  });
});
