import * as vscode from 'vscode';
import type { WorkEvents } from '../arduinoCli';
import { plainOutput } from '../plainOutput';

/** Shows work in the notification area, with a percentage and a way to stop it; its words go to the output. */
export function withWorkProgress<T>(
  title: string,
  write: (text: string) => void,
  job: (events: WorkEvents, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const location = vscode.ProgressLocation.Notification;
  return Promise.resolve(
    vscode.window.withProgress({ location, title, cancellable: true }, (progress, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => {
        progress.report({ message: vscode.l10n.t('cancelling…') });
        abort.abort();
      });
      return job(workEvents(progress, write), abort.signal);
    }),
  );
}

function workEvents(
  progress: vscode.Progress<{ message?: string; increment?: number }>,
  write: (text: string) => void,
): WorkEvents {
  let shown = 0;
  return {
    onOutput: (text) => write(plainOutput(text)),
    onProgress: ({ percent, message }) => {
      const whole = Math.floor(percent ?? shown);
      if (whole <= shown && message === '') return;
      const increment = Math.max(0, whole - shown);
      shown += increment;
      progress.report({ increment, message: `${message} ${shown} %`.trim() });
    },
  };
}
