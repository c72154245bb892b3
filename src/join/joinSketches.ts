import * as vscode from 'vscode';
import { parentOf } from '../firmware/sketchFolder';
import type { BoardMemory } from '../firmware/ui/boardMemory';
import { registerSketches } from '../firmware/ui/registerSketches';
import type { Joint } from './joint';

/** Writing sketches needs neither arduino-cli nor a board; where one is chosen, the checks know it. */
export function joinSketches(joint: Joint, memory: BoardMemory): void {
  const { context, owned, commands, clock, chain } = joint;
  owned.add(
    registerSketches({
      commands,
      clock,
      extension: context.extensionUri,
      boards: {
        fqbnOf: (sketch) => memory.choice(parentOf(sketch.fsPath)).board?.fqbn,
        onDidChange: (listener) => vscode.Disposable.from(memory.onDidChange(listener)),
      },
      onDidProve: (fact) => chain.report(fact),
    }),
  );
}
