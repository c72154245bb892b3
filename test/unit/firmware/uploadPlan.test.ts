import assert from 'node:assert/strict';
import { uploadPlan } from '../../../src/firmware/uploadPlan';

const board = { name: 'Arduino Mega', fqbn: 'arduino:avr:mega' };
const port = {
  address: '/dev/ttyACM0',
  protocol: 'serial',
  label: '/dev/ttyACM0',
  identity: {},
  boards: [board],
};
const job = { folder: '/home/me/my sketches/meter', fqbn: board.fqbn };
const shown = (more: object, version?: string) =>
  uploadPlan({ job: { ...job, ...more }, board, port, version }).map(
    ({ label, description }) => `${label} | ${description}`,
  );

describe('uploadPlan', () => {
  it('says what runs, on what, through what', () => {
    assert.deepEqual(shown({}, '1.5.1'), [
      'Sketch "meter" | compiled first · /home/me/my sketches/meter',
      'Arduino Mega | arduino:avr:mega',
      'ttyACM0 | /dev/ttyACM0 · Arduino Mega',
      'Through the bootloader | the uploader is the one that the platform of the board names',
      'arduino-cli 1.5.1 | arduino-cli upload --fqbn arduino:avr:mega --port /dev/ttyACM0 "/home/me/my sketches/meter"',
    ]);
  });

  it('names the programmer and the profile where there is one', () => {
    assert.deepEqual(shown({ programmer: 'usbasp', profile: 'field' }).slice(3), [
      'Programmer usbasp | the uploader is the one that the platform of the board names',
      'Profile field | of sketch.yaml: platforms and libraries are the ones it names',
      'arduino-cli | arduino-cli upload --fqbn arduino:avr:mega --port /dev/ttyACM0 --programmer usbasp --profile field "/home/me/my sketches/meter"',
    ]);
  });

  it('lets each row change what it says', () => {
    const rows = uploadPlan({ job, board, port, version: undefined });
    assert.deepEqual(
      rows.map(({ command }) => command),
      [
        undefined,
        'sigfox.firmware.chooseBoard',
        'sigfox.firmware.choosePort',
        'sigfox.firmware.chooseBoard',
        undefined,
      ],
    );
  });
});
