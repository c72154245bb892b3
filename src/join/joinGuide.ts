import * as vscode from 'vscode';
import { guideProgress } from '../doctor/guideProgress';
import { DisposableValue } from '../shared/disposable';
import type { CallbackRoom } from '../sigfox/ui/registerSigfox';
import type { StackTarget } from './joinStack';
import type { Joint } from './joint';

/** The page is drawn by then. */
const drawnAfterMs = 1_000;

/** The guide: its steps are ticked by what the rooms prove, not by having been read. */
export function joinGuide(joint: Joint, stack: StackTarget, callback: CallbackRoom): void {
  const { owned, chain, clock, commands, context, keys } = joint;
  const drawn = owned.add(new DisposableValue());
  owned.add(
    commands.register('sigfox.openGuide', async () => {
      const guide = `${context.extension.id}#path`;
      await vscode.commands.executeCommand('workbench.action.openWalkthrough', guide, false);
      beginTicking();
    }),
  );
  owned.add(
    vscode.window.tabGroups.onDidChangeTabs(({ opened }) => {
      // The editor names no kind for pages of its own, the guide among them.
      if (opened.some(({ input }) => input === undefined)) beginTicking();
    }),
  );
  owned.add(chain.onDidChange(tick));
  owned.add(stack.onDidChange(tick));
  owned.add(callback.onDidChange(tick));
  tick();

  /** The editor ticks a step when its key turns true, and never for one that was true before the guide was drawn. */
  function beginTicking(): void {
    drawn.value = clock.after(drawnAfterMs, () => keys.set('sigfox.guided', true));
  }

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
