import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import { type KnownPort, portName } from './knownPort';

/** A port as it is offered: everything known of it, and on which machine it is. */
export interface PortOffer {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  readonly address: string;
}

export function portOffer(port: KnownPort, user: string | undefined, machine: string): PortOffer {
  const { address, identity, boards, manufacturer } = port;
  const numbers =
    identity.vendorId === undefined
      ? undefined
      : `${identity.vendorId}:${identity.productId ?? ''}`;
  const what = [boards[0]?.name ?? knownChips[numbers ?? ''], manufacturer]
    .filter((word) => word !== undefined)
    .map((word) => safeLine(word, 60));
  const how = [
    numbers === undefined ? undefined : `USB ${numbers}`,
    identity.serialNumber === undefined
      ? undefined
      : l10n.t('serial number {0}', safeLine(identity.serialNumber, 40)),
    identity.location === undefined
      ? undefined
      : l10n.t('socket {0}', safeLine(identity.location, 40)),
    user === undefined ? undefined : l10n.t('in use by {0}', user),
    l10n.t('on {0}', machine),
  ];
  return {
    label: safeLine(portName(address), 60),
    description: what.join(' · '),
    detail: how.filter((word) => word !== undefined).join(' · '),
    address,
  };
}

/** No port at all: on which machine was looked, and what to do. */
export function noPortsWords(machine: string, isRemote: boolean): string {
  return isRemote
    ? l10n.t(
        'No ports on {0}. Your USB is on the other side: hand the device through to {0}, or install this extension on your own computer too and open the folder there.',
        machine,
      )
    : l10n.t(
        'No ports on {0}. Plug the board in with a cable that carries data; on Windows and macOS some boards need a driver (CH340, CP210x).',
        machine,
      );
}

/** Adapters and boards whose number says what they are. */
const knownChips: Readonly<Record<string, string>> = {
  '2341:0043': 'Arduino Uno',
  '2341:0042': 'Arduino Mega 2560',
  '2341:8050': 'Arduino MKR FOX 1200',
  '2341:E001': 'SmartEverything Fox',
  '2341:E002': 'SmartEverything Fox',
  '1A86:7523': 'CH340',
  '1A86:5523': 'CH341',
  '10C4:EA60': 'CP210x',
  '0403:6001': 'FT232R',
  '0403:6015': 'FT231X',
};
