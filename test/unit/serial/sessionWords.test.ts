import assert from 'node:assert/strict';
import type { KnownPort } from '../../../src/serial/knownPort';
import { noPortsWords, portOffer } from '../../../src/serial/portWords';
import type { SessionState } from '../../../src/serial/serialSession';
import { sessionLine } from '../../../src/serial/sessionWords';

const place = { platform: 'linux', userName: 'ada' };
const port: KnownPort = { address: '/dev/ttyUSB0', identity: {}, boards: [] };
const clone = (address: string, location: string): KnownPort => ({
  address,
  identity: { vendorId: '1A86', productId: '7523', location },
  boards: [],
});

describe('sessionLine', () => {
  const rows: readonly [
    state: SessionState,
    text: string | undefined,
    actions: readonly string[],
  ][] = [
    [{ kind: 'open', sinceMs: 0 }, undefined, []],
    [{ kind: 'waiting' }, 'ttyUSB0 is gone. Waiting for it to come back.', ['Choose Port…']],
    [
      { kind: 'lent', to: 'an upload' },
      'ttyUSB0 is lent to an upload and comes back by itself.',
      [],
    ],
    [
      { kind: 'refused', failure: { kind: 'denied', group: 'dialout', isMember: false } },
      'You may not open "/dev/ttyUSB0": only the group "dialout" may. Add your account to it, then log out and in again. > sudo usermod -aG dialout ada',
      ['Try Again', 'Copy Command', 'Choose Port…'],
    ],
    [
      {
        kind: 'asking',
        candidates: [clone('/dev/ttyUSB0', '1-1.2'), clone('/dev/ttyUSB1', '1-1.3')],
      },
      '2 boards may be the one that was on ttyUSB0. Which is it?',
      ['ttyUSB0 (at 1-1.2)', 'ttyUSB1 (at 1-1.3)'],
    ],
  ];
  for (const [state, text, actions] of rows) {
    it(`says where the port stands and what can be done: ${state.kind}`, () => {
      const line = sessionLine(state, port, place);
      assert.equal(line?.text, text);
      assert.deepEqual(line?.actions.map(({ label }) => label) ?? [], actions);
    });
  }
});

describe('portOffer', () => {
  it('says all that is known of a port, and on which machine it is', () => {
    assert.deepEqual(portOffer(clone('/dev/ttyUSB0', '1-1.2'), 'Upload', 'WSL: Ubuntu'), {
      label: 'ttyUSB0',
      description: 'CH340',
      detail: 'USB 1A86:7523 · socket 1-1.2 · in use by Upload · on WSL: Ubuntu',
      address: '/dev/ttyUSB0',
    });
  });

  it('says what to do when there is none, here and on the other side (F7)', () => {
    assert.match(
      noPortsWords('the container', true),
      /^No ports on the container\. Your USB is on the other side: /,
    );
    assert.match(
      noPortsWords('this computer', false),
      /^No ports on this computer\. Plug the board in with a cable/,
    );
  });
});
