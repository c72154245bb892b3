import assert from 'node:assert/strict';
import type { Row } from '../../../src/serial/lineSplitter';
import { ModemTalk } from '../../../src/serial/modemTalk';
import { rowNotes, sentWords } from '../../../src/serial/sendingWords';
import { overdueAfterMs, SentMessages } from '../../../src/serial/sentMessages';
import type { ChainFact } from '../../../src/sigfox/chainFact';
import type { DeviceId } from '../../../src/sigfox/device';
import { ManualClock } from '../../support/manualClock';
import { ascii } from './logFixture';

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
const device = (id: string) => id as DeviceId;

/** A port whose lines come when the test says them. */
class Talk {
  readonly clock = new ManualClock();
  readonly sent = new SentMessages(this.clock);
  readonly facts: ChainFact[] = [];
  private readonly talk = new ModemTalk(
    () => ({ port: 'ttyACM0', logId: 'log' }),
    this.sent,
    (fact) => this.facts.push(fact),
  );
  private row = 0;

  say(text: string): number {
    const row: Row = {
      index: this.row++,
      kind: 'received',
      timeMs: this.clock.now(),
      bytes: ascii(text),
      end: 'line',
    };
    this.talk.read(row);
    return row.index;
  }

  arrive(messageNumber: number, from: string, hex: string) {
    return this.sent.arrived({
      messageNumber,
      device: device(from),
      payload: bytes(hex),
      receivedAtMs: this.clock.now(),
    });
  }

  ofRow(index: number, logId = 'log', timeMs = 0) {
    return this.sent.ofRow(logId, { index, timeMs });
  }

  notes(row: number, text: string): string[] {
    const read = (payload: Uint8Array) => `temp ${Buffer.from(payload).readFloatBE()}`;
    return rowNotes(text, this.ofRow(row), read).map((note) => note.text);
  }
}

describe('a line of the log and its message', () => {
  it('are joined, and each shows the time of the other', () => {
    const talk = new Talk();
    const row = talk.say('AT$SF=41df41e3');
    assert.deepEqual(talk.notes(row, 'AT$SF=41df41e3'), ['temp 27.90717124938965', 'sending']);
    talk.clock.advance(6_000);
    talk.say('OK');
    assert.deepEqual(talk.notes(row, 'AT$SF=41df41e3')[1], 'sent, on its way');
    talk.clock.advance(-3_700);
    talk.arrive(7, '1D743', '41DF41E3');
    assert.deepEqual(talk.notes(row, 'AT$SF=41df41e3')[1], 'arrived after 2.3 s');
    const joined = talk.sent.ofMessage(7) ?? assert.fail();
    assert.equal(sentWords(joined, '14:02:09'), 'sent 14:02:09 on ttyACM0, 2.3 s before');
    assert.deepEqual(talk.facts, [
      { link: 'modem', state: 'proven', reason: 'sent, answered OK', atMs: talk.facts[0]?.atMs },
    ]);
  });

  it('says so when it has not arrived after five minutes, and takes it back when it does', () => {
    const talk = new Talk();
    const row = talk.say('AT$SF=01');
    talk.say('OK');
    talk.clock.advance(overdueAfterMs - 1);
    assert.equal(talk.notes(row, 'AT$SF=01000000')[1], 'sent, on its way');
    talk.clock.advance(1);
    assert.equal(talk.notes(row, 'AT$SF=01000000')[1], 'not arrived after 5 min: check the chain');
    talk.clock.advance(120_000);
    talk.arrive(1, '1D743', '01');
    assert.equal(talk.notes(row, 'AT$SF=01000000')[1], 'arrived after 7.0 min');
  });

  it('are told apart by device where the modem said its id, else by order', () => {
    const talk = new Talk();
    const first = talk.say('AT$SF=01');
    talk.say('OK');
    talk.say('0001D743');
    const second = talk.say('AT$SF=01');
    talk.clock.advance(1_000);
    assert.equal(talk.arrive(1, '1D743', '01')?.row, second);
    assert.equal(talk.arrive(2, 'BEF', '01')?.row, first);
    assert.equal(talk.arrive(3, 'BEF', '01'), undefined);
  });

  it('are not joined when payload, order or the modem speak against it', () => {
    const talk = new Talk();
    assert.equal(talk.arrive(1, '1D743', '01'), undefined);
    talk.clock.advance(10_000);
    const row = talk.say('AT$SF=02');
    assert.equal(talk.arrive(2, '1D743', '01'), undefined);
    talk.say('ERROR');
    assert.equal(talk.arrive(3, '1D743', '02'), undefined);
    assert.deepEqual(talk.notes(row, 'AT$SF=02000000')[1], 'refused by the modem');
    talk.clock.advance(overdueAfterMs);
    assert.deepEqual(talk.notes(row, 'AT$SF=02000000')[1], 'refused by the modem');
    assert.equal(talk.facts[0]?.state, 'broken');
  });

  it('does not take the answer to another command for the sending’s', () => {
    const talk = new Talk();
    talk.say('AT$SF=02');
    talk.say('AT$I=10');
    talk.say('OK');
    assert.deepEqual(talk.facts, []);
  });

  it('are joined although the message was there before its line was read', () => {
    const talk = new Talk();
    assert.equal(talk.arrive(4, '1D743', '01'), undefined);
    talk.clock.advance(300);
    const row = talk.say('AT$SF=01');
    assert.deepEqual(talk.notes(row, 'AT$SF=01000000')[1], 'arrived after 0.0 s');
    assert.equal(talk.sent.ofMessage(4)?.row, row);
    // It was that line's, and no other's.
    assert.equal(talk.ofRow(talk.say('AT$SF=01'))?.arrival, undefined);
  });

  it('are remembered up to a thousand, and no timer of a forgotten one is left', () => {
    const talk = new Talk();
    for (let at = 0; at < 1_200; at++) talk.say('AT$SF=02');
    assert.equal(talk.clock.pending, 1_000);
    talk.arrive(1, '1D743', '02');
    assert.equal(talk.clock.pending, 999);
    assert.equal(talk.ofRow(199), undefined);
    assert.equal(talk.ofRow(200)?.arrival?.messageNumber, 1);
  });

  it('are known again where the log is played, by number and time of the row', () => {
    const talk = new Talk();
    const saidAtMs = talk.clock.now();
    const row = talk.say('AT$SF=03');
    talk.clock.advance(1_000);
    talk.arrive(9, '1D743', '03');
    const found = (index: number, timeMs: number) =>
      talk.ofRow(index, 'replayed', timeMs)?.arrival?.messageNumber;
    assert.deepEqual(
      [found(row, saidAtMs), found(row, saidAtMs + 1), found(row + 1, saidAtMs)],
      [9, undefined, undefined],
    );
  });

  it('warns beside a command that the modem refuses', () => {
    const talk = new Talk();
    assert.deepEqual(talk.notes(0, 'AT$SF=41000'), [
      'an odd number of digits: a leading zero is missing, the modem refuses it',
    ]);
  });

  it('leaves no timer behind', () => {
    const talk = new Talk();
    talk.say('AT$SF=02');
    talk.sent.dispose();
    assert.equal(talk.clock.pending, 0);
  });
});
