import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { SigfoxBoard } from '../../../src/firmware/sigfoxBoard';
import { checkSketch } from '../../../src/firmware/sketchChecks';
import { applyEdits, type SketchCheck } from '../../../src/firmware/sketchProblem';
import { checkCases } from '../../support/sketchCheckCases';

const root = path.resolve(import.meta.dirname, '../../..');
const names = (source: string, board?: SigfoxBoard): readonly SketchCheck[] =>
  checkSketch(source, board).map(({ check }) => check);

describe('checkSketch', () => {
  for (const { check, title, flagged, clean, board, at } of checkCases) {
    describe(`${check}: ${title}`, () => {
      it('is found where it is', () => {
        const found = checkSketch(flagged, board).filter((problem) => problem.check === check);
        assert.deepEqual(
          found.map((problem) => flagged.slice(...problem.at)),
          at,
        );
      });

      it('is not found in a sketch that does it right', () => {
        assert.deepEqual(names(clean, board), []);
      });

      it('is gone after its first quick fix, and nothing else is new', () => {
        const before = names(flagged, board);
        const problem = checkSketch(flagged, board).find((each) => each.check === check);
        const fix = problem?.fixes[0];
        if (!fix) return assert.equal(check, 'wrongBoard');
        const after = names(applyEdits(flagged, fix.edits), board);
        assert.deepEqual(
          after,
          before.filter((each) => each !== check),
        );
      });
    });
  }

  it("finds the three mistakes of the how-to's sketch", () => {
    const source = readFileSync(path.join(root, 'test/fixtures/sketches/howToMistake.ino'), 'utf8');
    assert.deepEqual(names(source), ['waitsForUsb', 'replyIgnored', 'hexDigits']);
  });

  it('has every quick fix change something, inside the source, without overlaps', () => {
    for (const { flagged, board } of checkCases) {
      for (const { fixes } of checkSketch(flagged, board)) {
        for (const { edits } of fixes) {
          const sorted = [...edits].sort((a, b) => a.at[0] - b.at[0]);
          sorted.forEach(({ at: [start, end] }, index) => {
            assert.ok(start <= end && end <= flagged.length);
            assert.ok(end <= (sorted[index + 1]?.at[0] ?? Infinity));
          });
          assert.notEqual(applyEdits(flagged, edits), flagged);
        }
      }
    }
  });

  it('finds nothing in our own templates', () => {
    for (const id of readdirSync(path.join(root, 'media/sketches'))) {
      const file = path.join(root, 'media/sketches', id, `${id}.ino`);
      assert.deepEqual(names(readFileSync(file, 'utf8')), [], id);
    }
  });

  const silent: readonly [reason: string, source: string][] = [
    ['a sketch without a modem', 'void loop() { Serial.print(7, HEX); while (!Serial); }'],
    ['a command in a comment', '// SigFox.print("AT$SF="); x.print(1, HEX)\nvoid loop() {}'],
    [
      'a command in a string that is shown',
      'void loop() { Serial.println("type AT$SF=5"); delay(900000); Serial.read(); }',
    ],
    [
      'half bytes, one digit each',
      'void loop() { modem.print("AT$SF="); modem.print(b >> 4, HEX); modem.print(b & 0xF, HEX); modem.print("\\r"); modem.read(); delay(900000); }',
    ],
    [
      'a byte in hex for the console, behind the command',
      'void loop() { modem.print("AT$SF=05\\r"); modem.read(); Serial.print(b, HEX); delay(900000); }',
    ],
    [
      'digits that a function pads',
      'void hex(byte b) { if (b < 16) modem.print(0); modem.print(b, HEX); } void loop() { modem.print("AT$SF="); hex(1); modem.print("\\r"); modem.read(); delay(900000); }',
    ],
    [
      'a delay whose length nobody knows',
      'void loop() { modem.print("AT$SF=05\\r"); modem.read(); delay(pause); }',
    ],
    [
      'sending on an event only',
      'void loop() { if (digitalRead(2)) { modem.print("AT$SF=05\\r"); modem.read(); } delay(100); }',
    ],
    [
      'waiting for the console while debugging only',
      '#ifdef DEBUG\nvoid setup() { while (!Serial); }\n#else\nvoid setup() {}\n#endif\nvoid loop() { modem.print("AT$SF=05\\r"); modem.read(); delay(900000); }',
    ],
    [
      'an echo of the command on the console',
      'void loop() { SerialUSB.print("AT$SF="); SerialUSB.println(b, HEX); SigFox.print("AT$SF=05\\r"); SigFox.read(); delay(900000); }',
    ],
    [
      "the SigFox library's registration sketch, which needs the console",
      '#include <SigFox.h>\nvoid setup() { while (!Serial) {}; SigFox.begin(); Serial.println(SigFox.ID()); send(); } void send() { SigFox.beginPacket(); SigFox.print("123456789012"); SigFox.endPacket(); } void loop() {}',
    ],
  ];
  for (const [reason, source] of silent) {
    it(`says nothing of ${reason}`, () => assert.deepEqual(names(source), []));
  }

  it('takes any text, whole or cut anywhere, in time that grows with its length', () => {
    const source = readFileSync(
      path.join(root, 'media/sketches/downlinkRequest/downlinkRequest.ino'),
      'utf8',
    );
    for (let end = 0; end < source.length; end += 7) checkSketch(source.slice(0, end));
    const hostile = [
      '(',
      '{',
      '"',
      '/*',
      'R"(',
      '#define a a\n',
      'SigFox.print(',
      'SigFox.print("AT$SF=");',
      '\\\n',
      'for (',
    ];
    for (const piece of hostile) checkSketch(`void loop() { SigFox.x(); ${piece.repeat(20_000)}`);
  }).timeout(20_000);
});
