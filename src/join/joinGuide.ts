import * as vscode from 'vscode';
import { guideProgress } from '../doctor/guideProgress';
import type { CallbackRoom } from '../sigfox/ui/registerSigfox';
import type { StackTarget } from './joinStack';
import type { Joint } from './joint';

/** Each ticks a step of the guide. */
const ticking = [
  'sigfox.simulating',
  'sigfox.filled',
  'sigfox.sketching',
  'sigfox.boardProven',
  'sigfox.stackUsable',
  'sigfox.formChecked',
  'sigfox.pathProven',
] as const;

/** The guide: its steps are ticked by what the rooms prove, not by having been read. */
export function joinGuide(joint: Joint, stack: StackTarget, callback: CallbackRoom): void {
  const { owned, chain, commands, context, keys } = joint;
  owned.add(
    commands.register('sigfox.openGuide', async () => {
      const guide = `${context.extension.id}#path`;
      await vscode.commands.executeCommand('workbench.action.openWalkthrough', guide, false);
      // The editor ticks a step when its key changes, and not for what was true before the guide was opened.
      await keys.announce(ticking);
    }),
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
