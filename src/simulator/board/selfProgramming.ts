import type { CPU } from 'avr8js';
import type { Chip } from './chip';

/** Registers: the control register of self-programming, and the upper bits of a flash address. */
const SPMCSR = 0x57;
const RAMPZ = 0x5b;
const spmOpcode = 0x95e8;
/** What the lower five bits of the control register ask for (data sheet, 26.3). */
const fillBuffer = 0x01;
const erasePage = 0x03;
const writePage = 0x05;
const enableReading = 0x11;
const isEnabled = 0x01;
const interruptAndBusy = 0x80;

/** How often a bootloader did what, so that a test can tell that it was the bootloader who wrote. */
export interface SelfProgrammingCounts {
  erased: number;
  written: number;
}

/**
 * Lets a bootloader write flash. avr8js has no SPM instruction; the write to the control register that must come
 * right before it is seen instead, and the work is done one cycle later, when address and data are in their registers.
 */
export function hookSelfProgramming(
  cpu: CPU,
  chip: Chip,
  flash: Uint8Array,
  counts: SelfProgrammingCounts,
): void {
  const buffer = new Uint8Array(chip.flashPageBytes).fill(0xff);
  cpu.writeHooks[SPMCSR] = (control) => {
    cpu.data[SPMCSR] = control;
    if (control & isEnabled) cpu.addClockEvent(() => execute(control), 1);
    return true;
  };

  function execute(control: number): void {
    cpu.data[SPMCSR] = control & interruptAndBusy;
    if (!isAtSpm(cpu) || cpu.pc * 2 < chip.bootStart) return;
    const address = flashAddress(cpu, chip);
    const page = address & ~(chip.flashPageBytes - 1);
    switch (control & 0x1f) {
      case fillBuffer: {
        const at = address & (chip.flashPageBytes - 2);
        buffer.set(cpu.data.subarray(0, 2), at);
        break;
      }
      case erasePage:
        flash.fill(0xff, page, page + chip.flashPageBytes);
        counts.erased++;
        break;
      case writePage:
        // Writing only clears bits: a page that was not erased keeps its zeros.
        buffer.forEach((byte, at) => (flash[page + at] = (flash[page + at] ?? 0) & byte));
        buffer.fill(0xff);
        counts.written++;
        break;
      case enableReading:
        buffer.fill(0xff);
        break;
    }
  }
}

/**
 * The control register has other uses than SPM (it can prepare an LPM). avr8js runs one event an instruction, so ours
 * may come one instruction late.
 */
function isAtSpm({ progMem, pc }: CPU): boolean {
  return progMem[pc] === spmOpcode || progMem[pc - 1] === spmOpcode;
}

function flashAddress(cpu: CPU, chip: Chip): number {
  const z = cpu.dataView.getUint16(30, true);
  return chip.flashBytes > 0x10000 ? z + (cpu.data[RAMPZ] ?? 0) * 0x10000 : z;
}
