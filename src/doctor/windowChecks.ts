import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import { failedStatus, openForm, pastedFault } from './callbackChecks';
import type { ConnectionFacts, Fix, PathFacts, SessionFacts, StackFacts } from './pathFacts';
import { withSigfox } from './sigfoxChecks';
import type { Cause, Check, Fault } from './verdict';

// The topic, and this window's own way to it.

/** AWS accepts signatures up to five minutes off its own clock. */
const allowedClockMs = 5 * 60_000;

export const topicChecks: readonly Check[] = [
  ({ pasted }) => pastedFault(pasted, 'topic'),
  ({ pasted }) => pastedFault(pasted, 'region'),
  ({ pasted }) => pastedFault(pasted, 'body'),
  withSigfox(({ newest }) => {
    const failed = failedStatus(newest);
    return failed?.status !== 600
      ? undefined
      : {
          cause: 'callbackUnanswered',
          words: l10n.t(
            'The callback got no answer: the region of the form may have no such topic.',
          ),
          evidence: [`600 ${safeLine(failed.info, 300)}`],
          fix: openForm(),
        };
  }),
  withTarget(({ target }, connection) => {
    const account = target.roleArn.split(':')[4];
    if (connection.account === undefined || connection.account === account) return undefined;
    return {
      cause: 'otherAccount',
      words: l10n.t(
        'This window listens in the account {0}; the role is of {1}.',
        connection.account,
        account ?? '',
      ),
      evidence: [safeLine(target.roleArn, 200)],
      fix: chooseProfile(),
    };
  }),
  withTarget(({ target }, { region }) =>
    region === undefined || region === target.region
      ? undefined
      : {
          cause: 'otherRegion',
          words: l10n.t('This window listens in {0}; the stack is in {1}.', region, target.region),
          evidence: [],
          fix: chooseProfile(),
        },
  ),
  withTarget(({ target }, { topicFilters }) => {
    if (topicFilters.some((filter) => matches(filter, target.topic))) return undefined;
    const [listened = ''] = topicFilters;
    const isTypo = listened.trim().toLowerCase() === target.topic.toLowerCase();
    return {
      cause: isTypo ? 'topicTypo' : 'otherTopic',
      words: isTypo
        ? l10n.t(
            'This window listens to "{0}"; the stack\'s topic is "{1}": capitals and spaces count.',
            safeLine(listened, 80),
            safeLine(target.topic, 80),
          )
        : l10n.t(
            'This window listens to "{0}"; Sigfox publishes to "{1}".',
            safeLine(listened, 80),
            safeLine(target.topic, 80),
          ),
      evidence: topicFilters.map((filter) => safeLine(filter, 80)),
      fix: {
        kind: 'command',
        label: l10n.t('Listen to "{0}"', safeLine(target.topic, 40)),
        command: 'sigfox.messages.connectAws',
        arguments: [target.topic],
      },
    };
  }),
];

export const windowChecks: readonly Check[] = [
  withSigfox(({ clockAheadMs = 0 }) => {
    if (Math.abs(clockAheadMs) < allowedClockMs) return undefined;
    const minutes = Math.round(Math.abs(clockAheadMs) / 60_000);
    return {
      cause: 'clockWrong',
      words:
        clockAheadMs > 0
          ? l10n.t('Your clock is {0} min behind AWS.', minutes)
          : l10n.t('Your clock is {0} min ahead of AWS.', minutes),
      evidence: [l10n.t('By the time that Sigfox writes on its answers.')],
      fix: undefined,
    };
  }),
  ({ connection }) =>
    connection && connection.state.kind !== 'disconnected'
      ? undefined
      : {
          cause: 'notConnected',
          words: l10n.t('This window listens nowhere.'),
          evidence: [],
          fix: { kind: 'command', label: l10n.t('Connect…'), command: 'sigfox.messages.connect' },
        },
  stateFault('signedOut', 'signedOut', () => ({
    kind: 'command',
    label: l10n.t('Sign In'),
    command: 'sigfox.cloud.signIn',
  })),
  (facts) => refusedFault(facts),
  stateFault('reconnecting', 'reconnecting', () => ({
    kind: 'command',
    label: l10n.t('Try Now'),
    command: 'sigfox.messages.tryNow',
  })),
  withSession(({ isConnected, subscriptions }, { topicFilters, name }) =>
    isConnected && topicFilters.every((filter) => subscriptions.includes(filter))
      ? undefined
      : {
          cause: 'notSubscribed',
          words: l10n.t('AWS IoT does not know of our subscription any more.'),
          evidence: [
            isConnected ? 'GetConnection: connected' : 'GetConnection: disconnected',
            `ListSubscriptions: ${subscriptions.map((each) => safeLine(each, 60)).join(', ')}`,
            safeLine(name, 60),
          ],
          fix: {
            kind: 'command',
            label: l10n.t('Connect Again'),
            command: 'sigfox.messages.connect',
          },
        },
  ),
  (facts) => viewFault(facts),
  withSigfox(({ undelivered }, { connection }) =>
    !undelivered || connection?.kind !== 'aws' || connection.state.kind !== 'live'
      ? undefined
      : {
          cause: 'receiveRefused',
          words: l10n.t(
            'Sigfox delivered to the topic while this window listened, and nothing came: "{0}" may be missing.',
            'iot:Receive',
          ),
          evidence: [
            `${new Date(undelivered.timeMs).toISOString()} #${undelivered.seqNumber ?? '–'}`,
          ],
          fix: {
            kind: 'command',
            label: l10n.t('Copy Policy'),
            command: 'sigfox.messages.copyPolicy',
          },
        },
  ),
];

function refusedFault({ connection }: PathFacts): Fault | undefined {
  if (connection?.state.kind !== 'refused') return undefined;
  const { reason, missing } = connection.state;
  const cause: Cause =
    missing?.action === 'iot:Connect'
      ? 'connectRefused'
      : missing?.action === 'iot:Subscribe'
        ? 'subscribeRefused'
        : 'refused';
  return {
    cause,
    words: safeLine(reason, 300),
    evidence: missing ? [`${missing.action} ${safeLine(missing.resource, 120)}`] : [],
    fix: missing
      ? { kind: 'command', label: l10n.t('Copy Policy'), command: 'sigfox.messages.copyPolicy' }
      : { kind: 'command', label: l10n.t('Try Now'), command: 'sigfox.messages.tryNow' },
  };
}

function viewFault({ view, connection }: PathFacts): Fault | undefined {
  if (connection?.state.kind !== 'live') return undefined;
  if (view.isPaused) {
    return {
      cause: 'paused',
      words: l10n.t('The Messages view is paused: what comes is kept and not shown.'),
      evidence: [],
      fix: { kind: 'command', label: l10n.t('Resume'), command: 'sigfox.messages.resume' },
    };
  }
  if (view.filter === '') return undefined;
  return {
    cause: 'filtered',
    words: l10n.t('The Messages view shows only what matches "{0}".', safeLine(view.filter, 60)),
    evidence: [],
    fix: {
      kind: 'command',
      label: l10n.t('Clear Filter'),
      command: 'sigfox.messages.clearFilter',
    },
  };
}

function stateFault(kind: 'signedOut' | 'reconnecting', cause: Cause, fix: () => Fix): Check {
  return ({ connection }) =>
    connection?.state.kind === kind
      ? { cause, words: safeLine(connection.state.reason, 300), evidence: [], fix: fix() }
      : undefined;
}

/** Checks that compare the stack with an AWS connection; without both they find nothing. */
function withTarget(
  check: (
    stack: { readonly target: NonNullable<StackFacts['target']> },
    connection: ConnectionFacts,
  ) => Fault | undefined,
): Check {
  return ({ stack, connection }) => {
    const target = stack.kind === 'read' ? stack.value.target : undefined;
    return target && connection?.kind === 'aws' ? check({ target }, connection) : undefined;
  };
}

function withSession(
  check: (session: SessionFacts, connection: ConnectionFacts) => Fault | undefined,
): Check {
  return ({ session, connection }) =>
    session.kind === 'read' && connection?.state.kind === 'live'
      ? check(session.value, connection)
      : undefined;
}

/** MQTT 3.1.1 §4.7: `+` is one level, `#` the rest; on AWS IoT `x/#` does not deliver `x`. */
function matches(filter: string, topic: string): boolean {
  const levels = topic.split('/');
  const wanted = filter.split('/');
  for (const [at, level] of wanted.entries()) {
    if (level === '#') return levels.length > at;
    if (at >= levels.length || (level !== '+' && level !== levels[at])) return false;
  }
  return wanted.length === levels.length;
}

function chooseProfile(): Fix {
  return {
    kind: 'command',
    label: l10n.t('Choose AWS Profile…'),
    command: 'sigfox.cloud.chooseProfile',
  };
}
