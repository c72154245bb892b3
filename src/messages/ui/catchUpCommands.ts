import * as vscode from 'vscode';
import { every } from '../../shared/clock';
import type { Clock } from '../../shared/clock';
import type { Disposable } from '../../shared/disposable';
import type { CommandRunner } from '../../shared/ui/commandRunner';
import type { CatchUp } from '../catchUp';
import type { Connections } from '../connections';

const seenKey = 'sigfox.seenUntil';

/** A window that is closed without a word was there until shortly before. */
const noteEveryMs = 5_000;

export interface CatchUpCommandDoors {
  readonly catchUp: CatchUp;
  readonly connections: Connections;
  readonly clock: Clock;
  readonly state: vscode.Memento;
}

/** Until when this window was listening: what came later is what a person missed. */
export class Presence implements Disposable {
  /** Undefined on the first visit. */
  readonly before: number | undefined;
  private readonly timer: Disposable;

  constructor({ connections, clock, state }: Omit<CatchUpCommandDoors, 'catchUp'>) {
    const stored = state.get<unknown>(seenKey);
    this.before = typeof stored === 'number' && stored <= clock.now() ? stored : undefined;
    this.timer = every(clock, noteEveryMs, () => {
      const isLive = connections.all.some(
        ({ connection, state: { kind } }) =>
          kind === 'live' && connection.endpoint.kind !== 'replay',
      );
      if (isLive) void state.update(seenKey, clock.now());
    });
  }

  dispose(): void {
    this.timer.dispose();
  }
}

export function registerCatchUp(
  commands: CommandRunner,
  catchUp: CatchUp,
  presence: Presence,
): Disposable {
  return vscode.Disposable.from(
    presence,
    commands.register('sigfox.messages.catchUp', async (action) => {
      if (action === 'stop') catchUp.stop();
      else await catchUp.run(presence.before);
    }),
    commands.register('sigfox.messages.showMissed', async (kind) => {
      const { state } = catchUp;
      if (state.kind !== 'done' && state.kind !== 'failed') return;
      const since = new Date(state.summary.sinceMs).toISOString().replace(/\.\d+Z$/, 'Z');
      const query = kind === 'undecodable' ? `after:${since} undecodable` : `after:${since}`;
      await vscode.commands.executeCommand('sigfox.messages.search', query);
    }),
  );
}
