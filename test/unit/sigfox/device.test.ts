import assert from 'node:assert/strict';
import { parseDeviceId } from '../../../src/sigfox/device';
import { formatHex, parseHex } from '../../../src/sigfox/hex';

describe('parseDeviceId', () => {
  const cases: readonly [text: string, result: string][] = [
    ['1d743', '1D743'],
    ['0001D743', '1D743'],
    [' BEF ', 'BEF'],
    ['0', '0'],
    ['', '"" is not a device id: one to eight hexadecimal digits.'],
    ['123456789', '"123456789" is not a device id: one to eight hexadecimal digits.'],
    ['1D74G', '"1D74G" is not a device id: one to eight hexadecimal digits.'],
  ];
  for (const [text, result] of cases) {
    it(`reads "${text}"`, () => {
      const parsed = parseDeviceId(text);
      assert.equal(parsed.kind === 'device' ? parsed.device : parsed.reason, result);
    });
  }
});

describe('parseHex', () => {
  it('reads both cases and writes the lower', () => {
    const read = parseHex('41dF41E3');
    assert.equal(read.kind === 'payload' && formatHex(read.payload), '41df41e3');
  });
  it('refuses what is no hexadecimal', () => {
    assert.deepEqual(parseHex('0x41'), { kind: 'invalid', reason: '"0x41" is not hexadecimal.' });
  });
});
