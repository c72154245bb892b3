import * as vscode from 'vscode';
import { settings } from '../../contributions';
import type { KeepingBudget } from '../keptMessages';

/** How much is kept on the disk; nothing at 0 megabytes. */
export function keepingBudget(): KeepingBudget {
  return {
    megabytes: read('sigfox.messages.keepMegabytes'),
    days: read('sigfox.messages.keepDays'),
  };
}

function read(setting: 'sigfox.messages.keepMegabytes' | 'sigfox.messages.keepDays'): number {
  const value = vscode.workspace.getConfiguration().get<unknown>(setting, settings[setting]);
  return typeof value === 'number' && value >= 0 ? value : settings[setting];
}
