import assert from 'node:assert/strict';
import { captureHeader, captureLine, parseCapture } from '../../../src/messages/captureFile';
import { createRandom } from '../../fuzz/random';

const at = Date.parse('2026-11-25T14:00:00.123Z');
const received = (body: Uint8Array, receivedAtMs = at) => ({
  topic: 'sigfox',
  body,
  receivedAtMs,
  isRepeated: false,
});

describe('a capture', () => {
  it('gives back every byte, every time and what is known of the devices', () => {
    const bodies = [
      new TextEncoder().encode('{"device":"1D743"}'),
      new TextEncoder().encode('\ufeffbyte order mark, \u2028 and \ud83d\ude00\r\n'),
      Uint8Array.of(0xff, 0x00, 0xc3, 0x28),
      new Uint8Array(),
    ];
    const settings = { config: 'temp::float:32', display: { temp: { unit: '°C' } } };
    const text =
      captureHeader([{ device: '1D743', name: 'Greenhouse', settings }]) +
      bodies.map((body, index) => captureLine(received(body, at + index))).join('');
    assert.deepEqual(parseCapture(text), {
      devices: [{ device: '1D743', name: 'Greenhouse', settings }],
      messages: bodies.map((body, index) => received(body, at + index)),
      problems: [],
    });
  });

  it('is read from an export as well', () => {
    const line = JSON.stringify({
      device: '1D743',
      receivedAt: new Date(at).toISOString(),
      topic: 'sigfox',
      body: Buffer.from('{"device":"1D743"}').toString('base64'),
    });
    const capture = parseCapture(line);
    assert.ok('messages' in capture);
    assert.equal(new TextDecoder().decode(capture.messages[0]?.body), '{"device":"1D743"}');
  });

  for (const [what, text, reason] of [
    ['an empty file', '', 'The file holds no message.'],
    ['no JSON', 'hello', 'Line 1: this is no JSON object.'],
    ['JSON of another kind', '{"a":1}', 'Line 1: this is no message of a capture.'],
    ['a time that is none', '{"topic":"x","at":"noon","body":"{}"}', 'Line 1: "at" is no time.'],
    ['a message without a body', '{"topic":"x","at":"2026-11-25"}', 'Line 1: "body" is missing.'],
    ['JSON too deep', '['.repeat(20_000), 'Line 1: this is no JSON object.'],
    [
      'a version from the future',
      '{"sigfoxCapture":2}',
      'Line 1: the capture is of a version not known here.',
    ],
    [
      'a body too large',
      JSON.stringify({ topic: 'x', at: '2026-11-25', body: 'x'.repeat(600_000) }),
      'Line 1: the body is too large.',
    ],
  ] as const) {
    it(`says what is wrong with ${what}`, () => {
      assert.deepEqual(parseCapture(text), { reason });
    });
  }

  it('leaves out the lines it cannot read and names them', () => {
    const capture = parseCapture(`${captureLine(received(Uint8Array.of(123, 125)))}nonsense\n`);
    assert.ok('problems' in capture);
    assert.deepEqual(
      [capture.messages.length, capture.problems],
      [1, ['Line 2: this is no JSON object.']],
    );
  });

  it('survives 2,000 mutations (H1)', function () {
    this.timeout(120_000);
    const random = createRandom(7);
    const good = captureLine(received(new TextEncoder().encode('{"device":"1D743"}')));
    for (let round = 0; round < 2_000; round++) {
      const bytes = Buffer.from(good);
      for (let count = 0; count < 3; count++) {
        bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      }
      const capture = parseCapture(bytes.toString('latin1'));
      assert.ok('reason' in capture ? capture.reason !== '' : capture.messages.length === 1);
    }
  });
});
