import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

export interface SmallDisk {
  readonly folder: string;
  /** Gives it room again. */
  grow(): void;
  remove(): void;
}

/** A disk that is full after some megabytes: one of its own, or the shared memory of a container that may not mount. */
export function createSmallDisk(under: string, megabytes = 1): SmallDisk {
  const roomBytes = megabytes * 1024 * 1024;
  const folder = path.join(under, 'small');
  fs.mkdirSync(folder);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${roomBytes}`, 'tmpfs', folder], {
      stdio: 'pipe',
    });
  } catch {
    return filledShare(roomBytes);
  }
  return {
    folder,
    grow: () => void execFileSync('mount', ['-o', 'remount,size=64m', folder]),
    remove: () => void execFileSync('umount', ['-l', folder]),
  };
}

function filledShare(roomBytes: number): SmallDisk {
  const folder = fs.mkdtempSync('/dev/shm/small-');
  const filler = path.join(folder, 'filler');
  const remove = () => fs.rmSync(folder, { recursive: true, force: true });
  const { bavail, bsize } = fs.statfsSync(folder);
  try {
    execFileSync('fallocate', ['-l', String(bavail * bsize - roomBytes), filler]);
  } catch (error) {
    remove();
    throw error;
  }
  return { folder, grow: () => fs.rmSync(filler), remove };
}
