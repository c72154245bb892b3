import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createArduinoHome } from '../../scripts/arduino.mjs';

/** A home of arduino-cli's for one block of tests: by it, all that runs for these tests can be told from the rest. */
export function homeOfItsOwn() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'home-'));
  const home = createArduinoHome(folder);
  after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return { home, folder, running: () => runningIn(folder) };
}

/** Names of the programs that run in this home: arduino-cli, its tools and their tools; not the guards, nor ourselves. */
function runningIn(folder: string): readonly { readonly id: number; readonly name: string }[] {
  return processIds().flatMap((id) => {
    try {
      const name = readFileSync(`/proc/${id}/comm`, 'utf8').trim();
      const isOurs = readFileSync(`/proc/${id}/environ`, 'latin1').includes(`=${folder}/`);
      return isOurs && !/^(node|MainThread|sh)$/.test(name) ? [{ id, name }] : [];
    } catch {
      // It has gone while it was looked at.
      return [];
    }
  });
}

/** Whether any program but this one has the file open. */
export function isHeld(file: string): boolean {
  return processIds().some((id) => {
    if (id === process.pid) return false;
    try {
      return readdirSync(`/proc/${id}/fd`).some(
        (fd) => readlinkSync(`/proc/${id}/fd/${fd}`) === file,
      );
    } catch {
      return false;
    }
  });
}

function processIds(): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}
