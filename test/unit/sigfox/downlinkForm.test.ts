import assert from 'node:assert/strict';
import { type DownlinkInput, downlinkView } from '../../../src/sigfox/downlinkForm';

const nothing: DownlinkInput = { config: '', values: '', answer: '' };
const fields = { config: 'led::bool:7 period:1:uint:16', values: 'led=true, period=900' };

describe('downlinkView', () => {
  it('builds the answer of eight bytes from fields and says what it filled up', () => {
    assert.deepEqual(downlinkView({ ...nothing, ...fields }, '1D743'), {
      body: '{"1D743":{"downlinkData":"8003840000000000"}}',
      notes: [{ severity: 'warning', message: 'The last 5 bytes are filled up with zeros.' }],
      verdict: undefined,
    });
  });

  const wrong: readonly [reason: string, input: Partial<DownlinkInput>, message: string][] = [
    ['a field that is not there', { values: 'lamp=1' }, 'The config has no field "lamp".'],
    ['a value of another type', { values: 'led=maybe' }, '"led=maybe" is no value for bool:7.'],
    ['a value too large', { values: 'led=1 period=65536' }, ''],
    ['a field without a value', { values: 'led=1' }, '"period" has no value.'],
    [
      'nine bytes',
      { config: 'a::uint:64 b::uint:8', values: 'a=1 b=2' },
      'The fields take 9 bytes; a downlink has exactly 8.',
    ],
  ];
  for (const [reason, input, message] of wrong) {
    it(`refuses ${reason}`, () => {
      const { body, notes } = downlinkView({ ...nothing, ...fields, ...input }, '1D743');
      const [note] = notes;
      assert.deepEqual([body, note?.severity], ['', 'error']);
      if (message !== '') assert.equal(note?.message, message);
    });
  }

  const answers: readonly [answer: string, severity: string, message: string][] = [
    [
      '{"1D743":{"downlinkData":"0102030405060708"}}',
      'good',
      'The device gets the eight bytes 0102030405060708.',
    ],
    ['{"1D743":{"noData":true}}', 'good', 'The device is told nothing this time.'],
    ['{"1D743":{"downlinkData":"0102"}}', 'error', 'A downlink has exactly 8 bytes; "0102" has 2.'],
    ['{"BEF":{"noData":true}}', 'error', 'The answer does not name the device "1D743".'],
  ];
  for (const [answer, severity, message] of answers) {
    it(`judges ${answer}`, () => {
      assert.deepEqual(downlinkView({ ...nothing, answer }, '1D743').verdict, {
        severity,
        message,
      });
    });
  }
});
