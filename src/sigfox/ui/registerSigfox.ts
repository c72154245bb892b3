import * as vscode from 'vscode';
import { pageTypes } from '../../contributions';
import type { Disposable } from '../../shared/disposable';
import { Emitter, type Event } from '../../shared/event';
import type { CommandRunner } from '../../shared/ui/commandRunner';
import type { LatePages } from '../../shared/ui/latePages';
import type { CallbackTarget } from '../callbackForm';
import type { SampleMessage } from '../callbackFormView';
import { checkPastedValues, type PastedProblem } from '../pastedValues';
import { CallbackFormPanel, type Written } from './callbackFormPanel';

export interface SigfoxDoors {
  readonly commands: CommandRunner;
  readonly pages: LatePages;
  readonly extensionUri: vscode.Uri;
  /** What the stack says; asked whenever the page is drawn. */
  target(): CallbackTarget;
  readonly onDidChangeTarget: Event<unknown>;
  /** The newest message and its payload config: of any device, or of those with the given config. */
  subject(config?: string): { readonly config: string; readonly sample: SampleMessage | undefined };
}

export type CallbackProblem = PastedProblem & {
  /** The form's, where the stack has to take it over. */
  readonly externalId?: string;
};

/** The callback form, as others see it. */
export interface CallbackRoom extends Disposable {
  /** What is wrong with the values that were pasted last. */
  readonly problems: readonly CallbackProblem[];
  /** Something was pasted, and nothing is wrong with any of it. */
  readonly isRight: boolean;
  readonly onDidChange: Event<unknown>;
}

/** The callback form: one page, which comes back when the window is reloaded. */
export function registerSigfox(doors: SigfoxDoors): CallbackRoom {
  let current: CallbackFormPanel | undefined;
  const changed = new Emitter<unknown>();
  const written: Written = { pasted: {}, onDidChange: () => changed.fire(undefined) };
  const show = (panel: vscode.WebviewPanel) => {
    current?.dispose();
    current = new CallbackFormPanel(panel, doors, written);
    panel.onDidDispose(() => {
      if (current?.owns(panel) === true) current = undefined;
    });
  };
  const owned = vscode.Disposable.from(
    changed,
    doors.commands.register('sigfox.callback.openForm', () => {
      if (current) current.reveal();
      else show(CallbackFormPanel.create());
    }),
    doors.pages.register(pageTypes.callbackForm, show),
    new vscode.Disposable(() => current?.dispose()),
  );
  const problems = () => checkPastedValues(written.pasted, doors.target());
  return {
    get isRight() {
      const texts: readonly (string | undefined)[] = Object.values(written.pasted);
      return texts.some((text = '') => text.trim() !== '') && problems().length === 0;
    },
    get problems(): readonly CallbackProblem[] {
      return problems().map(withExternalId);
    },
    onDidChange: changed.event,
    dispose: () => void owned.dispose(),
  };
}

function withExternalId(problem: PastedProblem): CallbackProblem {
  const { fix } = problem;
  return fix?.kind === 'updateExternalId' ? { ...problem, externalId: fix.externalId } : problem;
}
