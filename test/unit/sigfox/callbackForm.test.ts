import assert from 'node:assert/strict';
import { formatSigfoxRegion, parseRegion } from '../../../src/sigfox/awsRegion';
import { checkCallbackBody } from '../../../src/sigfox/callbackBody';
import {
  bodyLosses,
  buildCallbackBody,
  callbackFormFields,
} from '../../../src/sigfox/callbackForm';
import { checkPastedValues, type PastedValues } from '../../../src/sigfox/pastedValues';
import { parsePayloadConfig } from '../../../src/sigfox/payloadGrammar';

const target = {
  roleArn: 'arn:aws:iam::123456789012:role/SigfoxIoTConnector-crossAccountRoleForAWSIo-1A2B3C',
  externalId: '58334f4f50057421b7d75ee2',
  topic: 'sigfox',
  region: 'eu-west-1',
};
const thermometer = parsePayloadConfig('temp::float:32');

describe('callbackFormFields', () => {
  it('has the fields of the form in its order, with what belongs in each', () => {
    assert.deepEqual(
      callbackFormFields(target, thermometer).map(({ label, value }) => [label, value]),
      [
        ['Config method', 'CROSS_ACCOUNT'],
        ['External Id', '58334f4f50057421b7d75ee2'],
        ['ARN Role', target.roleArn],
        ['Topic', 'sigfox'],
        ['Region', 'EU_WEST_1'],
        ['Custom payload config', 'temp::float:32'],
        ['Json Body', buildCallbackBody(thermometer)],
      ],
    );
  });

  it('leaves out what is not known yet', () => {
    const known = callbackFormFields({}, parsePayloadConfig('')).filter(({ value }) => value);
    assert.deepEqual(
      known.map(({ id }) => id),
      ['configMethod', 'body'],
    );
  });
});

describe('buildCallbackBody', () => {
  it('always has device, time, data and number, and the fields in quotes', () => {
    assert.equal(
      buildCallbackBody(thermometer),
      '{\n  "device":"{device}",\n  "time":{time},\n  "data":"{data}",\n  "seqNumber":{seqNumber},\n  "temp":"{customData#temp}"\n}',
    );
  });

  it('has no problem in its own eyes, whatever the fields are called', () => {
    const config = parsePayloadConfig('time::uint:8 data::char:2 flag::bool:7 __proto__:4:int:16');
    assert.deepEqual(checkCallbackBody(buildCallbackBody(config), config), []);
    assert.deepEqual(bodyLosses(buildCallbackBody(config)), []);
  });
});

describe('bodyLosses', () => {
  it("names what the how-to's own body loses", () => {
    assert.deepEqual(
      bodyLosses('{"device":"{device}","time":"{time}","temperature":"{customData#temp}"}'),
      [
        'Without "{data}" the raw bytes are lost: what the config misread stays misread.',
        'Without "{seqNumber}" nobody sees that a message is missing, and a line of the serial monitor cannot be joined to its message for certain.',
      ],
    );
  });
});

describe('checkPastedValues', () => {
  const cases: readonly [reason: string, pasted: PastedValues, told: readonly string[]][] = [
    ['what is right', { ...target, region: 'EU_WEST_1' }, []],
    ['nothing', { roleArn: ' ', topic: '' }, []],
    [
      'the ARN of the stack',
      { roleArn: 'arn:aws:cloudformation:eu-west-1:123456789012:stack/SigfoxIoTConnector/0b5e' },
      [
        `roleArn: This is the ARN of the stack. Sigfox needs the role's, which is the stack's output ARNRole. → useValue ${target.roleArn}`,
      ],
    ],
    [
      'what is no ARN',
      { roleArn: 'crossAccountRole' },
      [
        `roleArn: "crossAccountRole" is not the ARN of a role: that begins with "arn:aws:iam::" and an account id. → useValue ${target.roleArn}`,
      ],
    ],
    [
      'the role of another stack',
      { roleArn: 'arn:aws:iam::123456789012:role/other' },
      [
        `roleArn: This is another role than the one of the stack, "${target.roleArn}". → useValue ${target.roleArn}`,
      ],
    ],
    [
      'the external id of another form',
      { externalId: '58334f4f50057421b7d7294d' },
      [
        'externalId: The form has the external id "58334f4f50057421b7d7294d", the stack has "58334f4f50057421b7d75ee2": it belongs to another form, so AWS refuses Sigfox the role. → updateExternalId 58334f4f50057421b7d7294d',
      ],
    ],
    [
      'a topic in other letters',
      { topic: 'Sigfox ' },
      [
        'topic: The topic is "Sigfox " in the form and "sigfox" in the role: capitals and spaces count. → useValue sigfox',
      ],
    ],
    [
      'another topic',
      { topic: 'sigfox/devices' },
      [
        'topic: The topic is "sigfox/devices" in the form; the role may publish to "sigfox" only. → useValue sigfox',
      ],
    ],
    [
      'another region',
      { region: 'US_EAST_1' },
      [
        'region: The form publishes to US_EAST_1; the role and the topic are in EU_WEST_1. → useValue EU_WEST_1',
      ],
    ],
    [
      'what is no region',
      { region: 'Ireland' },
      ['region: "Ireland" is not a region: one is "EU_WEST_1". → useValue EU_WEST_1'],
    ],
  ];
  for (const [reason, pasted, told] of cases) {
    it(`judges ${reason}`, () => {
      const problems = checkPastedValues(pasted, target).map(({ field, message, fix }) => {
        const with_ = fix?.kind === 'useValue' ? fix.value : fix?.externalId;
        return `${field}: ${message} → ${fix?.kind ?? ''} ${with_ ?? ''}`;
      });
      assert.deepEqual(problems, told);
    });
  }
});

describe('parseRegion', () => {
  it('reads both spellings and refuses the rest', () => {
    assert.deepEqual(
      ['EU_WEST_1', 'eu-west-1', ' us-gov-east-1 ', 'EU-WEST', '', 'eu west 1'].map(parseRegion),
      ['eu-west-1', 'eu-west-1', 'us-gov-east-1', undefined, undefined, undefined],
    );
    assert.equal(formatSigfoxRegion('ap-southeast-2'), 'AP_SOUTHEAST_2');
  });
});
