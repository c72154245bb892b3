import * as l10n from '@vscode/l10n';
import { findDevice } from '../shared/usbDevice';
import type { BoardName, BoardPort, UsbIdentity } from './boardPort';

/** What a person chose for a sketch; remembered with the workspace. */
export interface BoardChoice {
  readonly board?: BoardName;
  readonly programmer?: string;
  readonly port?: ChosenPort;
}

export interface ChosenPort {
  readonly address: string;
  readonly protocol: string;
  readonly identity: UsbIdentity;
  /** The stay of the port at which it was chosen; means nothing in another window. */
  readonly stay?: number;
}

/** Where the chosen device is now. */
export type PortNow =
  | { readonly kind: 'none' }
  | { readonly kind: 'found'; readonly port: BoardPort }
  | { readonly kind: 'gone'; readonly address: string }
  | { readonly kind: 'ambiguous'; readonly candidates: readonly BoardPort[] };

/** The ports there are, and the number of the stay of each. */
export interface PortsNow {
  readonly ports: readonly BoardPort[];
  stay(address: string): number | undefined;
}

/** Finds the chosen device, wherever it is plugged in now. Two that cannot be told apart are for the person to choose. */
export function portNow(chosen: ChosenPort | undefined, now: PortsNow): PortNow {
  if (!chosen) return { kind: 'none' };
  const atAddress = now.ports.find(({ address }) => address === chosen.address);
  // It has not been unplugged since it was chosen, so there is nothing to guess.
  if (atAddress && chosen.stay !== undefined && now.stay(chosen.address) === chosen.stay) {
    return { kind: 'found', port: atAddress };
  }
  const match = findDevice(chosen, now.ports);
  return match.kind === 'gone' ? { kind: 'gone', address: chosen.address } : match;
}

/** `/dev/ttyACM0` as `ttyACM0`; other names stay whole. */
export function portName(address: string): string {
  return address.replace(/^\/dev\//, '');
}

/** The name of a port, and that what is behind it is the simulator's. */
export function portTitle({ address, isVirtual }: BoardPort): string {
  const name = portName(address);
  return isVirtual === true ? l10n.t('{0} (virtual)', name) : name;
}

/** Reads what was remembered; what makes no sense counts as nothing. */
export function readBoardChoice(value: unknown): BoardChoice {
  if (!isRecord(value)) return {};
  const board = value['board'];
  const port = value['port'];
  return {
    ...(isRecord(board) &&
      isText(board['name']) &&
      isText(board['fqbn']) && { board: { name: board['name'], fqbn: board['fqbn'] } }),
    ...(isText(value['programmer']) && { programmer: value['programmer'] }),
    ...(isRecord(port) &&
      isText(port['address']) &&
      isText(port['protocol']) && {
        port: {
          address: port['address'],
          protocol: port['protocol'],
          identity: readIdentity(port['identity']),
        },
      }),
  };
}

function readIdentity(value: unknown): UsbIdentity {
  if (!isRecord(value)) return {};
  const { vendorId, productId, serialNumber } = value;
  return {
    ...(isText(vendorId) && { vendorId }),
    ...(isText(productId) && { productId }),
    ...(isText(serialNumber) && { serialNumber }),
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length < 1_000;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
