import { BoardOnNetwork } from '../simulator/boardOnNetwork';
import { boardIdentity } from '../simulator/network/boardDevice';
import { VirtualBoard } from '../simulator/board/virtualBoard';
import type { BoardStart } from '../simulator/board/boardMessages';
import { Simulator } from '../simulator/simulator';
import { registerBoardCommands } from '../simulator/ui/boardCommands';
import { registerSimulator, requireRunning } from '../simulator/ui/registerSimulator';
import type { Joint } from './joint';

export function createSimulator(joint: Joint): Simulator {
  const { owned, clock, random, chain } = joint;
  const simulator = owned.add(new Simulator(createBroker, clock, random));
  owned.add(simulator.onDidProve((fact) => chain.report(fact)));
  return simulator;

  async function createBroker() {
    const { AwsLikeBroker } = await import('../simulator/io/awsLikeBroker');
    return AwsLikeBroker.start(clock);
  }
}

/** The simulator's board: a port like any other while it is plugged in, for the rooms that deal with ports. */
export function createVirtualBoard(joint: Joint, simulator: Simulator): VirtualBoard {
  const { owned, clock, chain, log } = joint;
  const board = owned.add(new VirtualBoard(createHost, boardIdentity));
  const onNetwork = owned.add(new BoardOnNetwork(board, simulator, clock));
  owned.add(onNetwork.onDidProve((fact) => chain.report(fact)));
  owned.add(
    board.onDidChangeState((state) =>
      log.info(`virtual board: ${state.kind === 'lost' ? `lost, ${state.reason}` : state.kind}`),
    ),
  );
  return board;

  async function createHost(start: BoardStart) {
    const { WorkerBoard } = await import('../simulator/io/workerBoard');
    return new WorkerBoard(start);
  }
}

/** Its commands need to know how a window listens to it. */
export function joinSimulator(
  joint: Joint,
  simulator: Simulator,
  board: VirtualBoard,
  window: { connect(): void; disconnect(): void },
): void {
  const { context, owned, commands, keys } = joint;
  owned.add(registerSimulator(simulator, { commands, keys, ...window }));
  owned.add(
    registerBoardCommands({
      ...{ commands, keys, board },
      extensionUri: context.extensionUri,
      requireNetwork: () => requireRunning(simulator),
    }),
  );
}
