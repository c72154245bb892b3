import assert from 'node:assert/strict';
import { cancelledWords, uploadFailed } from '../../../src/firmware/firmwareErrors';

const refused = {
  kind: 'refused',
  code: 'internal',
  message: 'uploading error: exit status 1',
} as const;
// Words of real uploaders. Those marked could not be made to happen here: they are in the uploaders' sources.
const table: readonly [words: string, message: string, button: string | undefined][] = [
  [
    'avrdude OS error: cannot open port /dev/ttyACM0: No such file or directory',
    'Could not upload to "ttyACM0": there is no such port any more.',
    'Choose Port',
  ],
  [
    'avrdude OS error: cannot open port /dev/ttyACM0: Device or resource busy',
    'Could not upload to "ttyACM0": another program has the port open.',
    'Choose Port',
  ],
  [
    'avrdude OS error: cannot open port /dev/ttyACM0: Permission denied',
    'Could not upload to "ttyACM0": you may not open the port.',
    'Show Output',
  ],
  [
    'avrdude stk500_getsync() warning: attempt 10 of 10: not in sync: resp=0x41',
    'Could not upload to "ttyACM0": no board answers there.',
    'Choose Port',
  ],
  [
    'avrdude error: expected signature for ATmega2560 is 1E 98 01',
    'Could not upload to "ttyACM0": the board there has no ATmega2560.',
    'Choose Board',
  ],
  [
    'avrdude OS error: unable to write: Input/output error',
    'Could not upload to "ttyACM0": the board went away.',
    'Choose Port',
  ],
  [
    // bossac, of SAMD boards.
    'No device found on ttyACM0',
    'Could not upload to "ttyACM0": there is no such port any more.',
    'Choose Port',
  ],
  ['something quite new', 'Could not upload to "ttyACM0": the uploader gave up.', 'Show Output'],
];

describe('uploadFailed', () => {
  for (const [words, message, button] of table) {
    it(`reads ${JSON.stringify(words.slice(0, 70))}`, () => {
      const error = uploadFailed('/dev/ttyACM0', refused, { words, hasLostBoard: false });
      assert.deepEqual([error.message, error.action?.title], [message, button]);
    });
  }

  it('says that the board went away when it was seen to go, whatever the uploader says', () => {
    const error = uploadFailed(
      '/dev/ttyACM0',
      { kind: 'cancelled' },
      { words: '', hasLostBoard: true },
    );
    assert.equal(error.message, 'Could not upload to "ttyACM0": the board went away.');
  });

  it('says what arduino-cli says of an unknown programmer', () => {
    const failure = { ...refused, message: "Programmer 'nope' not found" };
    const error = uploadFailed('/dev/ttyACM0', failure, { words: '', hasLostBoard: false });
    assert.equal(error.message, "arduino-cli says: Programmer 'nope' not found");
  });
});

describe('cancelledWords', () => {
  it('names what does not end', () => {
    assert.deepEqual(
      [
        cancelledWords({ kind: 'cancelled' }, true),
        cancelledWords({ kind: 'cancelled' }, false),
        cancelledWords({ kind: 'cancelled', leftRunning: 'avrdude' }, true),
      ],
      ['Cancelled. The port is free.', 'Cancelled.', 'Cancelled, but "avrdude" does not end.'],
    );
  });
});
