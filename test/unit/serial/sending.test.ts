import assert from 'node:assert/strict';
import { bytesToSend, CyclicSend, SendHistory } from '../../../src/serial/sending';
import { ManualClock } from '../../support/manualClock';
import { ascii } from './logFixture';

describe('bytesToSend', () => {
  it('puts the line ending behind text, and nothing behind bytes', () => {
    const send = (text: string, isHex: boolean, lineEnding: 'none' | 'lf' | 'cr' | 'crlf') =>
      bytesToSend(text, { isHex, lineEnding });
    assert.deepEqual(
      [
        send('AT', false, 'cr'),
        send('°', false, 'crlf'),
        send('AT', false, 'none'),
        send('0x41, 0x54 0D', true, 'lf'),
      ],
      [ascii('AT\r'), ascii('°\r\n'), ascii('AT'), Uint8Array.of(0x41, 0x54, 0x0d)],
    );
    assert.deepEqual(
      [send('4', true, 'lf'), send('zz', true, 'lf'), send('', true, 'lf')],
      [undefined, undefined, undefined],
    );
  });
});

describe('SendHistory', () => {
  it('keeps each line once, the newest last, a hundred of them', () => {
    const history = new SendHistory(['a', 'b']);
    ['c', 'a', ''].forEach((line) => history.add(line));
    assert.deepEqual(history.all, ['b', 'c', 'a']);
    for (let at = 0; at < 200; at++) history.add(String(at));
    assert.deepEqual([history.all.length, history.all.at(-1)], [100, '199']);
  });
});

describe('CyclicSend', () => {
  it('sends at once and at every period until it is stopped', () => {
    const clock = new ManualClock();
    const cycle = new CyclicSend(clock);
    let sent = 0;
    cycle.start(1_000, () => Promise.resolve(void (sent += 1)));
    clock.advance(2_500);
    cycle.stop();
    clock.advance(5_000);
    assert.deepEqual([sent, cycle.count, cycle.isRunning, clock.pending], [3, 3, false, 0]);
  });

  it('ends when a sending fails, and never floods', async () => {
    const clock = new ManualClock();
    const cycle = new CyclicSend(clock);
    cycle.start(0, () => Promise.reject(new Error('gone')));
    await Promise.resolve();
    await Promise.resolve();
    clock.advance(19);
    assert.deepEqual([cycle.isRunning, cycle.count], [false, 1]);
  });
});
