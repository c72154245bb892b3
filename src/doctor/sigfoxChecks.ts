import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import type { BackendDevice } from '../sigfox/backendApi';
import { deviceTrouble, isSequenceBroken } from '../sigfox/backendWords';
import type { Fix, PathFacts, SigfoxFacts } from './pathFacts';
import type { Cause, Check, Fault } from './verdict';

// Between the modem's OK and the message in Sigfox's backend.

/** A message is in the backend seconds after the modem's OK. */
const receptionMs = 2 * 60_000;

const backendUrl = 'https://backend.sigfox.com';

export const sigfoxChecks: readonly Check[] = [
  withSigfox(({ device, account }, { device: asked }) =>
    device || !asked
      ? undefined
      : {
          cause: 'deviceUnknown',
          words: l10n.t(
            'Sigfox has no device {0} that {1} can see.',
            asked.id,
            safeLine(account, 60),
          ),
          evidence: [l10n.t('GET /devices/{0} answered 404.', asked.id)],
          fix: page(l10n.t('Open Devices'), '/device/list'),
        },
  ),
  withDevice((device) => {
    const { state } = device;
    const isOff = /^(disabled|suspended|deleted|dead|notActivable)$/.test(state);
    if (!isOff) return undefined;
    return fault('deviceNotActive', device, deviceTrouble(device) ?? state, [`state: ${state}`]);
  }),
  withDevice((device, nowMs) => {
    const { endMs } = device.token ?? {};
    if (endMs === undefined || endMs > nowMs) return undefined;
    const day = new Date(endMs).toISOString().slice(0, 10);
    return fault('tokenEnded', device, l10n.t('its token ended on {0}', day), [
      `token.end: ${new Date(endMs).toISOString()}`,
    ]);
  }),
  withDevice((device) => {
    const { state, token } = device;
    if (state !== 'offContract' && token?.state !== 'offContract') return undefined;
    return fault('offContract', device, deviceTrouble(device) ?? '', [
      `state: ${state}`,
      ...tokenEvidence(device),
    ]);
  }),
  withDevice((device) =>
    device.token?.state === 'invalid' || device.token?.state === 'na'
      ? fault('tokenInvalid', device, deviceTrouble(device) ?? '', tokenEvidence(device))
      : undefined,
  ),
  withDevice((device) =>
    isSequenceBroken(device)
      ? {
          cause: 'sequenceBroken',
          words: l10n.t("Sigfox is discarding this device's messages: sequence broken."),
          evidence: [
            l10n.t(
              'The last number it took is {0}, the last it threw away {1}.',
              device.sequenceNumber ?? '–',
              device.trashSequenceNumber ?? '–',
            ),
          ],
          fix: {
            kind: 'command',
            label: l10n.t('Disengage Sequence Number…'),
            command: 'sigfox.backend.disengage',
            arguments: [device.id],
          },
        }
      : undefined,
  ),
  withSigfox(({ device, newest }) =>
    !device || newest || device.lastSeenMs !== undefined || device.communication === 'unknown'
      ? undefined
      : {
          cause: 'neverSeen',
          words: l10n.t('Sigfox has never heard of this device.'),
          evidence: [
            `comState: ${device.communication}`,
            l10n.t(
              'Is it registered with the PAC of this modem, in the radio zone the modem is set to, and in coverage?',
            ),
          ],
          fix: monitor(),
        },
  ),
  withSigfox(({ newest, device }, { chain, nowMs }) => {
    const sent = chain.get('modem');
    const seenMs = Math.max(newest?.timeMs ?? 0, device?.lastSeenMs ?? 0);
    if (sent?.state !== 'proven' || nowMs - sent.atMs < receptionMs) return undefined;
    if (!device || seenMs >= sent.atMs - receptionMs) return undefined;
    return {
      cause: 'notReceived',
      words: l10n.t('The modem says that it sent, and Sigfox heard nothing.'),
      evidence: [
        `${l10n.t('Modem')}: ${new Date(sent.atMs).toISOString()} ${safeLine(sent.reason)}`,
        `Sigfox: ${seenMs === 0 ? '–' : new Date(seenMs).toISOString()}`,
        l10n.t('Antenna, coverage or radio zone: no other part of the path was reached.'),
      ],
      fix: monitor(),
    };
  }),
];

/** Checks that need the backend's word; without it they find nothing. */
export function withSigfox(
  check: (sigfox: SigfoxFacts, facts: PathFacts) => Fault | undefined,
): Check {
  return (facts) => (facts.sigfox.kind === 'read' ? check(facts.sigfox.value, facts) : undefined);
}

function withDevice(check: (device: BackendDevice, nowMs: number) => Fault | undefined): Check {
  return withSigfox(({ device }, { nowMs }) => device && check(device, nowMs));
}

function fault(
  cause: Cause,
  { name, id }: BackendDevice,
  trouble: string,
  evidence: readonly string[],
): Fault {
  return {
    cause,
    words: l10n.t('Sigfox takes nothing from "{0}": {1}.', safeLine(name, 60), trouble),
    evidence,
    fix: page(l10n.t('Open Device in the Backend'), `/device/list?deviceId=${id}`),
  };
}

function tokenEvidence({ token }: BackendDevice): string[] {
  return token ? [`token: ${token.state} ${safeLine(token.detail, 80)}`.trim()] : [];
}

function page(label: string, path: string): Fix {
  return { kind: 'page', label, url: `${backendUrl}${path}` };
}

function monitor(): Fix {
  return { kind: 'command', label: l10n.t('Open Serial Monitor…'), command: 'sigfox.serial.open' };
}
