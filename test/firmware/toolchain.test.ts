import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fromSuite } from './fromSuite';

describe('the toolchain of the tests', function () {
  this.timeout(120_000);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'toolchain-'));

  after(() => rmSync(folder, { recursive: true, force: true }));

  it('has the arduino-cli that go.mod pins', () => {
    const said = JSON.parse(cli('version', '--json')) as { VersionString: string };
    assert.equal(said.VersionString, fromSuite('FIRMWARE_ARDUINO_CLI'));
  });

  it('compiles for the Uno with the real core and compiler', () => {
    const sketch = path.join(folder, 'blink');
    mkdirSync(sketch);
    writeFileSync(path.join(sketch, 'blink.ino'), 'void setup() {}\nvoid loop() {}\n');
    const said = JSON.parse(cli('compile', '--json', '-b', 'arduino:avr:uno', sketch)) as {
      success: boolean;
      warnings?: string[];
    };
    assert.deepEqual([said.success, said.warnings], [true, undefined]);
  });
});

function cli(...args: string[]): string {
  return execFileSync(fromSuite('FIRMWARE_CLI'), args, { encoding: 'utf8' });
}
