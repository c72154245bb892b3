import type { Clock } from '../shared/clock';
import { type Disposable, DisposableStore } from '../shared/disposable';
import { Emitter } from '../shared/event';
import type { ChainFact } from '../sigfox/chainFact';
import { boardFinding, type Finding, modemFinding, sketchFinding } from './board/boardFacts';
import type { UplinkFrame } from './board/sigfoxModem';
import type { VirtualBoard } from './board/virtualBoard';
import type { Simulator } from './simulator';

/** The virtual board within reach of the virtual network: its frames arrive, answers go back, and the chain hears of it. */
export class BoardOnNetwork implements Disposable {
  private readonly proved = new Emitter<ChainFact>();
  private readonly owned = new DisposableStore();

  readonly onDidProve = this.proved.event;

  constructor(
    private readonly board: VirtualBoard,
    private readonly simulator: Simulator,
    private readonly clock: Clock,
  ) {
    this.owned.add(board.onDidChangeState((state) => this.prove(boardFinding(state))));
    this.owned.add(
      board.onDidExchange((exchange) => {
        if (board.state.kind === 'running') this.prove(modemFinding(exchange, board.state.setup));
      }),
    );
    this.owned.add(board.onDidTransmit((frame) => void this.carry(frame)));
    // Without a network there is nothing a board could send to.
    this.owned.add(
      simulator.onDidChange(() => {
        if (!simulator.isRunning && board.state.kind !== 'unplugged') board.stop();
      }),
    );
  }

  dispose(): void {
    this.owned.dispose();
    this.proved.dispose();
  }

  private async carry(frame: UplinkFrame): Promise<void> {
    const { board, simulator } = this;
    if (frame.payload && board.state.kind === 'running') {
      const { config } = simulator.boardSettings;
      this.prove(sketchFinding(frame.payload, config, board.state.firmware));
    }
    const answer = await simulator.receive(frame);
    if (answer) board.deliverDownlink(answer);
  }

  private prove(finding: Finding): void {
    this.proved.fire({ ...finding, atMs: this.clock.now() });
  }
}
