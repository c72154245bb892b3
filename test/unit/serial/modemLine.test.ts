import assert from 'node:assert/strict';
import { type ModemLine, readModemLine } from '../../../src/serial/modemLine';

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
const send = (hex: string, wantsDownlink = false): ModemLine => ({
  kind: 'send',
  payload: bytes(hex),
  wantsDownlink,
});

const table: readonly [line: string, says: ModemLine | undefined, reason: string][] = [
  ['AT$SF=41DF41E3', send('41df41e3'), "the how-to's message"],
  ['AT$SF=CAFECAFE,1', send('cafecafe', true), 'asks for a downlink'],
  ['AT$SS=00 01 02', send('000102'), "Telecom Design's blanks"],
  ['> AT$SF=41b80000', send('41b80000'), 'behind a prompt'],
  ['Sending: AT$SF=41b80000', send('41b80000'), 'behind words of the sketch'],
  ['AT$SF=41000', { kind: 'badSend', problem: 'odd' }, 'a lost leading zero'],
  ['AT$SF=', { kind: 'badSend', problem: 'empty' }, 'nothing to send'],
  ['AT$SF=zz', { kind: 'badSend', problem: 'notHex' }, 'no hexadecimal'],
  [`AT$SF=${'00'.repeat(13)}`, { kind: 'badSend', problem: 'tooLong' }, 'thirteen bytes'],
  ['AT$SB=1', { kind: 'sendBit', bit: true }, 'a bit'],
  ['AT', { kind: 'command' }, 'attention'],
  ['AT$I=10', { kind: 'command' }, 'asks for the id'],
  ['ATS302=15', { kind: 'command' }, 'a register'],
  ['AT/L', { kind: 'command' }, 'the library version'],
  ['OK', { kind: 'ok' }, 'the answer'],
  ['Message sent: OK', { kind: 'ok' }, 'the answer, passed on'],
  ['Message sent', { kind: 'claim' }, 'a sketch that did not look'],
  ['ERROR', { kind: 'error' }, 'refused'],
  ['ERROR: parse error', { kind: 'error' }, 'refused with a reason'],
  [
    'RX=01 23 45 67 89 AB CD EF',
    { kind: 'downlink', payload: bytes('0123456789abcdef') },
    "Wisol's downlink",
  ],
  [
    '+RX=0123456789ABCDEF',
    { kind: 'downlink', payload: bytes('0123456789abcdef') },
    "Telit's downlink",
  ],
  ['0001D743', { kind: 'device', device: '1D743' as never }, 'the answer to AT$ID'],
  ['Sigfox ID: 1D743', { kind: 'device', device: '1D743' as never }, 'as a sketch prints it'],
  ['temp 27.91', undefined, 'a value'],
  ['Temperature: 27.907171', undefined, 'a sentence'],
  ['ATTENTION please', undefined, 'a word'],
  ['THAT', undefined, 'a word that ends so'],
  [`${'x'.repeat(300)} AT$SF=00`, undefined, 'too long to be one'],
];

describe('readModemLine', () => {
  for (const [line, says, reason] of table) {
    it(`reads ${JSON.stringify(line.slice(0, 40))}: ${reason}`, () => {
      assert.deepEqual(readModemLine(line), says);
    });
  }
});
