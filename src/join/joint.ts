import * as vscode from 'vscode';
import { Chain } from '../doctor/chain';
import type { Clock, Random } from '../shared/clock';
import { DisposableStore } from '../shared/disposable';
import type { Logger } from '../shared/logger';
import { systemClock } from '../shared/io/systemClock';
import { machineName } from '../shared/machine';
import { CommandRunner } from '../shared/ui/commandRunner';
import { ContextKeys } from '../shared/ui/contextKey';
import { createOutputLogger } from '../shared/ui/outputLogger';

/** What every room is joined with: one of each for the whole window. */
export interface Joint {
  readonly context: vscode.ExtensionContext;
  readonly owned: DisposableStore;
  readonly log: Logger & vscode.LogOutputChannel;
  readonly commands: CommandRunner;
  readonly keys: ContextKeys;
  readonly clock: Clock;
  readonly random: Random;
  readonly chain: Chain;
  /** Words for where the extension runs, when that is not the person's own computer. */
  readonly machine: string | undefined;
}

export function createJoint(context: vscode.ExtensionContext): Joint {
  const owned = new DisposableStore();
  context.subscriptions.push(owned);
  const log = owned.add(createOutputLogger());
  return {
    context,
    owned,
    log,
    commands: new CommandRunner(log),
    keys: new ContextKeys(),
    clock: systemClock,
    random: Math.random,
    chain: owned.add(new Chain()),
    machine: remoteMachine(),
  };
}

function remoteMachine(): string | undefined {
  const { remoteName } = vscode.env;
  const wslDistribution = process.env['WSL_DISTRO_NAME'];
  return remoteName === undefined ? undefined : machineName({ remoteName, wslDistribution });
}
