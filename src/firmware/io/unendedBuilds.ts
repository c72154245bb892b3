import { createHash } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** A build, by what makes it another one. */
export interface Build {
  readonly folder: string;
  readonly fqbn: string;
}

/**
 * Knows the builds that began and never came to an end: stopped, or killed with arduino-cli or the editor. arduino-cli takes
 * whatever lies in its build folder for whole, so that half of a core library would be linked, and kept for every sketch. The
 * knowledge is kept as empty files, since whoever is killed cannot write any.
 */
export class UnendedBuilds {
  constructor(private readonly folder: string) {}

  /** Says whether the build before did not end; from now on this one has not. */
  async begin(build: Build): Promise<boolean> {
    // Where nothing can be noted, on a full disk, the build says so itself.
    await mkdir(this.folder, { recursive: true }).catch(() => undefined);
    try {
      await writeFile(this.mark(build), '', { flag: 'wx' });
      return false;
    } catch (error) {
      return error instanceof Error && 'code' in error && error.code === 'EEXIST';
    }
  }

  async end(build: Build): Promise<void> {
    // One that stays costs a build from scratch, no more.
    await rm(this.mark(build), { force: true }).catch(() => undefined);
  }

  private mark({ folder, fqbn }: Build): string {
    const name = createHash('sha256').update(`${folder}\n${fqbn}`).digest('hex').slice(0, 32);
    return path.join(this.folder, name);
  }
}
