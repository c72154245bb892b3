import assert from 'node:assert/strict';
import { withoutSecrets } from '../../../src/doctor/withoutSecrets';

describe('withoutSecrets', () => {
  const cases: readonly [what: string, text: string, left: string][] = [
    ['an access key', 'key AKIAIOSFODNN7EXAMPLE used', 'key AKIA… used'],
    [
      'the signature of an address',
      'wss://x/mqtt?X-Amz-Credential=AKIA&X-Amz-Signature=ab12cd',
      'wss://x/mqtt?X-Amz-Credential=…&X-Amz-Signature=…',
    ],
    ['basic auth', 'Authorization: Basic dXNlcjpwYXNz', 'Authorization: Basic …'],
    ['a password', 'password=hunter2, user=ann', 'password=…, user=ann'],
    ['user and password in an address', 'mqtts://ann:hunter2@host:8883', 'mqtts://…@host:8883'],
    [
      'all of an account but its end',
      'arn:aws:iam::123456789012:role/x',
      'arn:aws:iam::…9012:role/x',
    ],
    ['an external id', 'id 5832c0a1171ee25d3a4c9ee2.', 'id ….'],
    ['nothing of a payload or a device', '1D743 sent 41df41e35e00ff', '1D743 sent 41df41e35e00ff'],
    ['nothing of a time', '2026-11-25T20:36:40.335Z', '2026-11-25T20:36:40.335Z'],
  ];
  for (const [what, text, left] of cases) {
    it(`leaves out ${what}`, () => assert.equal(withoutSecrets(text), left));
  }
});
