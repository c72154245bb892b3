import * as vscode from 'vscode';
import { pageTypes } from '../../contributions';
import type { Disposable } from '../../shared/disposable';
import type { Event } from '../../shared/event';
import type { CommandRunner } from '../../shared/ui/commandRunner';
import type { LatePages } from '../../shared/ui/latePages';
import type { CallbackTarget } from '../callbackForm';
import type { SampleMessage } from '../callbackFormView';
import { CallbackFormPanel } from './callbackFormPanel';

export interface SigfoxDoors {
  readonly commands: CommandRunner;
  readonly pages: LatePages;
  readonly extensionUri: vscode.Uri;
  /** What the stack says; asked whenever the page is drawn. */
  target(): CallbackTarget;
  readonly onDidChangeTarget: Event<unknown>;
  /** Payload config and newest message of the device the person looks at. */
  subject(): { readonly config: string; readonly sample: SampleMessage | undefined };
}

/** The callback form: one page, which comes back when the window is reloaded. */
export function registerSigfox(doors: SigfoxDoors): Disposable {
  let current: CallbackFormPanel | undefined;
  const show = (panel: vscode.WebviewPanel) => {
    current?.dispose();
    current = new CallbackFormPanel(panel, doors);
    panel.onDidDispose(() => {
      if (current?.owns(panel) === true) current = undefined;
    });
  };
  return vscode.Disposable.from(
    doors.commands.register('sigfox.callback.openForm', () => {
      if (current) current.reveal();
      else show(CallbackFormPanel.create());
    }),
    doors.pages.register(pageTypes.callbackForm, show),
    new vscode.Disposable(() => current?.dispose()),
  );
}
