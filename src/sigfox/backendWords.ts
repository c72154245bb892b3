import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import {
  arrowOf,
  type Arrow,
  type BackendDevice,
  type BackendMessage,
  type DeviceState,
} from './backendApi';

/** What Sigfox says of a device that may send; undefined of one that may. */
export function deviceTrouble({ state, token }: BackendDevice): string | undefined {
  const words = stateWords(state);
  if (words !== undefined) return words;
  if (!token || token.state === 'ok' || token.state === 'unknown') return undefined;
  const detail = token.detail === '' ? '' : ` (${safeLine(token.detail, 80)})`;
  return token.state === 'offContract'
    ? `${l10n.t('its contract does not cover it')}${detail}`
    : `${l10n.t('it has no valid token')}${detail}`;
}

function stateWords(state: DeviceState): string | undefined {
  switch (state) {
    case 'ok':
    case 'warn':
    case 'unknown':
      return undefined;
    case 'dead':
      return l10n.t('Sigfox takes it for dead');
    case 'offContract':
      return l10n.t('its contract does not cover it');
    case 'disabled':
      return l10n.t('it is disabled');
    case 'deleted':
      return l10n.t('it is deleted');
    case 'suspended':
      return l10n.t('it is suspended');
    case 'notActivable':
      return l10n.t('it cannot be activated');
  }
}

/** Sigfox throws a device's messages away when their numbers do not go on from the last one it took. */
export function isSequenceBroken({ sequenceNumber, trashSequenceNumber }: BackendDevice): boolean {
  return trashSequenceNumber !== undefined && trashSequenceNumber !== sequenceNumber;
}

/** The colour of the backend's arrow with what it stands for. */
export function arrowWords(message: BackendMessage): string {
  const failed = message.callbacks.find(({ status }) => status < 200 || status >= 300);
  if (failed) {
    const info = safeLine(failed.info, 200);
    // 600: the callback got no answer at all.
    return failed.status === 600
      ? l10n.t('The callback got no answer: {0}', info)
      : l10n.t('The callback was answered with {0}: {1}', failed.status, info);
  }
  return arrowOf(message) === 'green'
    ? l10n.t('callback delivered')
    : l10n.t('no callback was called yet');
}

export const arrowIcons: Readonly<
  Record<Arrow, { readonly name: string; readonly color: string }>
> = {
  black: { name: 'arrow-up', color: 'disabledForeground' },
  green: { name: 'arrow-up', color: 'testing.iconPassed' },
  red: { name: 'arrow-up', color: 'testing.iconFailed' },
};
