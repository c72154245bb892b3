import { AVRIOPort, type AVRPortConfig, type CPU } from 'avr8js';

/**
 * A port whose inputs have pull-ups (data sheet, 14.2.1): a pin that nothing drives reads high while its pull-up is on.
 * avr8js reads every such pin as low, so a contact that is open would look closed.
 */
export class PulledPort extends AVRIOPort {
  /** Pins that something is wired to, by bit: they read what that drives. */
  private driven = 0;
  private pulled = 0;

  constructor(
    private readonly processor: CPU,
    private readonly registers: AVRPortConfig,
  ) {
    super(processor, registers);
    this.addListener(() => this.pull());
  }

  /** Something outside drives the pin from now on. */
  override setPin(index: number, isHigh: boolean): void {
    this.driven |= 1 << index;
    super.setPin(index, isHigh);
  }

  private pull(): void {
    const { data } = this.processor;
    const inputs = ~(data[this.registers.DDR] ?? 0);
    const pulled = (data[this.registers.PORT] ?? 0) & inputs & ~this.driven;
    const changed = pulled ^ this.pulled;
    this.pulled = pulled;
    for (let index = 0; index < 8; index++) {
      if (changed & (1 << index) & ~this.driven) super.setPin(index, (pulled & (1 << index)) !== 0);
    }
  }
}
