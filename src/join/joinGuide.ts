import * as vscode from 'vscode';
import { guideProgress } from '../doctor/guideProgress';
import type { CallbackRoom } from '../sigfox/ui/registerSigfox';
import type { StackTarget } from './joinStack';
import type { Joint } from './joint';

/** The guide: its steps are ticked by what the rooms prove, not by having been read. */
export function joinGuide(joint: Joint, stack: StackTarget, callback: CallbackRoom): void {
  const { owned, chain, commands, context, keys } = joint;
  owned.add(
    commands.register('sigfox.openGuide', () =>
      vscode.commands.executeCommand(
        'workbench.action.openWalkthrough',
        `${context.extension.id}#path`,
        false,
      ),
    ),
  );
  owned.add(chain.onDidChange(tick));
  owned.add(stack.onDidChange(tick));
  owned.add(callback.onDidChange(tick));
  tick();

  function tick(): void {
    const progress = guideProgress((link) => chain.fact(link), {
      isStackUsable: stack.current !== undefined,
      isFormRight: callback.isRight,
    });
    keys.set('sigfox.boardProven', progress.boardProven);
    keys.set('sigfox.stackUsable', progress.stackUsable);
    keys.set('sigfox.formChecked', progress.formChecked);
    keys.set('sigfox.pathProven', progress.pathProven);
  }
}
