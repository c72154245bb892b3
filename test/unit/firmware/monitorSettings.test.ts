import assert from 'node:assert/strict';
import { type MonitorSettings, readMonitorSettings } from '../../../src/firmware/monitorSettings';
import { parseSketchYaml } from '../../../src/firmware/sketchYaml';
import { defaultSettings } from '../../../src/serial/monitorMemory';
import type { LineSettings } from '../../../src/serial/serialDriver';

const rows: readonly [config: Readonly<Record<string, string>>, MonitorSettings, why: string][] = [
  [{}, {}, 'nothing said is nothing set'],
  [{ baudrate: '19200' }, { baudRate: 19_200 }, 'the speed'],
  [{ baudrate: '31250' }, { baudRate: 31_250 }, 'a speed that no list has'],
  [{ baudrate: '0' }, {}, 'no speed'],
  [{ baudrate: '9600 baud' }, {}, 'words in the speed'],
  [{ baudrate: '99999999' }, {}, 'faster than any driver'],
  [
    { bits: '7', parity: 'even', stop_bits: '2' },
    { dataBits: 7, parity: 'even', stopBits: 2 },
    'the frame',
  ],
  [{ bits: '9' }, {}, 'nine bits, which our driver does not have'],
  [{ parity: 'Odd' }, { parity: 'odd' }, 'a capital, as older monitors write it'],
  [{ stop_bits: '1.5' }, { stopBits: 1.5 }, 'one and a half'],
  [{ dtr: 'on', rts: 'off' }, { dtr: 'raise', rts: 'lower' }, 'the control lines'],
  [{ dtr: 'maybe', parity: 'constructor', __proto__x: '1' }, {}, 'words that mean nothing'],
];

describe('readMonitorSettings', () => {
  for (const [config, settings, why] of rows) {
    it(`reads ${JSON.stringify(config)} (${why})`, () => {
      assert.deepEqual(readMonitorSettings(new Map(Object.entries(config))), settings);
    });
  }

  it('speaks the language of the serial monitor, from the file on', () => {
    const text =
      'profiles:\n  field:\n    fqbn: arduino:avr:uno\n    port_config:\n      baudrate: 9600\n      dtr: on\n';
    const [profile] = parseSketchYaml(text).project?.profiles ?? [];
    assert.ok(profile);
    const settings: LineSettings = {
      ...defaultSettings,
      ...readMonitorSettings(profile.portSettings),
    };
    assert.deepEqual(settings, { ...defaultSettings, baudRate: 9_600, dtr: 'raise' });
  });
});
