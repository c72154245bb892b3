import assert from 'node:assert/strict';
import {
  type FailureWords,
  noBindingWords,
  type OpenFailure,
  openFailureWords,
} from '../../../src/serial/openFailure';

const holder = (program: string, isEditor = false) => ({ processId: 4711, program, isEditor });
const rows: readonly [failure: OpenFailure, words: FailureWords, platform?: string][] = [
  [
    { kind: 'missing' },
    { message: '"ttyUSB0" is not there. Plug the board in, or choose another port.' },
  ],
  [
    { kind: 'denied', group: 'dialout', isMember: false },
    {
      message:
        'You may not open "ttyUSB0": only the group "dialout" may. Add your account to it, then log out and in again.',
      remedy: 'sudo usermod -aG dialout ada',
    },
  ],
  [
    { kind: 'denied', group: 'uucp', isMember: false },
    {
      message:
        'You may not open "ttyUSB0": only the group "uucp" may. Add your account to it, then log out and in again.',
      remedy: 'sudo usermod -aG uucp ada',
    },
  ],
  [
    { kind: 'denied', group: 'dialout', isMember: true },
    {
      message:
        'You may not open "ttyUSB0" yet: your account is in the group "dialout", but this session began before that. Log out and in again.',
    },
  ],
  [
    { kind: 'denied', group: undefined, isMember: false },
    {
      message:
        'You may not open "ttyUSB0": the system lets only its administrator do that. Give your account access to it.',
      remedy: 'sudo setfacl -m u:ada:rw ttyUSB0',
    },
  ],
  [
    { kind: 'busy', holders: [holder('ModemManager')] },
    {
      message:
        'ModemManager holds "ttyUSB0": it takes the board for a telephone modem. Stop it, or wait half a minute after plugging in.',
      remedy: 'sudo systemctl stop ModemManager',
    },
  ],
  [
    { kind: 'busy', holders: [holder('screen')] },
    { message: '"ttyUSB0" is in use by "screen" (process 4711). Close it there first.' },
  ],
  [
    { kind: 'busy', holders: [holder('node', true)] },
    {
      message:
        'Another window of the editor holds "ttyUSB0" (process 4711). Close its serial monitor.',
    },
  ],
  [
    { kind: 'busy', holders: [] },
    { message: '"ttyUSB0" is in use by a program of another account. Close it there first.' },
  ],
  [
    { kind: 'busy', holders: [] },
    {
      message:
        '"ttyUSB0" is in use by another program, or by a monitor in another window. Close it there first.',
    },
    'win32',
  ],
  [
    { kind: 'takenByBraille' },
    {
      message:
        'The braille service "brltty" takes "ttyUSB0" for itself. Remove it if you have no braille display, then plug the board in again.',
      remedy: 'sudo apt remove brltty',
    },
  ],
];

describe('openFailureWords', () => {
  for (const [failure, words, platform = 'linux'] of rows) {
    it(`names cause and fix: ${JSON.stringify(failure)} on ${platform} (F6)`, () => {
      assert.deepEqual(
        openFailureWords(failure, { port: 'ttyUSB0', platform, userName: 'ada' }),
        words,
      );
    });
  }

  it('says that the monitor is unavailable, and what to do (F22)', () => {
    assert.equal(
      noBindingWords('No native build was found for platform=linux\u0007', 'linux'),
      'Serial monitor unavailable: the part that opens ports did not load on linux (No native build was found for platform=linux\ufffd). Install the extension again; on Alpine Linux, install "libstdc++" first.',
    );
  });
});
