import assert from 'node:assert/strict';
import {
  brokerUrlProblem,
  readConnectionSettings,
  topicFilterProblem,
} from '../../../src/messages/connectionSettings';

const usable = { name: 'Home', url: 'mqtts://broker.example:8883', topicFilters: ['sigfox'] };

describe('readConnectionSettings', () => {
  const cases: readonly [reason: string, setting: unknown, names: string[], problems: string[]][] =
    [
      ['a usable entry', [usable], ['Home'], []],
      ['no list at all', { name: 'x' }, [], []],
      [
        'no name',
        [{ ...usable, name: ' ' }, usable],
        ['Home'],
        ['A connection in the setting "sigfox.connections" has no name.'],
      ],
      ['a number', [7], [], ['A connection in the setting "sigfox.connections" has no name.']],
      ['no url', [{ name: 'A', topicFilters: ['x'] }], [], ['The connection "A" has no "url".']],
      [
        'another scheme',
        [{ ...usable, url: 'file:///etc' }],
        [],
        [
          'The connection "Home" cannot be used: the address begins with "file:"; write "mqtt:", "mqtts:", "ws:" or "wss:".',
        ],
      ],
      [
        'a password in the address',
        [{ ...usable, url: 'mqtt://u:p@h' }],
        [],
        [
          'The connection "Home" cannot be used: the address holds a user name or password; leave them out, they are asked for.',
        ],
      ],
      [
        'no usable filter',
        [{ ...usable, topicFilters: ['$SYS/#', 3] }],
        [],
        ['The connection "Home" names no topic that can be subscribed to.'],
      ],
      [
        'the same name twice',
        [usable, usable],
        ['Home'],
        ['Two connections are called "Home"; the first is used.'],
      ],
      [
        'control characters in a name',
        [{ ...usable, name: 'a\u202eb', url: 1 }],
        [],
        ['The connection "a\ufffdb" has no "url".'],
      ],
    ];
  for (const [reason, setting, names, problems] of cases) {
    it(`reads ${reason}`, () => {
      const read = readConnectionSettings(setting);
      assert.deepEqual(
        { names: read.brokers.map(({ name }) => name), problems: read.problems },
        { names, problems },
      );
    });
  }
});

describe('brokerUrlProblem', () => {
  it('names what is no address and an example of one', () => {
    assert.equal(
      brokerUrlProblem('broker'),
      '"broker" is not an address; write for example "mqtts://broker.example:8883".',
    );
  });
  it('accepts the four schemes', () => {
    assert.deepEqual(
      ['mqtt://h', 'mqtts://h:1', 'ws://h/mqtt', 'wss://h/mqtt'].map(brokerUrlProblem),
      [undefined, undefined, undefined, undefined],
    );
  });
});

describe('topicFilterProblem', () => {
  const misplaced = '"+" stands for one whole level and "#" for all that follow at the end.';
  const cases: readonly [filter: string, problem: string | undefined][] = [
    ['sigfox', undefined],
    ['a//b', undefined],
    ['a/+/b', undefined],
    ['a/#', undefined],
    ['', 'Write a topic, for example "sigfox".'],
    ['a/#/b', misplaced],
    ['a#', misplaced],
    ['a+/b', misplaced],
    ['$SYS/#', 'Topics that begin with "$" are the broker\'s own.'],
    ['1/2/3/4/5/6/7/8/9', 'A topic has at most seven slashes.'],
    ['é'.repeat(129), 'A topic has at most 256 bytes.'],
    ['a\0', 'A topic holds no NUL character.'],
  ];
  for (const [filter, problem] of cases) {
    it(`judges ${JSON.stringify(filter.slice(0, 20))}`, () => {
      assert.equal(topicFilterProblem(filter), problem);
    });
  }
});
