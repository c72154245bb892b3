import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findInTar, findInZip } from '../../../src/firmware/archiveMember';

describe('archiveMember', () => {
  it('finds nothing in random bytes, and never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => {
        assert.equal(findInTar(bytes, 'arduino-cli'), undefined);
        assert.equal(findInZip(bytes, 'arduino-cli'), undefined);
      }),
      { seed: 4, numRuns: 500 },
    );
  });

  it('stays inside the archive when a zip lies about its places', () => {
    const zip = new Uint8Array(22 + 46);
    const view = new DataView(zip.buffer);
    view.setUint32(0, 0x02014b50, true);
    view.setUint32(42, 0xffffffff, true);
    view.setUint32(46, 0x06054b50, true);
    view.setUint16(46 + 10, 2, true);
    assert.equal(findInZip(zip, ''), undefined);
    view.setUint32(46 + 16, 0xfffffff0, true);
    assert.equal(findInZip(zip, ''), undefined);
  });

  it('stays inside the archive when a tar is cut off or lies about a length', () => {
    const header = new Uint8Array(512);
    header.set(new TextEncoder().encode('arduino-cli'));
    for (const size of ['77777777777', '-1', 'no octal', '']) {
      header.set(new TextEncoder().encode(`${size}\0`), 124);
      header[156] = 0x30;
      assert.equal(findInTar(header, 'arduino-cli'), undefined, size);
    }
  });
});
