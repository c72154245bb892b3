import {
  AVRADC,
  AVRClock,
  AVREEPROM,
  type AVRIOPort,
  avrInstruction,
  AVRSPI,
  AVRTimer,
  AVRTWI,
  AVRWatchdog,
  CPU,
  EEPROMMemoryBackend,
} from 'avr8js';
import { Emitter } from '../../shared/event';
import { type Chip, cpuHz, type PortName } from './chip';
import { CycleClock } from './cycleClock';
import { PulledPort } from './pulledPort';
import { hookSelfProgramming } from './selfProgramming';
import { Usart } from './usart';

/** Why the processor started anew. */
export type ResetCause = 'powerOn' | 'external' | 'watchdog';

/** What the chip's status register says of a reset (data sheet, 11.9.1). */
const resetFlags: Readonly<Record<ResetCause, number>> = { powerOn: 1, external: 2, watchdog: 8 };

const MCUSR = 0x54;
const SMCR = 0x53;
const sleepEnable = 0x01;
const sleepOpcode = 0x9588;
/** While the processor sleeps, time passes in steps of so many cycles: one microsecond. */
const sleepCycles = 16;

/**
 * A board with an AVR chip, run by cycles: it has no time of its own and does no input or output. What is wired to it
 * hears `onDidTransmit`, sends with `send`, and lives by `clock`.
 */
export class Board {
  readonly flash: Uint8Array<ArrayBuffer>;
  /** Passes as the board runs, resets notwithstanding. */
  readonly clock = new CycleClock(cpuHz / 1_000, () => this.stretch.ran);
  /** Where a reset leads to: into the boot section when a bootloader of flash is used. */
  startsInBootSection = false;
  /** The processor stands still while something else has the board; time passes. */
  isHeld = false;
  readonly selfProgramming = { erased: 0, written: 0 };

  private readonly transmitted: readonly Emitter<number>[];
  private readonly wasReset = new Emitter<ResetCause>();
  private readonly eeprom: EEPROMMemoryBackend;
  private readonly analogVolts: number[] = [];
  private core: Core;
  private pendingReset: ResetCause | undefined;
  private stretch: Stretch = standing;

  readonly onDidReset = this.wasReset.event;

  constructor(readonly chip: Chip) {
    this.flash = new Uint8Array(chip.flashBytes).fill(0xff);
    this.eeprom = new EEPROMMemoryBackend(chip.eepromBytes);
    this.transmitted = chip.usarts.map(() => new Emitter<number>());
    this.core = this.createCore('powerOn');
    // What is wired to the board may want to be woken before the stretch that runs would have ended.
    this.clock.onSooner = () => this.stretch.shorten(this.clock.nextDue - this.clock.cycles);
  }

  /** The bytes a USART of the chip sends. */
  onDidTransmit(usart: number, listener: (byte: number) => void): void {
    this.transmitted[usart]?.event(listener);
  }

  /** Puts a firmware into flash, from its first address on. */
  load(bytes: Uint8Array, at = 0): void {
    this.flash.set(bytes, at);
  }

  /** Bytes for a USART of the chip; they come in one after the other at the speed it is set to. */
  send(usart: number, bytes: Iterable<number>): void {
    this.core.lines[usart]?.send(bytes);
  }

  baudRate(usart: number): number {
    return this.core.usarts[usart]?.baudRate ?? 0;
  }

  overruns(usart: number): number {
    return this.core.usarts[usart]?.overruns ?? 0;
  }

  /** The processor of now: a reset makes a new one, so whoever hangs on it has to come again at `onDidReset`. */
  get cpu(): CPU {
    return this.core.cpu;
  }

  port(name: PortName): AVRIOPort | undefined {
    return this.core.ports.get(name);
  }

  setAnalogInput(channel: number, volts: number): void {
    this.analogVolts[channel] = volts;
    this.core.adc.channelValues[channel] = volts;
  }

  reset(cause: ResetCause): void {
    this.pendingReset = undefined;
    this.core = this.createCore(cause);
    this.wasReset.fire(cause);
  }

  /** Runs for so many cycles; the last instruction may end a few later. */
  run(cycles: number): void {
    const { clock } = this;
    const end = clock.cycles + cycles;
    while (clock.cycles < end) {
      const budget = Math.min(end, clock.nextDue) - clock.cycles;
      clock.advance(this.isHeld ? budget : this.execute(budget));
      if (this.pendingReset) this.reset(this.pendingReset);
    }
  }

  runMs(ms: number): void {
    this.run((ms * cpuHz) / 1_000);
  }

  /** Gives how many cycles it took. */
  private execute(budget: number): number {
    const { core } = this;
    const { cpu } = core;
    const stretch = new Stretch(cpu, budget);
    this.stretch = stretch;
    while (cpu.cycles < stretch.end && this.pendingReset === undefined) {
      if (core.canSleep && cpu.progMem[cpu.pc] === sleepOpcode) core.isAsleep = true;
      if (core.isAsleep) this.sleep(core, stretch);
      else {
        avrInstruction(cpu);
        cpu.tick();
      }
    }
    this.stretch = standing;
    return stretch.ran;
  }

  /** avr8js takes SLEEP for a pause of one cycle; a board that sleeps shall not cost a processor of this machine. */
  private sleep(core: Core, stretch: Stretch): void {
    const { cpu } = core;
    const { pc } = cpu;
    // An interrupt returns to the instruction behind the one that sleeps.
    cpu.pc = pc + 1;
    while (cpu.cycles < stretch.end && cpu.pc === pc + 1 && this.pendingReset === undefined) {
      cpu.cycles += sleepCycles;
      cpu.tick();
    }
    if (cpu.pc === pc + 1) cpu.pc = pc;
    else core.isAsleep = false;
  }

  /** A new processor around the same flash: that of avr8js keeps memory, registers and peripherals over a reset. */
  private createCore(cause: ResetCause): Core {
    const { chip } = this;
    const cpu = new CPU(new Uint16Array(this.flash.buffer), chip.dataBytes);
    cpu.data[MCUSR] = resetFlags[cause];
    const clock = new AVRClock(cpu, cpuHz);
    for (const timer of chip.timers) new AVRTimer(cpu, timer);
    const adc = new AVRADC(cpu, chip.adc);
    adc.channelValues.splice(0, this.analogVolts.length, ...this.analogVolts);
    new AVREEPROM(cpu, this.eeprom, chip.eeprom);
    // Nothing is wired to these two, but whoever uses them gets an answer instead of waiting for ever.
    new AVRSPI(cpu, chip.spi, cpuHz);
    new AVRTWI(cpu, chip.twi, cpuHz);
    new AVRWatchdog(cpu, chip.watchdog, clock);
    // The watchdog calls this from inside an event of a processor that is no more afterwards.
    cpu.reset = () => (this.pendingReset = 'watchdog');
    hookSelfProgramming(cpu, chip, this.flash, this.selfProgramming);
    const usarts = chip.usarts.map((registers, at) => {
      const usart = new Usart(cpu, registers, cpuHz);
      usart.onTransmit = (byte) => this.transmitted[at]?.fire(byte);
      return usart;
    });
    const ports = Object.entries(chip.ports).map(
      ([name, config]) => [name as PortName, new PulledPort(cpu, config)] as const,
    );
    const lines = usarts.map((usart) => new Line(cpu, usart));
    const core: Core = {
      ...{ cpu, adc, usarts, lines, ports: new Map(ports) },
      ...{ canSleep: false, isAsleep: false },
    };
    cpu.writeHooks[SMCR] = (value) => {
      core.canSleep = (value & sleepEnable) !== 0;
      return false;
    };
    if (this.startsInBootSection) cpu.pc = chip.bootStart / 2;
    return core;
  }
}

/** A run of the processor up to where something else falls due. */
class Stretch {
  private readonly start: number;
  end: number;

  constructor(
    private readonly cpu: { readonly cycles: number },
    budget: number,
  ) {
    this.start = cpu.cycles;
    this.end = cpu.cycles + budget;
  }

  get ran(): number {
    return this.cpu.cycles - this.start;
  }

  shorten(remaining: number): void {
    this.end = Math.min(this.end, this.cpu.cycles + remaining);
  }
}

/** Between two runs. */
const standing = new Stretch({ cycles: 0 }, 0);

/** What a reset replaces. */
interface Core {
  readonly cpu: CPU;
  readonly adc: AVRADC;
  readonly usarts: readonly Usart[];
  readonly lines: readonly Line[];
  readonly ports: ReadonlyMap<PortName, AVRIOPort>;
  canSleep: boolean;
  isAsleep: boolean;
}

/** The wire into a USART: one byte in the time a byte takes. */
class Line {
  private readonly queue: number[] = [];
  private isBusy = false;

  constructor(
    private readonly cpu: CPU,
    private readonly usart: Usart,
  ) {}

  send(bytes: Iterable<number>): void {
    for (const byte of bytes) this.queue.push(byte);
    this.next();
  }

  private next(): void {
    if (this.isBusy || this.queue.length === 0) return;
    this.isBusy = true;
    this.cpu.addClockEvent(() => {
      this.isBusy = false;
      const byte = this.queue.shift();
      if (byte !== undefined) this.usart.receive(byte);
      this.next();
    }, this.usart.cyclesPerByte);
  }
}
