import type { CPU } from 'avr8js';

/** Where a USART's registers and interrupts are; the names are the data sheet's. */
export interface UsartRegisters {
  readonly rxCompleteInterrupt: number;
  readonly dataRegisterEmptyInterrupt: number;
  readonly txCompleteInterrupt: number;
  readonly UCSRA: number;
  readonly UCSRB: number;
  readonly UCSRC: number;
  readonly UBRRL: number;
  readonly UBRRH: number;
  readonly UDR: number;
}

/** Bits of UCSRnA, and the bits of UCSRnB that enable an interrupt at the same places. */
const receiveComplete = 0x80;
const transmitComplete = 0x40;
const dataRegisterEmpty = 0x20;
const frameError = 0x10;
const dataOverrun = 0x08;
const doubleSpeed = 0x02;
/** Bits of UCSRnB. */
const receiverEnable = 0x10;
const transmitterEnable = 0x08;

/** The receiver holds two bytes; a third that comes before one is read is lost (data sheet, 20.7.4). */
const receiveDepth = 2;

/**
 * A USART of the chip. avr8js has one of its own, which has no second transmit register, no receive buffer and no
 * overrun: at line speed in both directions it lost bytes that the chip does not lose, and kept some that it loses.
 */
export class Usart {
  /** A byte begins to leave; the line's speed is `baudRate`. */
  onTransmit: ((byte: number) => void) | undefined;
  /** Bytes that came while the buffer was full. */
  overruns = 0;

  private readonly buffer: number[] = [];
  private waiting: number | undefined;
  private isShifting = false;
  private readonly interrupts;

  constructor(
    private readonly cpu: CPU,
    private readonly registers: UsartRegisters,
    private readonly cpuHz: number,
  ) {
    this.interrupts = {
      received: this.interrupt(registers.rxCompleteInterrupt, receiveComplete, true),
      empty: this.interrupt(registers.dataRegisterEmptyInterrupt, dataRegisterEmpty, true),
      transmitted: this.interrupt(registers.txCompleteInterrupt, transmitComplete, false),
    };
    cpu.data[registers.UCSRA] = dataRegisterEmpty;
    // Eight data bits, no parity, one stop bit.
    cpu.data[registers.UCSRC] = 0x06;
    this.hookRegisters();
  }

  get baudRate(): number {
    return Math.round(this.cpuHz / this.cyclesPerBit);
  }

  get cyclesPerByte(): number {
    const control = this.read(this.registers.UCSRC);
    const dataBits = 5 + ((control >> 1) & 3);
    const parityBits = control & 0x20 ? 1 : 0;
    const stopBits = control & 0x08 ? 2 : 1;
    return this.cyclesPerBit * (1 + dataBits + parityBits + stopBits);
  }

  /** A byte has come in over the line; false when the receiver is off or its buffer full. */
  receive(byte: number): boolean {
    if (!(this.read(this.registers.UCSRB) & receiverEnable)) return false;
    if (this.buffer.length >= receiveDepth) {
      this.overruns++;
      this.setFlags(dataOverrun);
      return false;
    }
    this.buffer.push(byte);
    this.cpu.setInterruptFlag(this.interrupts.received);
    return true;
  }

  private hookRegisters(): void {
    const { cpu, registers, interrupts } = this;
    cpu.writeHooks[registers.UCSRA] = (value) => {
      // Only the two lowest bits are written as they are; a one clears "transmit complete".
      cpu.data[registers.UCSRA] = (this.read(registers.UCSRA) & ~0x03) | (value & 0x03);
      if (value & transmitComplete) cpu.clearInterrupt(interrupts.transmitted);
      return true;
    };
    cpu.writeHooks[registers.UCSRB] = (value) => {
      cpu.data[registers.UCSRB] = value;
      for (const each of Object.values(interrupts)) cpu.updateInterruptEnable(each, value);
      if (!(value & receiverEnable)) this.flush();
      return true;
    };
    cpu.readHooks[registers.UDR] = () => this.readData();
    cpu.writeHooks[registers.UDR] = (value) => {
      this.writeData(value);
      return true;
    };
  }

  private flush(): void {
    this.buffer.length = 0;
    this.cpu.clearInterrupt(this.interrupts.received);
  }

  private readData(): number {
    const byte = this.buffer.shift() ?? 0;
    if (this.buffer.length === 0) this.cpu.clearInterrupt(this.interrupts.received);
    this.clearFlags(dataOverrun | frameError);
    return byte;
  }

  private writeData(byte: number): void {
    if (!(this.read(this.registers.UCSRB) & transmitterEnable)) return;
    if (!this.isShifting) return this.shift(byte);
    this.waiting = byte;
    this.cpu.clearInterrupt(this.interrupts.empty);
  }

  private shift(byte: number): void {
    this.isShifting = true;
    this.onTransmit?.(byte);
    this.cpu.addClockEvent(() => {
      this.isShifting = false;
      const next = this.waiting;
      if (next === undefined) return this.cpu.setInterruptFlag(this.interrupts.transmitted);
      this.waiting = undefined;
      this.shift(next);
      this.cpu.setInterruptFlag(this.interrupts.empty);
    }, this.cyclesPerByte);
  }

  private get cyclesPerBit(): number {
    const { UCSRA, UBRRH, UBRRL } = this.registers;
    const divisor = ((this.read(UBRRH) & 0x0f) << 8) | this.read(UBRRL);
    return (this.read(UCSRA) & doubleSpeed ? 8 : 16) * (divisor + 1);
  }

  private interrupt(address: number, mask: number, isLevel: boolean) {
    return {
      address,
      flagRegister: this.registers.UCSRA,
      flagMask: mask,
      enableRegister: this.registers.UCSRB,
      enableMask: mask,
      constant: isLevel,
    };
  }

  private read(register: number): number {
    return this.cpu.data[register] ?? 0;
  }

  private setFlags(mask: number): void {
    this.cpu.data[this.registers.UCSRA] = this.read(this.registers.UCSRA) | mask;
  }

  private clearFlags(mask: number): void {
    this.cpu.data[this.registers.UCSRA] = this.read(this.registers.UCSRA) & ~mask;
  }
}
