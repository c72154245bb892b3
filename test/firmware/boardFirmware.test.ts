import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { buildFirmware, firmwareFile } from '../../scripts/firmware.mjs';

describe('the firmware that ships with the extension', function () {
  this.timeout(120_000);
  for (const board of ['uno', 'mega'] as const) {
    it(`is what its sources build for the ${board} (else run "npm run firmware")`, async () => {
      assert.equal(await buildFirmware(board), readFileSync(firmwareFile(board), 'utf8'));
    });
  }
});
