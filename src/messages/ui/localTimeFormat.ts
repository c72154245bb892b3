import * as vscode from 'vscode';
import type { TimeFormat } from '../relativeTime';

/** Times in the editor's language and the machine's time zone. */
export function localTimeFormat(): TimeFormat {
  const language = vscode.env.language;
  const time = new Intl.DateTimeFormat(language, { timeStyle: 'medium', hourCycle: 'h23' });
  const dateTime = new Intl.DateTimeFormat(language, {
    dateStyle: 'medium',
    timeStyle: 'medium',
    hourCycle: 'h23',
  });
  return {
    time: (atMs) => time.format(atMs),
    dateTime: (atMs) => dateTime.format(atMs),
  };
}
