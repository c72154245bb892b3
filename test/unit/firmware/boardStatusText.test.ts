import assert from 'node:assert/strict';
import { boardStatusText } from '../../../src/firmware/boardStatusText';
import type { PortNow } from '../../../src/firmware/boardChoice';
import { noPortWords, portRow, portsTitle } from '../../../src/firmware/portRows';

const board = { name: 'Arduino Mega', fqbn: 'arduino:avr:mega' };
const port = {
  address: '/dev/ttyACM0',
  protocol: 'serial',
  label: '/dev/ttyACM0',
  identity: { vendorId: '2341', productId: '0042', serialNumber: 'A1' },
  boards: [board],
};
const textOf = (now: PortNow, choice: Parameters<typeof boardStatusText>[1] = { board }) =>
  boardStatusText('/s/blink', choice, now).text;

describe('boardStatusText', () => {
  it('names board and port, or what is still to be chosen', () => {
    assert.deepEqual(
      [
        textOf({ kind: 'none' }, {}),
        textOf({ kind: 'none' }),
        textOf({ kind: 'found', port }),
        textOf({ kind: 'found', port: { ...port, address: '/dev/pts/3', isVirtual: true } }),
        textOf({ kind: 'gone', address: '/dev/ttyACM0' }),
        textOf({ kind: 'ambiguous', candidates: [port, port] }),
      ],
      [
        '$(circuit-board) Choose Board',
        '$(circuit-board) Arduino Mega · Choose Port',
        '$(circuit-board) Arduino Mega · ttyACM0',
        '$(circuit-board) Arduino Mega · pts/3 (virtual)',
        '$(circuit-board) Arduino Mega · ttyACM0 is not there',
        '$(circuit-board) Arduino Mega · Which port?',
      ],
    );
  });

  it('draws no icon that a board names itself after', () => {
    const hostile = { board: { ...board, name: '$(flame) x' } };
    assert.equal(textOf({ kind: 'none' }, hostile), '$(circuit-board) $ (flame) x · Choose Port');
  });
});

describe('the list of ports', () => {
  it('says what is known of a port', () => {
    assert.deepEqual(portRow(port), {
      label: 'ttyACM0',
      description: 'Arduino Mega',
      detail: 'USB 2341:0042 · serial number A1',
    });
  });

  it('says that a board is virtual: its port has the name of any pseudo-terminal', () => {
    const virtual = { ...port, address: '/dev/pts/3', label: 'Mega (virtual)', identity: {} };
    assert.deepEqual(portRow(virtual), {
      label: 'pts/3',
      description: 'Arduino Mega · Mega (virtual)',
      detail: '',
    });
  });

  it('names the machine of a remote window', () => {
    assert.deepEqual(
      [portsTitle(undefined), portsTitle('WSL: Ubuntu')],
      ['Choose Port', 'Ports of WSL: Ubuntu'],
    );
  });

  it('says why it is empty', () => {
    const missing = noPortWords(
      { kind: 'missing', reason: 'It is not on the path.' },
      'the container',
    );
    assert.deepEqual(
      [noPortWords(undefined, undefined).label, missing.label, missing.detail],
      [
        'No port on this computer',
        'The ports of the container are not known',
        'It is not on the path.',
      ],
    );
  });
});
