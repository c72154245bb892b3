import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import { type KnownPort, portName } from './knownPort';
import type { StateLine } from './monitorProtocol';
import { type FailurePlace, type OpenFailure, openFailureWords } from './openFailure';
import { goneWords, type SessionState } from './serialSession';

/** Where a port stands, in words, with what can be done; undefined while all is well. */
export function sessionLine(
  state: SessionState,
  port: KnownPort,
  place: Omit<FailurePlace, 'port'>,
): StateLine | undefined {
  const name = portName(port.address);
  switch (state.kind) {
    case 'open':
    case 'replaying':
      return undefined;
    case 'closed':
      return info(l10n.t('{0} is closed.', name), [tryAgain(l10n.t('Open'))]);
    case 'opening':
      return info(l10n.t('Opening {0}…', name));
    case 'lent':
      return info(l10n.t('{0} is lent to {1} and comes back by itself.', name, state.to));
    case 'waiting':
      return { text: goneWords(port), tone: 'bad', actions: [choosePort()] };
    case 'reopening':
      return failed(state.failure, port.address, place, l10n.t('Trying again.'));
    case 'asking':
      return {
        text: l10n.t(
          '{0} boards may be the one that was on {1}. Which is it?',
          state.candidates.length,
          name,
        ),
        tone: 'bad',
        actions: state.candidates.map((candidate) => ({
          id: 'chooseCandidate' as const,
          label: candidateLabel(candidate),
          argument: candidate.address,
        })),
      };
    case 'refused':
      return failed(state.failure, port.address, place);
    case 'replayed':
      return info(l10n.t('The log is played to its end.'), [tryAgain(l10n.t('Play Again'))]);
  }
}

function failed(
  failure: OpenFailure,
  address: string,
  place: Omit<FailurePlace, 'port'>,
  also?: string,
): StateLine {
  const { message, remedy } = openFailureWords(failure, { ...place, port: address });
  return {
    text: [message, remedy === undefined ? undefined : `> ${remedy}`, also]
      .filter(Boolean)
      .join(' '),
    tone: 'bad',
    actions: [
      tryAgain(l10n.t('Try Again')),
      ...(remedy === undefined
        ? []
        : [{ id: 'copyRemedy' as const, label: l10n.t('Copy Command'), argument: remedy }]),
      choosePort(),
    ],
  };
}

/** `ttyUSB1 (at 1-1.3)` */
function candidateLabel({ address, identity }: KnownPort): string {
  const name = safeLine(portName(address), 40);
  return identity.location === undefined
    ? name
    : l10n.t('{0} (at {1})', name, safeLine(identity.location, 40));
}

function info(text: string, actions: StateLine['actions'] = []): StateLine {
  return { text, tone: 'info', actions };
}

function tryAgain(label: string) {
  return { id: 'tryAgain' as const, label };
}

function choosePort() {
  return { id: 'choosePort' as const, label: l10n.t('Choose Port…') };
}
