import assert from 'node:assert/strict';
import { BoardOnBench, imageOf, thermometerHex } from '../../../support/equippedBoard';

const setup = { model: 'uno', modem: 'telit' } as const;
/** What avrdude says first and last. */
const sync = Uint8Array.of(0x30, 0x20);
const leave = Uint8Array.of(0x51, 0x20);
const inSync = String.fromCharCode(0x14, 0x10);

function createBench() {
  const bench = new BoardOnBench(setup);
  bench.equipped.flash(imageOf(thermometerHex('uno'), 'uno'));
  let programmed = 0;
  bench.equipped.bootloader?.onDidProgram(() => programmed++);
  return { bench, equipped: bench.equipped, programmed: () => programmed };
}

describe('VirtualBootloader', () => {
  it('lets the sketch begin at once when the board gets power', () => {
    const { bench } = createBench();
    assert.match(bench.runMs(100).console, /^Sigfox thermometer/);
  });

  it('waits a second for an uploader when the port is opened, then starts the sketch', () => {
    const { bench, equipped, programmed } = createBench();
    equipped.open();
    assert.equal(bench.runMs(990).console, '');
    assert.match(bench.runMs(100).console, /^Sigfox thermometer/);
    assert.equal(programmed(), 0);
  });

  it('is not held up by what a person types', () => {
    const { bench, equipped } = createBench();
    equipped.open();
    equipped.type(Buffer.from('hello\n'));
    assert.match(bench.runMs(1_100).console, /^Sigfox thermometer/);
  });

  it('holds the sketch while an uploader speaks, and starts it when it leaves', () => {
    const { bench, equipped, programmed } = createBench();
    equipped.open();
    equipped.type(sync);
    assert.equal(bench.runMs(2_500).console, inSync);
    equipped.type(leave);
    assert.match(bench.runMs(100).console, /^\x14\x10\x14\x10Sigfox thermometer/);
    assert.equal(programmed(), 1);
  });

  it('gives up on an uploader that falls silent', () => {
    const { bench, equipped } = createBench();
    equipped.open();
    equipped.type(sync);
    assert.match(bench.runMs(3_100).console, /Sigfox thermometer/);
  });

  it('begins anew when the port is opened once more', () => {
    const { bench, equipped } = createBench();
    equipped.open();
    equipped.type(sync);
    bench.runMs(500);
    equipped.open();
    assert.equal(bench.runMs(900).console, inSync);
    assert.match(bench.runMs(200).console, /Sigfox thermometer/);
  });
});
