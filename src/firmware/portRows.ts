import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import type { ArduinoFailure } from './arduinoCli';
import { portName } from './boardChoice';
import type { BoardPort } from './boardPort';

/** One row of the list of ports, as plain data. */
export interface PortRow {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
}

export function portRow(port: BoardPort): PortRow {
  const { vendorId, productId, serialNumber } = port.identity;
  const name = portName(port.address);
  const usb = vendorId === undefined ? '' : l10n.t('USB {0}:{1}', vendorId, productId ?? '????');
  const number =
    serialNumber === undefined ? '' : l10n.t('serial number {0}', safeLine(serialNumber, 40));
  const label = port.label === port.address || port.label === name ? '' : safeLine(port.label, 60);
  return {
    label: safeLine(name, 80),
    description: [port.boards[0] ? safeLine(port.boards[0].name, 60) : '', label]
      .filter(Boolean)
      .join(' · '),
    detail: [usb, number].filter(Boolean).join(' · '),
  };
}

/** Where the ports are: on the machine the extension runs on, which a person in a remote window may not think of. */
export function portsTitle(machine: string | undefined): string {
  return machine === undefined ? l10n.t('Choose Port') : l10n.t('Ports of {0}', machine);
}

/** What stands in a list of ports that is empty: why, and what to do. */
export function noPortWords(
  failure: ArduinoFailure | undefined,
  machine: string | undefined,
): PortRow {
  const place = machine ?? l10n.t('this computer');
  if (failure && failure.kind !== 'cancelled') {
    return {
      label: l10n.t('The ports of {0} are not known', place),
      description: '',
      detail: failure.kind === 'refused' ? safeLine(failure.message) : safeLine(failure.reason),
    };
  }
  return {
    label: l10n.t('No port on {0}', place),
    description: '',
    detail: l10n.t('Plug the board in: it is listed here as soon as it is seen.'),
  };
}
