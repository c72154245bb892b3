import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import { UserError, type UserErrorAction } from '../shared/userError';

export type StackErrorReason =
  | 'signedOut'
  | 'denied'
  | 'nameTaken'
  | 'noChanges'
  | 'missingCapability'
  | 'notFound'
  | 'busy'
  | 'throttled'
  | 'unreachable'
  | 'invalid'
  | 'tooMany'
  | 'unknown';

/** A call that CloudFormation did not do, in words, with what can be done about it. */
export class StackError extends UserError {
  constructor(
    readonly reason: StackErrorReason,
    message: string,
    options: { action?: UserErrorAction; cause?: unknown } = {},
  ) {
    super(message, options);
  }
}

/** What is known of a failed call: AWS's name of the error, its words, the HTTP status and the system's code. */
export interface FailedCall {
  readonly name: string;
  readonly message: string;
  readonly status: number | undefined;
  readonly code: string | undefined;
}

/** Matches on AWS's name first; its words differ from place to place, so that they are only a second sign. */
export function stackErrorOf(failed: FailedCall, cause?: unknown): StackError {
  const make = (reason: StackErrorReason, message: string, action?: UserErrorAction) =>
    new StackError(reason, message, { cause, ...(action ? { action } : {}) });
  const said = safeLine(failed.message, 300);
  switch (reasonOf(failed)) {
    case 'signedOut':
      return make('signedOut', l10n.t('Your AWS session has ended.'), {
        title: l10n.t('Sign In'),
        command: 'sigfox.cloud.signIn',
      });
    case 'denied':
      return make('denied', deniedWords(failed.message), {
        title: l10n.t('Hand Over…'),
        command: 'sigfox.cloud.handOver',
      });
    case 'nameTaken':
      return make('nameTaken', l10n.t('There is a stack of this name already.'));
    case 'noChanges':
      return make('noChanges', l10n.t('Nothing would change: the stack is as you want it.'));
    case 'missingCapability':
      return make(
        'missingCapability',
        l10n.t('CloudFormation wants to be told that the stack changes rights: {0}', said),
      );
    case 'notFound':
      return make('notFound', l10n.t('There is no such stack any more.'));
    case 'busy':
      return make('busy', l10n.t('The stack is busy or cannot be changed as it stands: {0}', said));
    case 'throttled':
      return make('throttled', l10n.t('AWS asks for fewer calls; it goes on more slowly.'));
    case 'unreachable':
      return make(
        'unreachable',
        l10n.t('AWS cannot be reached ({0}).', safeLine(failed.code ?? failed.name, 60)),
      );
    case 'tooMany':
      return make('tooMany', l10n.t('The account has as many as it may have: {0}', said));
    case 'invalid':
      return make('invalid', l10n.t('CloudFormation does not accept it: {0}', said));
    case 'unknown':
      return make(
        'unknown',
        l10n.t('CloudFormation answered "{0}": {1}', safeLine(failed.name, 60), said),
      );
  }
}

function reasonOf({ name, message, status, code }: FailedCall): StackErrorReason {
  if (
    /^(ExpiredToken|RequestExpired|InvalidClientTokenId|UnrecognizedClient|CredentialsProvider|TokenRefresh)/.test(
      name,
    )
  ) {
    return 'signedOut';
  }
  if (/^(Throttl|TooManyRequests|RequestLimitExceeded|SlowDown)/.test(name) || status === 429) {
    return 'throttled';
  }
  if (/^AccessDenied/.test(name) || /is not authorized to perform/.test(message)) return 'denied';
  if (/^AlreadyExists/.test(name)) return 'nameTaken';
  if (/^InsufficientCapabilities/.test(name)) return 'missingCapability';
  if (/^(StackNotFound|ChangeSetNotFound|NoSuchEntity)/.test(name)) return 'notFound';
  if (/^(LimitExceeded)/.test(name)) return 'tooMany';
  if (/^(InvalidChangeSetStatus|OperationInProgress|TokenAlreadyExists)/.test(name)) return 'busy';
  if (/^Validation/.test(name)) return validationReason(message);
  if (code !== undefined || /^(TimeoutError|NetworkingError)/.test(name)) return 'unreachable';
  return status !== undefined && status >= 500 ? 'throttled' : 'unknown';
}

function validationReason(message: string): StackErrorReason {
  if (/does not exist|not found/i.test(message)) return 'notFound';
  if (/no updates are to be performed|didn't contain changes/i.test(message)) return 'noChanges';
  if (/state and can ?not be|is in \S+ state|IN_PROGRESS/i.test(message)) return 'busy';
  if (/already exists/i.test(message)) return 'nameTaken';
  return 'invalid';
}

function deniedWords(message: string): string {
  const { action, resource } = missingRight(message);
  if (action === undefined) return l10n.t('AWS does not allow it: {0}', safeLine(message, 200));
  return resource === undefined
    ? l10n.t('You may not do "{0}".', action)
    : l10n.t('You may not do "{0}" on "{1}".', action, safeLine(resource, 120));
}

/** The right AWS says is missing, in any of its wordings. */
export function missingRight(message: string): {
  readonly action: string | undefined;
  readonly resource: string | undefined;
} {
  const [, action, resource] =
    /not authorized to perform:?\s+([\w-]+:\w+)(?:.*?on resource:?\s+(\S+))?/s.exec(message) ?? [];
  return { action, resource: resource?.replace(/[.,]$/, '') };
}
