import * as l10n from '@vscode/l10n';
import { explainNetworkCode } from '../shared/networkFailure';
import { safeLine } from '../shared/safeText';
import { UserError } from '../shared/userError';

export type BackendFailureReason =
  'signedOut' | 'forbidden' | 'notFound' | 'busy' | 'unreachable' | 'nonsense';

/** Why the backend gave no answer; told apart by `reason`. */
export class BackendFailure extends UserError {
  constructor(
    readonly reason: BackendFailureReason,
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}

export function signedOut(): BackendFailure {
  return new BackendFailure(
    'signedOut',
    l10n.t('Sigfox does not know this API user, or its password is another.'),
  );
}

export function forbidden(what: string): BackendFailure {
  return new BackendFailure(
    'forbidden',
    l10n.t('The API user may not read "{0}": its group or profile does not include it.', what),
  );
}

export function notFound(what: string): BackendFailure {
  return new BackendFailure(
    'notFound',
    l10n.t('Sigfox has no "{0}" that this API user can see.', what),
  );
}

export function busy(): BackendFailure {
  return new BackendFailure(
    'busy',
    l10n.t('Sigfox asks to slow down. Its limit is one request a second for each device.'),
  );
}

/** By the code of the network's failure; `place` is `host:port`. */
export function unreachable(code: string, place: string, cause?: unknown): BackendFailure {
  return new BackendFailure('unreachable', explainNetworkCode(code, place).reason, cause);
}

export function nonsense(what: string, detail: string): BackendFailure {
  return new BackendFailure(
    'nonsense',
    l10n.t('Sigfox answered "{0}" with something else: {1}', what, safeLine(detail, 80)),
  );
}
