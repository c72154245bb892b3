import { type AVRIOPort, type CPU, PinState } from 'avr8js';

/** A pin of a port of the chip. */
export interface Pin {
  readonly port: AVRIOPort;
  readonly index: number;
}

const dataBits = 8;
/** Start bit, data bits, stop bit. */
const frameBits = dataBits + 2;

/** A serial device on two ordinary pins, timed in cycles: what a sketch with SoftwareSerial talks to. */
export class PinUart {
  /** A byte came out of the board. */
  onReceive: ((byte: number) => void) | undefined;

  private readonly queue: number[] = [];
  private isSending = false;
  private isReceiving = false;
  private wasHigh = true;
  private readonly cyclesPerBit: number;

  constructor(
    private readonly cpu: CPU,
    /** What the board sends on, and what it listens to. */
    private readonly pins: { readonly transmit: Pin; readonly receive: Pin },
    cpuHz: number,
    baudRate: number,
  ) {
    this.cyclesPerBit = cpuHz / baudRate;
    this.drive(true);
    pins.transmit.port.addListener(() => this.watchEdge());
  }

  /** Sends bytes to the board, one after the other. */
  write(bytes: Uint8Array): void {
    this.queue.push(...bytes);
    if (!this.isSending) this.sendNext();
  }

  /** The falling edge of a start bit begins a byte; edges inside it are data. */
  private watchEdge(): void {
    const isHigh = this.isHigh();
    const hasFallen = this.wasHigh && !isHigh;
    this.wasHigh = isHigh;
    if (!hasFallen || this.isReceiving) return;
    this.isReceiving = true;
    this.sample(0, 0, 1.5);
  }

  private sample(bit: number, read: number, afterBits: number): void {
    this.cpu.addClockEvent(() => {
      const isHigh = this.isHigh();
      if (bit < dataBits) return this.sample(bit + 1, isHigh ? read | (1 << bit) : read, 1);
      this.isReceiving = false;
      // Without a stop bit it was no byte.
      if (isHigh) this.onReceive?.(read);
    }, this.cyclesPerBit * afterBits);
  }

  private sendNext(): void {
    const byte = this.queue.shift();
    this.isSending = byte !== undefined;
    if (byte !== undefined) this.sendBit((byte << 1) | 0x200, 0);
  }

  private sendBit(frame: number, bit: number): void {
    if (bit < frameBits) this.drive(((frame >> bit) & 1) === 1);
    this.cpu.addClockEvent(() => {
      if (bit < frameBits) this.sendBit(frame, bit + 1);
      else this.sendNext();
    }, this.cyclesPerBit);
  }

  private isHigh(): boolean {
    const { port, index } = this.pins.transmit;
    return port.pinState(index) !== PinState.Low;
  }

  private drive(isHigh: boolean): void {
    const { port, index } = this.pins.receive;
    port.setPin(index, isHigh);
  }
}
