import * as vscode from 'vscode';
import { type CommandId, pageTypes, viewIds } from '../contributions';
import type { StackRow } from '../cloud/stackRows';
import { Chain } from '../doctor/chain';
import type { ChainRow } from '../doctor/chainRows';
import type { BackendRow } from '../sigfox/backendRows';
import type { Clock, Random } from '../shared/clock';
import { DisposableStore } from '../shared/disposable';
import type { Logger } from '../shared/logger';
import { systemClock } from '../shared/io/systemClock';
import { machineName } from '../shared/machine';
import { CommandRunner } from '../shared/ui/commandRunner';
import { ContextKeys } from '../shared/ui/contextKey';
import { LatePages } from '../shared/ui/latePages';
import { LateTasks } from '../shared/ui/lateTasks';
import { LateTree } from '../shared/ui/lateTree';
import { createOutputLogger } from '../shared/ui/outputLogger';

/** What every room is joined with: one of each for the whole window. */
export interface Joint {
  readonly context: vscode.ExtensionContext;
  readonly owned: DisposableStore;
  readonly log: Logger & vscode.LogOutputChannel;
  readonly commands: CommandRunner;
  readonly keys: ContextKeys;
  readonly trees: ReturnType<typeof createTrees>;
  readonly pages: LatePages;
  readonly tasks: LateTasks;
  readonly clock: Clock;
  readonly random: Random;
  readonly chain: Chain;
  /** Words for where the extension runs, when that is not the person's own computer. */
  readonly machine: string | undefined;
}

/** The two groups of rooms; each is loaded when something of it is first used. */
export interface RoomOpeners {
  /** Simulator, messages, cloud, callback, chain. */
  network(): Promise<unknown>;
  /** Firmware, sketches, serial; they need the others. */
  board(): Promise<unknown>;
}

/** Registers with the editor whatever it may ask for first. */
export function createJoint(context: vscode.ExtensionContext, rooms: RoomOpeners): Joint {
  const owned = new DisposableStore();
  context.subscriptions.push(owned);
  const log = owned.add(createOutputLogger());
  const open = (id: CommandId) => (boardCommand.test(id) ? rooms.board() : rooms.network());
  return {
    context,
    owned,
    log,
    commands: owned.add(new CommandRunner(log, open)),
    keys: new ContextKeys(),
    trees: createTrees(owned, rooms),
    pages: owned.add(new LatePages(Object.values(pageTypes), () => rooms.network())),
    tasks: owned.add(new LateTasks('sigfox', () => rooms.board())),
    clock: systemClock,
    random: Math.random,
    chain: owned.add(new Chain()),
    machine: remoteMachine(),
  };
}

const boardCommand = /^sigfox\.(?:firmware|serial)\./;

function createTrees(owned: DisposableStore, rooms: RoomOpeners) {
  const open = () => rooms.network();
  return {
    messages: owned.add(new LateTree<string>(viewIds.messages, open, { showCollapseAll: true })),
    stack: owned.add(new LateTree<StackRow>(viewIds.stack, open)),
    chain: owned.add(new LateTree<ChainRow>(viewIds.chain, open)),
    backend: owned.add(new LateTree<BackendRow>(viewIds.backend, open)),
  };
}

function remoteMachine(): string | undefined {
  const { remoteName } = vscode.env;
  const wslDistribution = process.env['WSL_DISTRO_NAME'];
  return remoteName === undefined ? undefined : machineName({ remoteName, wslDistribution });
}
