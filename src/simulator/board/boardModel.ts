import type { BoardName, UsbIdentity } from '../../firmware/boardPort';
import type { ModemKind } from './modemDialect';

export type BoardModelName = 'uno' | 'mega';

/** A kind of board the simulator has. */
export interface BoardModel {
  /** What a firmware has to fit into. The chip itself is heavy and known only where it runs. */
  readonly flashBytes: number;
  /** As the board's platform calls it, and what tools know it by. */
  readonly board: BoardName;
  /** Short, for rows and titles. */
  readonly shortName: string;
  readonly usb: UsbIdentity;
  /** Where its modem is wired: a USART of the chip, or two pins for SoftwareSerial. */
  readonly modem: 'usart1' | 'pins10And11';
}

/** Which board with which modem. */
export interface BoardSetup {
  readonly model: BoardModelName;
  readonly modem: ModemKind;
}

/** USB ids are those of the real boards, so that every tool knows them; the serial numbers are ours. */
export const boardModels: Readonly<Record<BoardModelName, BoardModel>> = {
  uno: {
    flashBytes: 0x8000,
    board: { name: 'Arduino Uno', fqbn: 'arduino:avr:uno' },
    shortName: 'Arduino Uno',
    usb: { vendorId: '2341', productId: '0043', serialNumber: 'VIRTUALUNO0001' },
    modem: 'pins10And11',
  },
  mega: {
    flashBytes: 0x40000,
    board: { name: 'Arduino Mega or Mega 2560', fqbn: 'arduino:avr:mega' },
    shortName: 'Arduino Mega',
    usb: { vendorId: '2341', productId: '0042', serialNumber: 'VIRTUALMEGA0001' },
    modem: 'usart1',
  },
};

/** The how-to's modem on the board with a second serial port for it. */
export const defaultSetup: BoardSetup = { model: 'mega', modem: 'telit' };
