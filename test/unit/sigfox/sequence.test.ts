import assert from 'node:assert/strict';
import {
  followSequence,
  formatNotSeen,
  notSeenCause,
  type SequenceState,
} from '../../../src/sigfox/sequence';

function follow(...steps: readonly (readonly [seqNumber: number, minute: number])[]): string[] {
  let state: SequenceState | undefined;
  return steps.map(([seqNumber, minute]) => {
    const followed = followSequence(state, seqNumber, minute * 60_000);
    state = followed.state;
    const { event } = followed;
    return event.kind === 'notSeen'
      ? `notSeen ${formatNotSeen(event)} (${event.count})`
      : event.kind;
  });
}

describe('followSequence', () => {
  const cases: readonly [
    reason: string,
    steps: readonly (readonly [number, number])[],
    events: readonly string[],
  ][] = [
    [
      'numbers one after the other',
      [
        [7, 0],
        [8, 10],
        [9, 20],
      ],
      ['first', 'next', 'next'],
    ],
    [
      'one number that a keep-alive took',
      [
        [7, 0],
        [9, 10],
      ],
      ['first', 'notSeen #8 (1)'],
    ],
    [
      'several that did not come',
      [
        [73, 0],
        [76, 10],
      ],
      ['first', 'notSeen #74–#75 (2)'],
    ],
    [
      'the same message again',
      [
        [7, 0],
        [7, 0],
        [8, 10],
      ],
      ['first', 'duplicate', 'next'],
    ],
    [
      'a message that is late',
      [
        [7, 0],
        [9, 20],
        [8, 10],
        [10, 30],
      ],
      ['first', 'notSeen #8 (1)', 'late', 'next'],
    ],
    [
      'a wrap at 4096',
      [
        [4095, 0],
        [0, 10],
        [1, 20],
      ],
      ['first', 'next', 'next'],
    ],
    [
      'a wrap at 128 with two not seen',
      [
        [126, 0],
        [1, 10],
      ],
      ['first', 'notSeen #127–#0 (2)'],
    ],
    [
      'a device that was reset',
      [
        [900, 0],
        [0, 10],
        [1, 20],
      ],
      ['first', 'restarted', 'next'],
    ],
    [
      'a device that was reset at its first number',
      [
        [0, 0],
        [0, 10],
      ],
      ['first', 'restarted'],
    ],
    [
      'a second wrap at the modulo that was learned',
      [
        [255, 0],
        [0, 10],
        [100, 20],
        [90, 30],
      ],
      ['first', 'next', 'notSeen #1–#99 (99)', 'restarted'],
    ],
  ];
  for (const [reason, steps, events] of cases) {
    it(`judges ${reason}`, () => assert.deepEqual(follow(...steps), events));
  }

  it('never says that a message is lost', () => {
    assert.equal(
      notSeenCause(1),
      'Most likely the confirmation of a downlink or the daily keep-alive: each takes one number and never reaches the topic.',
    );
    assert.doesNotMatch(notSeenCause(2), /lost/);
  });
});
