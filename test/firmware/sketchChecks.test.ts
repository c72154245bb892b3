import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { checkSketch } from '../../src/firmware/sketchChecks';
import { applyEdits } from '../../src/firmware/sketchProblem';
import { compileDecoder } from '../../src/sigfox/payloadCodec';
import { parsePayloadConfig } from '../../src/sigfox/payloadGrammar';
import { parseHex } from '../../src/sigfox/hex';
import { BoardOnBench, imageOf } from '../support/equippedBoard';
import { checkCases } from '../support/sketchCheckCases';
import { compileSketch, inPairs } from './compiler';
import { sketchbook } from './door';
import { fromSuite } from './fromSuite';

const root = path.resolve(import.meta.dirname, '../..');

describe('the sketch checks, with the real compiler', function () {
  this.timeout(300_000);
  const { folder } = sketchbook();

  it('compile after every quick fix of every case', async () => {
    const jobs = checkCases.flatMap(({ title, flagged, board }, number) =>
      checkSketch(flagged, board).flatMap(({ fixes }, problem) =>
        fixes.map(({ edits }, fix) => async () => {
          const name = `case${number}_${problem}_${fix}`;
          const hex = await compileSketch(folder, name, applyEdits(flagged, edits), board);
          return `${title}: ${hex.startsWith(':') ? 'compiled' : 'nothing'}`;
        }),
      ),
    );
    const results = await inPairs(jobs);
    assert.ok(results.length >= 15, String(results.length));
    assert.deepEqual(
      results.filter((result) => !result.endsWith('compiled')),
      [],
    );
  });

  it("find nothing in the examples that come with Debian's core", () => {
    const libraries = path.join(fromSuite('FIRMWARE_AVR_CORE'), 'libraries');
    const examples = readdirSync(libraries, { recursive: true, encoding: 'utf8' })
      .map((file) => path.join(libraries, file))
      .filter((file) => file.endsWith('.ino') && statSync(file).isFile());
    assert.ok(examples.length > 15, `${examples.length} examples`);
    const found = examples.flatMap((file) => checkSketch(readFileSync(file, 'latin1')));
    assert.deepEqual(found, []);
  });
});

describe("the how-to's mistake, on the virtual Mega", function () {
  this.timeout(300_000);
  const { folder } = sketchbook();
  const mistaken = readFileSync(path.join(root, 'test/fixtures/sketches/howToMistake.ino'), 'utf8');
  const built = new Map<string, string>();

  before(async () => {
    const problem = checkSketch(mistaken, 'mega').find(({ check }) => check === 'hexDigits');
    const mended = applyEdits(mistaken, problem?.fixes[0]?.edits ?? []);
    await inPairs(
      [mistaken, mended].map((text, at) => async () => {
        const name = at === 0 ? 'mistaken' : 'mended';
        built.set(name, await compileSketch(folder, name, text, 'mega'));
      }),
    );
  });

  /** Lets it send once and gives what the modem made of it. */
  const sendOnce = (name: string, celsius: number) => {
    const onBench = new BoardOnBench({ model: 'mega', modem: 'telit' });
    onBench.equipped.setTemperature(celsius);
    onBench.equipped.flash(imageOf(built.get(name) ?? '', 'mega'));
    const outcome = () =>
      onBench.exchanges.find(
        (exchange) =>
          exchange.kind === 'sent' ||
          (exchange.kind === 'refused' && exchange.command.startsWith('AT$SF')),
      );
    onBench.runUntil(() => outcome() !== undefined, 20_000);
    onBench.runUntil(() => onBench.console.includes('Message sent'), 5_000);
    const seen = outcome();
    return {
      payload: onBench.payloads[0],
      answer: seen && 'answer' in seen ? seen.answer : undefined,
    };
  };

  const rows: readonly [celsius: number, payload: string | undefined, answer: string][] = [
    [23, '41b800', 'OK'],
    [8.5, undefined, 'ERROR'],
    [130.25, '432400', 'OK'],
    [0, '0000', 'OK'],
  ];
  for (const [celsius, payload, answer] of rows) {
    it(`sends ${payload ?? 'nothing'} for ${celsius} °C, and says "Message sent"`, () => {
      assert.deepEqual(sendOnce('mistaken', celsius), { payload, answer });
    });
  }

  for (const celsius of [23, 8.5, 0, 130.25]) {
    it(`after the quick fix, ${celsius} °C arrive`, () => {
      const read = parseHex(sendOnce('mended', celsius).payload ?? '');
      assert.ok(read.kind === 'payload');
      const decoded = compileDecoder(parsePayloadConfig('temp::float:32')).decode(read.payload);
      assert.deepEqual(decoded.values, [celsius]);
    });
  }
});
