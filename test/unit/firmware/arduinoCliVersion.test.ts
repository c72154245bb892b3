import assert from 'node:assert/strict';
import { judgeVersion, readVersionAnswer } from '../../../src/firmware/arduinoCliVersion';

describe('judgeVersion', () => {
  const rows: readonly [text: string, kind: string, why: string][] = [
    ['0.35.3', 'unsuitable', 'no diagnostics, other JSON'],
    ['0.0.0-git', 'unsuitable', 'built without a version'],
    ['1.0.0', 'old', 'the minimum'],
    ['1.4.0', 'old', 'downloads end after a fixed time'],
    ['1.4.1', 'fit', 'the older one of the tests'],
    ['1.5.0', 'unsuitable', 'may not rebuild a changed sketch'],
    ['1.5.0-rc.1', 'unsuitable', 'the same fault'],
    ['1.5.1', 'fit', 'recommended'],
    ['v1.5.1', 'fit', 'a v in front'],
    ['2.0.0', 'fit', 'newer than known'],
    ['git-snapshot', 'unsuitable', 'no version at all'],
    ['1.5', 'unsuitable', 'half a version'],
    ['1.5.1; rm -rf', 'unsuitable', 'more than a version'],
  ];
  for (const [text, kind, why] of rows) {
    it(`finds ${text} ${kind}: ${why}`, () => assert.equal(judgeVersion(text).kind, kind));
  }

  it('says why, in words', () => {
    const reasons = ['1.5.0', '0.35.3', 'x'].map((text) => {
      const verdict = judgeVersion(text);
      return verdict.kind === 'unsuitable' ? verdict.reason : '';
    });
    assert.deepEqual(reasons, [
      'arduino-cli 1.5.0 can miss a change in the sketch and upload the old program. 1.5.1 mends that.',
      'arduino-cli 0.35.3 is too old: 1.0.0 is the oldest that works, 1.5.1 is recommended.',
      'It says "x", which is no version of arduino-cli.',
    ]);
  });
});

describe('readVersionAnswer', () => {
  const rows: readonly [answer: string, version: string | undefined][] = [
    ['{"Application":"arduino-cli","VersionString":"1.5.1","Commit":"x"}', '1.5.1'],
    ['{"Application":"cat","VersionString":"1.5.1"}', undefined],
    ['{"Application":"arduino-cli","VersionString":15}', undefined],
    ['arduino-cli  Version: 1.5.1', undefined],
    ['null', undefined],
    ['[]', undefined],
    ['', undefined],
    [
      `{"Application":"arduino-cli","VersionString":"1.5.1","x":"${'y'.repeat(20_000)}"}`,
      undefined,
    ],
  ];
  for (const [answer, version] of rows) {
    it(`reads ${answer.slice(0, 40)} as ${String(version)}`, () =>
      assert.equal(readVersionAnswer(answer), version));
  }
});
