import assert from 'node:assert/strict';
import { parseDeviceId } from '../../../src/sigfox/device';
import {
  buildDownlinkAnswer,
  readDownlinkAnswer,
  readDownlinkData,
} from '../../../src/sigfox/downlink';
import { formatHex } from '../../../src/sigfox/hex';
import { parsePayloadConfig } from '../../../src/sigfox/payloadGrammar';

const parsed = parseDeviceId('1D743');
assert.ok(parsed.kind === 'device');
const { device } = parsed;

describe('readDownlinkAnswer', () => {
  const cases: readonly [reason: string, body: string, answer: string][] = [
    ['eight bytes', '{"1D743":{"downlinkData":"0102030405060708"}}', '0102030405060708'],
    [
      'the id as a modem writes it',
      '{"0001d743":{"downlinkData":"0102030405060708"}}',
      '0102030405060708',
    ],
    ['one of several devices', '{"BEF":{"noData":true},"1D743":{"noData":true}}', 'none'],
    ['nothing to send', '{"1D743":{"noData":true}}', 'none'],
    [
      'seven bytes',
      '{"1D743":{"downlinkData":"01020304050607"}}',
      'A downlink has exactly 8 bytes; "01020304050607" has 7.',
    ],
    [
      'half a byte',
      '{"1D743":{"downlinkData":"123"}}',
      '3 hexadecimal digits are no whole number of bytes: a leading zero is missing.',
    ],
    [
      'another device',
      '{"BEF":{"downlinkData":"0102030405060708"}}',
      'The answer does not name the device "1D743".',
    ],
    ['no data', '{"1D743":{}}', 'The answer has no "downlinkData".'],
    ['no object inside', '{"1D743":7}', 'The answer says nothing about "1D743".'],
    ['a list', '[]', 'The answer is not an object with a device id.'],
    ['no JSON', 'OK', 'The answer is not JSON: it cannot be parsed.'],
  ];
  for (const [reason, body, answer] of cases) {
    it(`reads ${reason}`, () => {
      const read = readDownlinkAnswer(body, device);
      const told = read.kind === 'payload' ? formatHex(read.payload) : read.kind;
      assert.equal(read.kind === 'invalid' ? read.reason : told, answer);
    });
  }
});

describe('buildDownlinkAnswer', () => {
  it('builds an answer that reads back, filled up with zeros', () => {
    const config = parsePayloadConfig('interval::uint:16 led::bool:0');
    const built = buildDownlinkAnswer(
      device,
      config,
      new Map<string, number | boolean>([
        ['interval', 900],
        ['led', true],
      ]),
    );
    assert.deepEqual(built, {
      kind: 'answer',
      body: '{"1D743":{"downlinkData":"0384010000000000"}}',
      filledBytes: 5,
    });
    assert.equal(readDownlinkAnswer(built.body, device).kind, 'payload');
  });

  it('refuses more than eight bytes, a missing value and a config with an error', () => {
    const reasons = ['a::uint:64 b::uint:8', 'a::uint:8 b::uint:8', 'a::what:8'].map((text) => {
      const built = buildDownlinkAnswer(
        device,
        parsePayloadConfig(text),
        new Map([['a', 1], ...(text.includes('64') ? [['b', 2] as const] : [])]),
      );
      return built.kind === 'invalid' ? built.reason : built.body;
    });
    assert.deepEqual(reasons, [
      'The fields take 9 bytes; a downlink has exactly 8.',
      '"b" has no value.',
      '"what" is not a type: bool, char, float, uint or int.',
    ]);
  });
});

describe('readDownlinkData', () => {
  it('takes capitals and blanks around', () => {
    assert.equal(readDownlinkData(' 0102030405060A0B ').kind, 'payload');
  });
});
