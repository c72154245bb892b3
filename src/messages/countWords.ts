import * as l10n from '@vscode/l10n';

/** `1 message`, `1,204 messages` */
export function countMessages(count: number): string {
  return count === 1 ? l10n.t('1 message') : l10n.t('{0} messages', count.toLocaleString('en'));
}

/** `1 device`, `12 devices` */
export function countDevices(count: number): string {
  return count === 1 ? l10n.t('1 device') : l10n.t('{0} devices', count.toLocaleString('en'));
}
