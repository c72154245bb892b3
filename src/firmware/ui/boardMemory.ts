import type * as vscode from 'vscode';
import type { Disposable } from '../../shared/disposable';
import { Emitter } from '../../shared/event';
import { type BoardChoice, type PortNow, portNow, readBoardChoice } from '../boardChoice';
import type { BoardPort } from '../boardPort';
import type { PortList } from '../portList';

const key = 'firmware.boardChoices';

/** Remembers with the workspace what was chosen for each sketch. */
export class BoardMemory implements Disposable {
  private readonly choices = new Map<string, BoardChoice>();
  private readonly changed = new Emitter<undefined>();

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly storage: vscode.Memento,
    private readonly ports: PortList,
  ) {
    const kept = storage.get<unknown>(key);
    if (typeof kept !== 'object' || kept === null) return;
    for (const [folder, choice] of Object.entries(kept)) {
      this.choices.set(folder, readBoardChoice(choice));
    }
  }

  choice(folder: string): BoardChoice {
    return this.choices.get(folder) ?? {};
  }

  port(folder: string): PortNow {
    return portNow(this.choice(folder).port, this.ports);
  }

  async set(folder: string, change: Partial<BoardChoice>): Promise<void> {
    this.choices.set(folder, { ...this.choice(folder), ...change });
    this.changed.fire(undefined);
    await this.storage.update(key, Object.fromEntries(this.choices));
  }

  setPort(folder: string, port: BoardPort): Promise<void> {
    const stay = this.ports.stay(port.address);
    const { address, protocol, identity } = port;
    return this.set(folder, {
      port: { address, protocol, identity, ...(stay !== undefined && { stay }) },
    });
  }

  /** Another board is programmed by other programmers. */
  async forgetProgrammer(folder: string): Promise<void> {
    const { board, port } = this.choice(folder);
    this.choices.set(folder, { ...(board && { board }), ...(port && { port }) });
    await this.set(folder, {});
  }

  dispose(): void {
    this.changed.dispose();
  }
}
