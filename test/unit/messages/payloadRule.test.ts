import assert from 'node:assert/strict';
import { readConnectionSettings } from '../../../src/messages/connectionSettings';
import { settingsByRule, topicMatches } from '../../../src/messages/payloadRule';

describe('topicMatches', () => {
  const cases: readonly [filter: string, topic: string, matches: boolean][] = [
    ['sigfox', 'sigfox', true],
    ['sigfox', 'Sigfox', false],
    ['sigfox/#', 'sigfox', true],
    ['sigfox/#', 'sigfox/a/b', true],
    ['sigfox/+', 'sigfox', false],
    ['sigfox/+', 'sigfox/a', true],
    ['sigfox/+', 'sigfox/a/b', false],
    ['+/b', 'a/b', true],
    ['/a', 'a', false],
    ['#', 'anything/at/all', true],
    ['a//b', 'a//b', true],
  ];
  for (const [filter, topic, matches] of cases) {
    it(`${matches ? 'finds' : 'does not find'} "${topic}" under "${filter}"`, () =>
      assert.equal(topicMatches(filter, topic), matches));
  }
});

describe('settingsByRule', () => {
  it('takes the first rule that fits topic, device type and beginning of the id', () => {
    const { brokers } = readConnectionSettings([
      {
        name: 'Home',
        url: 'mqtt://h',
        topicFilters: ['sigfox/#'],
        payloads: [
          { config: 'a::uint:8', topic: 'sigfox/thermo' },
          { config: 'b::uint:8', deviceType: '59c2' },
          { config: 'c::uint:8', devices: '41f' },
          { topic: 'no config' },
          { config: 'd::uint:8' },
        ],
      },
    ]);
    const rules = brokers[0]?.payloadRules ?? [];
    const configs = [
      { device: '41F2A7', topic: 'sigfox/thermo' },
      { device: '41F2A7', topic: 'sigfox', deviceType: '59c2' },
      { device: '41F2A7', topic: 'sigfox' },
      { device: 'BEF', topic: 'sigfox' },
    ].map((facts) => settingsByRule(rules, facts)?.config);
    assert.deepEqual(configs, ['a::uint:8', 'b::uint:8', 'c::uint:8', 'd::uint:8']);
  });
});
