// Brings up what the firmware tests run against: the real arduino-cli, compiler and uploader.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createArduinoHome, ensureArduino } from '../../scripts/arduino.mjs';
import { startFeeder } from '../support/feeder.mjs';

export async function prepare(version = process.env.FIRMWARE_ARDUINO_CLI) {
  const arduino = await ensureArduino(version || undefined);
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'arduino-'));
  const silent = await startFeeder();
  const env = {
    ...createArduinoHome(home),
    FIRMWARE_ARDUINO_CLI: arduino.version,
    FIRMWARE_CLI: arduino.cli,
    FIRMWARE_AVRDUDE: arduino.avrdude,
    FIRMWARE_AVR_GCC: arduino.avrGcc,
    FIRMWARE_AVR_CORE: arduino.avrCore,
    FIRMWARE_BOOT_UNO: arduino.bootloaders.uno,
    FIRMWARE_BOOT_MEGA: arduino.bootloaders.mega,
    FIRMWARE_SILENT: silent.address,
  };
  return {
    env,
    standIns: ['cpptools', 'clangd'].map((name) =>
      path.join(import.meta.dirname, 'standIns', name),
    ),
    settings: { 'sigfox.arduinoCli.path': arduino.cli },
    close: async () => {
      await silent.stop();
      fs.rmSync(home, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
