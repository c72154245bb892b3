import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import type { ArduinoFailure, IndexUpdate } from './arduinoCli';
import { networkWords, readGoFailure } from './networkFailure';

/** Why something was not installed; undefined when the person stopped it and knows. */
export function installWords(what: string, failure: ArduinoFailure): string | undefined {
  const name = safeLine(what);
  switch (failure.kind) {
    case 'cancelled':
      return undefined;
    case 'missing':
    case 'unsuitable':
    case 'nonsense':
      return l10n.t('"{0}" was not installed. {1}', name, safeLine(failure.reason, 300));
    case 'crashed':
      return l10n.t(
        '"{0}" was not installed: arduino-cli ended while it worked ({1}).',
        name,
        safeLine(failure.reason),
      );
    case 'refused':
      return refusedWords(name, failure.message);
  }
}

function refusedWords(name: string, message: string): string {
  const network = readGoFailure(message);
  if (network) return l10n.t('"{0}" was not installed. {1}', name, networkWords(network));
  if (/not found/i.test(message)) {
    return l10n.t(
      '"{0}" is in no list that arduino-cli has. Lists of other makers come with the setting "sigfox.arduinoCli.boardManagerUrls".',
      name,
    );
  }
  if (/not available for your OS/i.test(message)) {
    return l10n.t('"{0}" does not exist for this kind of machine.', name);
  }
  if (/no space left on device/i.test(message)) {
    return l10n.t('"{0}" was not installed: the disk is full.', name);
  }
  return l10n.t('"{0}" was not installed: {1}', name, safeLine(message, 300));
}

/** What to say of lists that could not be fetched, the same reason once. */
export function indexWords(updates: readonly IndexUpdate[]): readonly string[] {
  return updates.flatMap(({ url, failure }) => {
    if (failure === undefined) return [];
    const network = readGoFailure(failure, url);
    const reason = network ? networkWords(network) : safeLine(failure, 200);
    return [l10n.t('The list {0} could not be fetched. {1}', safeLine(url, 200), reason)];
  });
}

/** True when no list at all could be had: then it is the network, not a list. */
export function isOffline(updates: readonly IndexUpdate[]): boolean {
  return updates.length > 0 && updates.every(({ failure }) => failure !== undefined);
}
