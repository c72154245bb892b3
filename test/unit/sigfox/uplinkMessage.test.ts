import assert from 'node:assert/strict';
import { formatHex } from '../../../src/sigfox/hex';
import { readUplinkMessage } from '../../../src/sigfox/uplinkMessage';

function read(body: string | Uint8Array) {
  const result = readUplinkMessage(
    typeof body === 'string' ? new TextEncoder().encode(body) : body,
  );
  if (result.kind === 'unreadable') return result.reason;
  const { kind, device, timeMs, payload, seqNumber, bodyFields, radio } = result.message;
  return {
    kind,
    device,
    timeMs,
    data: payload && formatHex(payload),
    seqNumber,
    fields: [...bodyFields].map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(' '),
    radio: [...radio.keys()].join(' '),
  };
}

const at = (seconds: number) => seconds * 1_000;
const data = { kind: 'data', data: undefined, seqNumber: undefined, fields: '', radio: '' };

describe('readUplinkMessage', () => {
  const bodies: readonly [reason: string, body: string, expected: object][] = [
    [
      "the how-to's own message",
      '{"device":"1D743","time":"1479817071","temperature":"27.907171"}',
      { ...data, device: '1D743', timeMs: at(1479817071), fields: 'temperature="27.907171"' },
    ],
    [
      'everything quoted',
      '{"device":"1A2345","data":"b0513801a421f0019405a500","time":"1511814827","duplicate":"false","snr":"18.86","station":"1D44","avgSnr":"15.54","lat":"1","lng":"104","rssi":"-123.00","seqNumber":"1508","ack":"false","longPolling":"false"}',
      {
        ...data,
        device: '1A2345',
        timeMs: at(1511814827),
        data: 'b0513801a421f0019405a500',
        seqNumber: 1508,
        radio: 'duplicate snr station avgSnr lat lng rssi ack longPolling',
      },
    ],
    [
      'the key "id"',
      '{"data":"1e2d","id":"1C178","time":"1471594359","seqNumber":"2516"}',
      { ...data, device: '1C178', timeMs: at(1471594359), data: '1e2d', seqNumber: 2516 },
    ],
    [
      'the key "deviceId" and real numbers',
      '{"time":1602167366,"deviceTypeId":"5e8c2f0e41758100086ef3a1","deviceId":"B445A9","snr":13.00,"data":"be099471","seqNumber":486}',
      {
        ...data,
        device: 'B445A9',
        timeMs: at(1602167366),
        data: 'be099471',
        seqNumber: 486,
        radio: 'deviceTypeId snr',
      },
    ],
    [
      'a computed location',
      '{"device":"1FD48BE","time":1653666733,"data":"00","seqNumber":16,"computedLocation":{"lat":52.0,"lng":5.5,"status":1}}',
      {
        ...data,
        device: '1FD48BE',
        timeMs: at(1653666733),
        data: '00',
        seqNumber: 16,
        radio: 'computedLocation',
      },
    ],
    [
      'an acknowledgement',
      '{"device":"4D1E2A","infoCode":"0","infoMessage":"Acked","time":"1511814870"}',
      {
        ...data,
        kind: 'acknowledge',
        device: '4D1E2A',
        timeMs: at(1511814870),
        fields: 'infoCode="0" infoMessage="Acked"',
      },
    ],
    [
      'a status',
      '{"device":"BEF","time":"1481234567","batt":"3.02","temp":"21.5","seqNumber":"1187"}',
      {
        ...data,
        kind: 'status',
        device: 'BEF',
        timeMs: at(1481234567),
        seqNumber: 1187,
        fields: 'batt="3.02" temp="21.5"',
      },
    ],
    [
      'an error',
      '{"device":"3068E","time":1529980001,"info":"No message","severity":"WARN"}',
      {
        ...data,
        kind: 'error',
        device: '3068E',
        timeMs: at(1529980001),
        fields: 'info="No message" severity="WARN"',
      },
    ],
    [
      'nested custom data and null',
      '{"device":"7A31C4","time":1570000000,"data":"507c","seqNumber":311,"customData":{"speed":80},"rssi":null}',
      {
        ...data,
        device: '7A31C4',
        timeMs: at(1570000000),
        data: '507c',
        seqNumber: 311,
        fields: 'speed=80',
      },
    ],
    [
      'an empty payload',
      '{"device":"1A2B3C","data":"","time":"1600000000","seqNumber":"0","avgSnr":"N/A"}',
      {
        ...data,
        device: '1A2B3C',
        timeMs: at(1600000000),
        data: '',
        seqNumber: 0,
        radio: 'avgSnr',
      },
    ],
    [
      'an empty value',
      '{"device":"1D743","time":"1479817900","temperature":""}',
      { ...data, device: '1D743', timeMs: at(1479817900), fields: 'temperature=""' },
    ],
    [
      'a lower-case id with zeros before it',
      '{"deviceType":"demo","device":"0001d743","data":"01","time":"1650000100"}',
      { ...data, device: '1D743', timeMs: at(1650000100), data: '01', fields: 'deviceType="demo"' },
    ],
    [
      'a shadow document in milliseconds',
      '{"state":{"reported":{"device":"1D743","time":1479817071000,"data":"41df41e3"}}}',
      { ...data, device: '1D743', timeMs: at(1479817071), data: '41df41e3' },
    ],
    [
      'typed wrappers',
      '{"device":{"S":"BEF"},"time":{"N":"1481234567"},"seqNumber":{"n":12}}',
      { ...data, device: 'BEF', timeMs: at(1481234567), seqNumber: 12 },
    ],
    [
      'an ISO time',
      '{"device":"BEF","time":"2016-11-22T12:17:51Z"}',
      { ...data, device: 'BEF', timeMs: at(1479817071) },
    ],
    [
      'a time that is none',
      '{"device":"BEF","time":"soon","seqNumber":"N/A"}',
      { ...data, device: 'BEF', timeMs: undefined },
    ],
    [
      'data that is no hexadecimal',
      '{"device":"BEF","data":"hello"}',
      { ...data, device: 'BEF', timeMs: undefined, fields: 'data="hello"' },
    ],
    // H2: hostile keys and values.
    [
      'hostile keys',
      '{"device":"BEF","__proto__":{"x":1},"constructor":"c","a":1e400}',
      { ...data, device: 'BEF', timeMs: undefined, fields: 'constructor="c" a="Infinity"' },
    ],
    [
      'a key twice',
      '{"device":"BEF","device":"1D743"}',
      { ...data, device: '1D743', timeMs: undefined },
    ],
  ];
  for (const [reason, body, expected] of bodies) {
    it(`reads ${reason}`, () => assert.deepEqual(read(body), expected));
  }

  const unreadable: readonly [reason: string, body: string | Uint8Array, words: string][] = [
    ['nothing', '', 'The body is empty.'],
    ['no JSON', 'hello', 'The body is not JSON.'],
    ['bytes that are not UTF-8', Uint8Array.of(0x7b, 0xff, 0x7d), 'The body is not UTF-8 text.'],
    ['a list', '[1]', 'The body is JSON, but not an object.'],
    [
      'a test message of the console',
      '{"message":"Hello from AWS IoT console"}',
      'The body names no device.',
    ],
    [
      'an id that is none',
      '{"device":"../../x"}',
      '"../../x" is not a device id: one to eight hexadecimal digits.',
    ],
    [
      'more than 128 KB',
      `{"device":"1","x":"${'y'.repeat(131_072)}"}`,
      'The body is larger than 128 KB.',
    ],
    ['20,000 levels', '{"a":'.repeat(20_000), 'The body is not JSON.'],
    ['20,000 lists', `${'['.repeat(20_000)}${']'.repeat(20_000)}`, 'The body is not JSON.'],
  ];
  for (const [reason, body, words] of unreadable) {
    it(`gives the reason for ${reason}`, () => assert.equal(read(body), words));
  }

  it('keeps at most a hundred of 10,000 keys', () => {
    const keys = Array.from({ length: 10_000 }, (_, key) => `"k${key}":${key}`).join(',');
    const result = readUplinkMessage(
      new TextEncoder().encode(
        `{"device":"1",${keys.slice(0, 120_000)},"z":1}`.replace(/,"k\d*"?:?\d*,"z"/, ',"z"'),
      ),
    );
    assert.equal(result.kind === 'message' && result.message.bodyFields.size, 99);
  });
});
