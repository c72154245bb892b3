import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import { arrowOf, type BackendMessage, type CallbackStatus } from '../sigfox/backendApi';
import type { Fix, PastedFacts, PathFacts } from './pathFacts';
import { withSigfox } from './sigfoxChecks';
import type { Cause, Check, Fault } from './verdict';

// From the message in the backend to the role that may publish it.

export const callbackChecks: readonly Check[] = [
  withSigfox(({ newest, callbacks, deviceTypeName, calledTypes }) => {
    if (!newest || arrowOf(newest) !== 'black') return undefined;
    const known = callbacks.kind === 'read' ? callbacks.value : [];
    const type = safeLine(deviceTypeName ?? '', 60);
    const evidence = [l10n.t('No callback was called for the newest message.')];
    if (known.some(({ isDead }) => isDead)) {
      return {
        cause: 'callbackDead',
        words: l10n.t('Sigfox gave up on the callback of the device type "{0}".', type),
        evidence,
        fix: openForm(),
      };
    }
    if (known.length > 0 && known.every(({ isEnabled }) => !isEnabled)) {
      return {
        cause: 'callbackDisabled',
        words: l10n.t('The callback of the device type "{0}" is not enabled.', type),
        evidence,
        fix: openForm(),
      };
    }
    const [other] = calledTypes;
    if (other !== undefined) {
      return {
        cause: 'otherDeviceType',
        words: l10n.t(
          'The device is of the type "{0}"; the callback is at "{1}".',
          type,
          safeLine(other, 60),
        ),
        evidence,
        fix: openForm(),
      };
    }
    return {
      cause: 'noCallback',
      words: l10n.t('The device type "{0}" has no enabled callback.', type),
      evidence,
      fix: openForm(),
    };
  }),
  (facts) => stackFault(facts),
  ({ pasted }) => pastedFault(pasted, 'roleArn'),
  ({ pasted }) => pastedFault(pasted, 'externalId'),
  refusedCallback(({ info }) => /:cloudformation:|:stack\//.test(info), {
    cause: 'stackArnAsRole',
    words: () => l10n.t("The callback has the stack's ARN where the role's belongs."),
  }),
  refusedCallback(({ info }) => info.includes('sts:AssumeRole'), {
    cause: 'assumeRoleRefused',
    words: () =>
      l10n.t(
        'AWS does not let Sigfox take on the role: the external id, the role or the principal is another.',
      ),
  }),
  refusedCallback(({ info }) => info.includes('iot:Publish'), {
    cause: 'publishRefused',
    words: () =>
      l10n.t('The role may not publish to this topic: topic or region differ from the stack.'),
  }),
  refusedCallback(({ status }) => status !== 600, {
    cause: 'callbackRefused',
    words: ({ status }) => l10n.t('The callback was answered with {0}.', status),
  }),
];

/** The first status of the newest message that is no success. */
export function failedStatus(message: BackendMessage | undefined): CallbackStatus | undefined {
  return message?.callbacks.find(({ status }) => status < 200 || status >= 300);
}

export function openForm(): Fix {
  return {
    kind: 'command',
    label: l10n.t('Open Callback Form'),
    command: 'sigfox.callback.openForm',
  };
}

/** A value pasted from the saved form that is not the stack's. */
export function pastedFault(
  pasted: readonly PastedFacts[],
  field: PastedFacts['field'],
): Fault | undefined {
  const problem = pasted.find((each) => each.field === field);
  if (!problem) return undefined;
  const { message, externalId } = problem;
  const fix: Fix =
    externalId === undefined
      ? openForm()
      : {
          kind: 'command',
          label: l10n.t("Update the Stack's ExternalId…"),
          command: 'sigfox.cloud.updateStack',
          arguments: [{ ExternalId: externalId }],
        };
  return {
    cause: pastedCause(field, message),
    words: safeLine(message, 300),
    evidence: [l10n.t('Pasted from the saved callback form.')],
    fix,
  };
}

function pastedCause(field: PastedFacts['field'], message: string): Cause {
  switch (field) {
    case 'roleArn':
      return /stack/.test(message) && /ARNRole/.test(message) ? 'stackArnAsRole' : 'otherRole';
    case 'externalId':
      return 'externalIdDiffers';
    case 'topic':
      return 'formTopic';
    case 'region':
      return 'formRegion';
    case 'body':
      return 'formBody';
  }
}

function stackFault({ stack }: PathFacts): Fault | undefined {
  const { trouble, name = '' } = stack.kind === 'read' ? stack.value : {};
  if (!trouble) return undefined;
  return trouble.kind === 'gone'
    ? {
        cause: 'stackGone',
        words: l10n.t('The stack "{0}" is no longer there, and its role went with it.', name),
        evidence: [safeLine(trouble.words, 200)],
        fix: {
          kind: 'command',
          label: l10n.t('Launch Stack…'),
          command: 'sigfox.cloud.launchStack',
        },
      }
    : {
        cause: 'stackFailed',
        words: l10n.t('The stack "{0}" was not made: {1}', name, safeLine(trouble.words, 200)),
        evidence: [],
        fix: { kind: 'command', label: l10n.t('Show Stack'), command: 'sigfox.cloud.showStack' },
      };
}

function refusedCallback(
  isIt: (status: CallbackStatus) => boolean,
  { cause, words }: { readonly cause: Cause; readonly words: (status: CallbackStatus) => string },
): Check {
  return withSigfox(({ newest }) => {
    const failed = failedStatus(newest);
    if (!failed || failed.status === 600 || !isIt(failed)) return undefined;
    return {
      cause,
      words: words(failed),
      evidence: [`${failed.status} ${safeLine(failed.info, 300)}`],
      fix: openForm(),
    };
  });
}
