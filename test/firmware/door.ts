import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { WorkEvents } from '../../src/firmware/arduinoCli';
import { DaemonArduinoCli } from '../../src/firmware/io/daemonArduinoCli';
import { NodeProcessRunner } from '../../src/shared/io/nodeProcessRunner';
import type { ProcessRequest, ProcessRunner } from '../../src/shared/processRunner';
import { systemClock } from '../../src/shared/io/systemClock';
import { tsxGuard } from '../support/tsxGuard';
import { fromSuite } from './fromSuite';

export const never = new AbortController().signal;

/** The door under test, on the real arduino-cli; `warnings` collects what it could not load. */
export function openDoor(
  options: {
    program?: string;
    proxy?: string;
    additionalUrls?: readonly string[];
    /** A home of its own for arduino-cli, instead of the suite's. */
    home?: Readonly<Record<string, string>>;
  } = {},
) {
  const warnings: string[] = [];
  const door = new DaemonArduinoCli({
    runner: inHome(options.home ?? {}),
    clock: systemClock,
    locate: () =>
      Promise.resolve({ kind: 'done', value: options.program ?? fromSuite('FIRMWARE_CLI') }),
    environment: () => ({ proxy: options.proxy, additionalUrls: options.additionalUrls ?? [] }),
    onWarning: (text) => warnings.push(text),
    notesFolder: notesFolderOf(options.home ?? process.env),
  });
  return { door, warnings };
}

/** With the builds themselves: what is known of them goes with them. */
export function notesFolderOf(home: Readonly<Record<string, string | undefined>>): string {
  return path.join(home['ARDUINO_BUILD_CACHE_PATH'] ?? os.tmpdir(), 'unended');
}

function inHome(home: Readonly<Record<string, string>>): ProcessRunner {
  const runner = new NodeProcessRunner(tsxGuard);
  const at = (request: ProcessRequest) => ({ ...request, env: { ...home, ...request.env } });
  return {
    start: (request) => runner.start(at(request)),
    run: (request, signal) => runner.run(at(request), signal),
  };
}

/** Keeps what a piece of work says. */
export function keptEvents() {
  const kept = { output: '', percents: [] as number[], messages: [] as string[] };
  const events: WorkEvents = {
    onOutput: (text) => (kept.output += text),
    onProgress: ({ percent, message }) => {
      if (percent !== undefined) kept.percents.push(percent);
      if (message !== '') kept.messages.push(message);
    },
  };
  return { kept, events };
}

/** A folder for sketches, removed after the tests of the block it is made in. */
export function sketchbook() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sketches-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return {
    folder,
    /** Writes a sketch; the text is its main file, others come by name. */
    write: (name: string, text: string, others: Readonly<Record<string, string>> = {}): string => {
      const sketch = path.join(folder, name);
      mkdirSync(sketch, { recursive: true });
      for (const [file, content] of Object.entries({ [`${name}.ino`]: text, ...others })) {
        writeFileSync(path.join(sketch, file), content);
      }
      return sketch;
    },
  };
}
