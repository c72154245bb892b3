import fs from 'node:fs';
import path from 'node:path';
import { createSmallDisk, type SmallDisk } from '../smallDisk';
import { gone, listenToShed, ports, publisher, seen, storeFolder } from './brokers';

let disk: SmallDisk | undefined;

/** The store of this window lies on a disk of its own from the start, which is filled at the end. */
export function placeStore(): void {
  before(() => {
    const storage = path.dirname(storeFolder());
    fs.mkdirSync(storage, { recursive: true });
    disk = createSmallDisk(storage, 64);
    fs.symlinkSync(disk.folder, storeFolder());
  });
  after(() => disk?.remove());
}

export function describeFullDisk(): void {
  describe('a disk that is full', function () {
    this.timeout(120_000);
    listenToShed();

    it('ends the keeping, says so, and goes on showing (F17)', async () => {
      fill(path.join(disk?.folder ?? '', 'filler'));
      const client = await publisher(ports.plain);
      const padding = 'x'.repeat(2_000);
      for (let seqNumber = 1; seqNumber <= 500; seqNumber++) {
        const text = JSON.stringify({ device: '1F111', time: 1_479_817_071, seqNumber, padding });
        await client.publishAsync('sigfox/other', text, { qos: 0 });
      }
      await client.publishAsync(
        'sigfox/thermo',
        JSON.stringify({ device: '1F222', data: '41df41e3' }),
        {
          qos: 1,
        },
      );
      await client.endAsync();
      await seen(
        /^Not Kept ?Messages are no longer kept: the disk is full\. \d[\d,]* are not kept so far\./,
      );
      await seen(/^1F222 ?27\.91/);
    });

    it('keeps again when there is room, and says what is missing (F17)', async () => {
      fs.rmSync(path.join(disk?.folder ?? '', 'filler'));
      const client = await publisher(ports.plain);
      await client.publishAsync(
        'sigfox/thermo',
        JSON.stringify({ device: '1F333', data: '41df41e3' }),
      );
      await client.endAsync();
      await gone('no longer kept');
      await seen(/\d[\d,]* messages were not kept while the disk did not take them\./);
    });
  });
}

/** Takes all the room there is. */
function fill(file: string): void {
  const piece = Buffer.alloc(64 * 1024);
  const out = fs.openSync(file, 'w');
  try {
    for (let size = piece.length; size >= 1;) {
      try {
        fs.writeSync(out, piece, 0, size);
      } catch {
        size = Math.floor(size / 2);
      }
    }
  } finally {
    fs.closeSync(out);
  }
}
