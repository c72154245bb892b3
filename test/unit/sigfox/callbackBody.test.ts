import assert from 'node:assert/strict';
import { checkCallbackBody, renderCallbackBody } from '../../../src/sigfox/callbackBody';
import type { CallbackKind } from '../../../src/sigfox/callbackVariables';
import { parsePayloadConfig } from '../../../src/sigfox/payloadGrammar';

const thermometer = parsePayloadConfig('temp::float:32');
const uplink = { device: '1D743', time: 1479817071, data: '41df41e3', seqNumber: 77 };

describe('checkCallbackBody', () => {
  const cases: readonly [
    reason: string,
    template: string,
    problems: readonly string[],
    kind?: CallbackKind,
  ][] = [
    [
      "the how-to's body",
      '{"device":"{device}","time":"{time}","temperature":"{customData#temp}"}',
      [],
    ],
    [
      'an unknown variable',
      '{"x":"{devise}"}',
      [
        'E 6-14 "devise" is not a variable of this callback. Use one of: device, deviceTypeId, time, snr, avgSnr, lat, lng, data, seqNumber, duplicate, station, rssi.',
      ],
    ],
    [
      'a variable in the wrong case',
      '{"x":"{Device}"}',
      ['E 6-14 "Device" is not a variable of this callback. Write "{device}".'],
    ],
    [
      'a field that is not in the config',
      '{"x":"{customData#Temp}"}',
      ['E 6-23 The payload config has no field "Temp". Write "{customData#temp}".'],
    ],
    [
      'a field of another name',
      '{"x":"{customData#hum}"}',
      ['E 6-22 The payload config has no field "hum". Use one of: temp.'],
    ],
    ['text without quotes', '{"x":{device}}', ['E 5-13 "device" is text. Write "{device}".']],
    [
      'a variable that can be absent',
      '{"x":{rssi}}',
      ['W 5-11 "rssi" can be N/A, null or empty, and the body is then not JSON. Write "{rssi}".'],
    ],
    [
      'a custom field without quotes',
      '{"x":{customData#temp}}',
      [
        'W 5-22 "customData#temp" is empty when the payload is too short, and the body is then not JSON. Write "{customData#temp}".',
      ],
    ],
    [
      'a variable that newer device types lack',
      '{"x":"{avgSnr}"}',
      [
        'W 6-14 Newer device types do not offer "avgSnr". Leave it out unless the backend lists it.',
      ],
    ],
    [
      'JSON in quotes',
      '{"x":"{duplicates}"}',
      ['E 6-18 "duplicates" is JSON itself. Remove the quotes around it.'],
      'data-advanced',
    ],
    [
      'custom data where there is no payload',
      '{"x":"{customData#temp}"}',
      ['E 6-23 This callback carries no payload. Remove it.'],
      'service-status',
    ],
    [
      'a body that is no JSON',
      '{"device":"{device}",}',
      [
        'E 0-22 The body is not JSON: it cannot be parsed. Look for a missing quote, comma or brace.',
      ],
    ],
  ];
  for (const [reason, template, problems, kind] of cases) {
    it(`judges ${reason}`, () => {
      const told = checkCallbackBody(template, thermometer, kind).map(
        ({ severity, at, message, fix }) =>
          `${severity === 'error' ? 'E' : 'W'} ${at[0]}-${at[1]} ${message} ${fix}`,
      );
      assert.deepEqual(told, problems);
    });
  }
});

describe('renderCallbackBody', () => {
  it('gives what the how-to saw on the topic', () => {
    const template = '{"device":"{device}","time":"{time}","temperature":"{customData#temp}"}';
    assert.deepEqual(renderCallbackBody(template, uplink, thermometer), {
      text: '{"device":"1D743","time":"1479817071","temperature":"27.907171"}',
      problems: [],
    });
  });

  it('leaves a field empty that cannot be read, and says why', () => {
    const { text, problems } = renderCallbackBody(
      '{"t":"{customData#temp}"}',
      { ...uplink, data: '41ac00' },
      thermometer,
    );
    assert.deepEqual(
      [text, problems],
      [
        '{"t":""}',
        [{ field: 'temp', message: '"temp" needs bytes 0–3; the payload has 3 bytes.' }],
      ],
    );
  });

  it('says when the rendered body is no longer JSON', () => {
    const { text, problems } = renderCallbackBody(
      '{"t":{customData#temp}}',
      { ...uplink, data: '7fc00000' },
      thermometer,
    );
    assert.deepEqual(
      [text, problems.map(({ message }) => message)],
      ['{"t":NaN}', ['The rendered body is not JSON: it cannot be parsed.']],
    );
  });

  it('writes what is absent as the backend does, and warns where it is not quoted', () => {
    const template = '{"a":"{avgSnr}","r":{rssi}}';
    assert.deepEqual(renderCallbackBody(template, uplink, thermometer), {
      text: '{"a":"N/A","r":null}',
      problems: [
        {
          severity: 'warning',
          at: [20, 26],
          message: '"rssi" can be N/A, null or empty, and the body is then not JSON.',
          fix: 'Write "{rssi}".',
        },
      ],
    });
  });

  it('keeps text of a payload inside its quotes', () => {
    const { text } = renderCallbackBody(
      '{"s":"{customData#s}"}',
      { ...uplink, data: '222c22' },
      parsePayloadConfig('s::char:3'),
    );
    assert.equal(text, '{"s":"\\",\\""}');
  });
});
