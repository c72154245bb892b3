import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import { type NetworkFailure, networkWords } from './networkFailure';

/** Why arduino-cli could not be downloaded. Nothing of the download is left then. */
export type CliInstallFailure =
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'network'; readonly failure: NetworkFailure }
  /** It is not, byte for byte, what Arduino has released. */
  | { readonly kind: 'wrongSum'; readonly url: string }
  | { readonly kind: 'tooBig'; readonly url: string }
  /** The download was sent on to a host that has no business with it. */
  | { readonly kind: 'sentElsewhere'; readonly host: string }
  /** The archive is the right one and yet has no program in it. */
  | { readonly kind: 'noProgram' }
  | { readonly kind: 'disk'; readonly reason: string };

/** What a person reads; undefined when there is nothing to say. */
export function cliInstallWords(failure: CliInstallFailure): string | undefined {
  switch (failure.kind) {
    case 'cancelled':
      return undefined;
    case 'network':
      return l10n.t('arduino-cli was not downloaded. {0}', networkWords(failure.failure));
    case 'wrongSum':
      return l10n.t(
        'arduino-cli was not installed: what "{0}" sent is not what Arduino released. It was thrown away unopened.',
        hostOf(failure.url),
      );
    case 'tooBig':
      return l10n.t(
        'arduino-cli was not installed: "{0}" sends more than any release has.',
        hostOf(failure.url),
      );
    case 'sentElsewhere':
      return l10n.t(
        'arduino-cli was not downloaded: the address sends on to "{0}", which is not where its releases are.',
        safeLine(failure.host),
      );
    case 'noProgram':
      return l10n.t('arduino-cli was not installed: the archive has no program in it.');
    case 'disk':
      return l10n.t('arduino-cli could not be written: {0}.', safeLine(failure.reason));
  }
}

function hostOf(url: string): string {
  return safeLine(new URL(url).host);
}
