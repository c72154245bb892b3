import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sampleByte } from '../../../../src/simulator/board/lineSampling';

const bytes = Array.from({ length: 256 }, (_, byte) => byte);

describe('sampleByte', () => {
  for (const receiver of [19_200, 19_231, 18_432, 19_900]) {
    it(`reads every byte at ${receiver} baud that was sent at 19200`, () => {
      assert.deepEqual(
        bytes.map((byte) => sampleByte(byte, 19_200, receiver)),
        bytes,
      );
    });
  }

  const wrong: readonly [sender: number, receiver: number][] = [
    [9_600, 19_200],
    [19_200, 9_600],
    [115_200, 9_600],
    [9_600, 115_200],
    [19_200, 17_000],
  ];
  for (const [sender, receiver] of wrong) {
    it(`makes rubbish of a command sent at ${sender} to one that listens at ${receiver}`, () => {
      const command = [...Buffer.from('AT$SF=41B80000\r')];
      const read = command.map((byte) => sampleByte(byte, sender, receiver));
      assert.notDeepEqual(read, command);
      assert.doesNotMatch(String.fromCharCode(...read.map((byte) => byte ?? 0)), /AT/);
    });
  }

  it('gives a byte or nothing, whatever the speeds', () => {
    const baud = fc.integer({ min: 300, max: 2_000_000 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 255 }), baud, baud, (byte, sender, receiver) => {
        const read = sampleByte(byte, sender, receiver);
        return read === undefined || (Number.isInteger(read) && read >= 0 && read <= 255);
      }),
    );
  });
});
