import { build } from 'esbuild';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { systemClock } from '../../src/shared/io/systemClock';
import type { BoardSetup } from '../../src/simulator/board/boardModel';
import type { BoardStart } from '../../src/simulator/board/boardMessages';
import { VirtualBoard, type VirtualBoardState } from '../../src/simulator/board/virtualBoard';
import { WorkerBoard } from '../../src/simulator/io/workerBoard';
import { boardIdentity } from '../../src/simulator/network/boardDevice';

let bundle: Promise<URL> | undefined;

/** The worker, bundled from the sources as the extension's build does it. */
export function boardWorker(): Promise<URL> {
  bundle ??= bundleWorker();
  return bundle;
}

async function bundleWorker(): Promise<URL> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'board-worker-'));
  process.once('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  const outfile = path.join(folder, 'boardWorker.mjs');
  await build({
    entryPoints: [path.resolve(import.meta.dirname, '../../src/simulator/io/boardWorker.ts')],
    ...{ outfile, bundle: true, format: 'esm', platform: 'node', target: 'node20' },
    // As in the extension's build: packages in the old module format ask for `require`.
    banner: {
      js: "import{createRequire as makeRequire}from'node:module';const require=makeRequire(import.meta.url);",
    },
  });
  return pathToFileURL(outfile);
}

/** A board as the extension makes it, in a thread of its own and in real time. */
export function createVirtualBoard(change: Partial<BoardStart> = {}): VirtualBoard {
  return new VirtualBoard(
    async (start) => new WorkerBoard({ ...start, ...change }, await boardWorker()),
    boardIdentity,
  );
}

/** Plugs a board in and gives its port. */
export async function plugIn(board: VirtualBoard, setup: BoardSetup): Promise<string> {
  await board.start(setup);
  const { state } = board;
  if (state.kind !== 'running') throw new Error(`the board is ${state.kind}`);
  return state.address;
}

/** Everything the board prints from now on. */
export class Listener {
  private text = '';

  constructor(board: VirtualBoard) {
    board.onDidReceive((bytes) => (this.text += Buffer.from(bytes).toString('latin1')));
  }

  get heard(): string {
    return this.text;
  }

  /** Waits until the text was printed; gives all that was. */
  async hears(text: string, timeoutMs = 30_000): Promise<string> {
    await until(() => this.text.includes(text), `to print ${JSON.stringify(text)}`, timeoutMs);
    return this.text;
  }
}

/** Waits for the board to be in a state. */
export function stateOf(
  board: VirtualBoard,
  kind: VirtualBoardState['kind'],
): Promise<VirtualBoardState> {
  return until(() => (board.state.kind === kind ? board.state : undefined), `to be ${kind}`);
}

export async function until<T>(
  look: () => T | undefined | false,
  what: string,
  timeoutMs = 30_000,
): Promise<T> {
  const end = systemClock.now() + timeoutMs;
  for (;;) {
    const seen = look();
    if (seen !== undefined && seen !== false) return seen;
    if (systemClock.now() > end) throw new Error(`waited ${timeoutMs} ms for the board ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
