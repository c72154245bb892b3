import assert from 'node:assert/strict';
import { parsePlotLine } from '../../../src/serial/plotSeries';
import { PortLog } from '../../../src/serial/portLog';
import { Replay } from '../../../src/serial/replay';
import { rowText } from '../../../src/serial/rowText';
import { rowNotes } from '../../../src/serial/sendingWords';
import { compileDecoder } from '../../../src/sigfox/payloadCodec';
import { parsePayloadConfig } from '../../../src/sigfox/payloadGrammar';
import { ManualClock } from '../../support/manualClock';
import { ascii, MemoryBytes, seeded, turns } from './logFixture';

describe('Replay', () => {
  const recorded = () => {
    const random = seeded(11);
    const source = new MemoryBytes();
    const log = new PortLog(source, { port: 'p', startedAtMs: 0 });
    for (let at = 0; at < 400; at++) {
      const text = said(random);
      const bytes = ascii(text);
      const cut = Math.floor(random() * bytes.length);
      log.append('received', at * 100, bytes.subarray(0, cut));
      log.append(random() < 0.1 ? 'sent' : 'received', at * 100 + 50, bytes.subarray(cut));
    }
    return { source, start: source.size - log.byteCount };
  };
  /** What stands beside a line is what Sigfox's own words for the payload make of it. */
  const decoder = compileDecoder(parsePayloadConfig('temp::float:32'));
  const notes = (text: string) =>
    rowNotes(text, undefined, (payload) => JSON.stringify(decoder.decode(payload)));
  const decoded = async (log: PortLog) =>
    (await log.rows(0, 1e9)).map((row) => [
      row.kind,
      row.timeMs,
      rowText(row.bytes),
      parsePlotLine(rowText(row.bytes)),
      notes(rowText(row.bytes)),
    ]);

  it('gives byte for byte what was recorded, decoder and plotter included, at any speed', async () => {
    const { source, start } = recorded();
    const original = new PortLog(source, { start });
    await original.catchUp(() => Promise.resolve());
    const before = await decoded(original);
    assert.match(JSON.stringify(before), /"AT\$SF=[0-9a-f]{8}",\[\],\[\{"text":/);
    for (const speed of [0, 1, 50]) {
      const clock = new ManualClock();
      const bytes = new MemoryBytes();
      const log = new PortLog(bytes, { port: 'p', startedAtMs: 0 });
      const replay = new Replay({ clock, source, start, log, end: () => undefined }, speed);
      const done = replay.start();
      for (let at = 0; at < 45_000 && replay.state.kind === 'replaying'; at += 20) {
        clock.advance(20);
        await turns(8);
      }
      await done;
      assert.deepEqual(bytes.all, source.all, `speed ${speed}`);
      assert.deepEqual(await decoded(log), before);
    }
  });

  it('keeps the pace it is asked for', async () => {
    const { source, start } = recorded();
    const clock = new ManualClock();
    const log = new PortLog(new MemoryBytes(), { port: 'p', startedAtMs: 0 });
    let ends = 0;
    const replay = new Replay({ clock, source, start, log, end: () => (ends += 1) }, 10);
    void replay.start();
    for (let at = 0; at < 2_000; at += 20) {
      clock.advance(20);
      await turns(8);
    }
    // Forty seconds of log at ten times the pace: half of it after two.
    const share = log.byteCount / source.size;
    assert.ok(share > 0.45 && share < 0.55, String(share));
    await replay.stop();
    assert.equal(replay.state.kind, 'closed');
    assert.equal(ends, 0);
    replay.dispose();
    assert.equal(ends, 1);
  });
});

/** A value to plot, a command to the modem, or text in colour without an end. */
function said(random: () => number): string {
  const kind = random();
  if (kind < 0.3) return `temp:${(random() * 40).toFixed(2)}\n`;
  if (kind > 0.6) return `\u001b[31m° ${random()}`;
  const payload = Buffer.alloc(4);
  payload.writeFloatBE(random() * 40);
  return `\r\nAT$SF=${payload.toString('hex')}\r\n`;
}
