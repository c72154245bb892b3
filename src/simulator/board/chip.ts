import {
  adcConfig,
  ADCMuxInputType,
  ADCReference,
  eepromConfig,
  portAConfig,
  portBConfig,
  portCConfig,
  portDConfig,
  portEConfig,
  portFConfig,
  portGConfig,
  portHConfig,
  portJConfig,
  portKConfig,
  portLConfig,
  spiConfig,
  timer0Config,
  timer1Config,
  timer2Config,
  twiConfig,
  usart0Config,
  watchdogConfig,
} from 'avr8js';
import type {
  ADCConfig,
  AVREEPROMConfig,
  AVRPortConfig,
  AVRTimerConfig,
  SPIConfig,
  TWIConfig,
  WatchdogConfig,
} from 'avr8js';
import type { UsartRegisters } from './usart';

/** What tells one chip from another; everything else the two have in common. */
export interface Chip {
  /** As avrdude and avr-gcc call it. */
  readonly mcu: 'atmega328p' | 'atmega2560';
  /** What a programmer reads to know the chip. */
  readonly signature: readonly [number, number, number];
  readonly flashBytes: number;
  /** Data memory above the 256 bytes of registers. */
  readonly dataBytes: number;
  readonly eepromBytes: number;
  readonly flashPageBytes: number;
  /** Where the boot section begins with the fuses the Arduino boards come with: only code there may write flash. */
  readonly bootStart: number;
  readonly timers: readonly AVRTimerConfig[];
  readonly usarts: readonly UsartRegisters[];
  readonly ports: Readonly<Partial<Record<PortName, AVRPortConfig>>>;
  readonly adc: ADCConfig;
  readonly watchdog: WatchdogConfig;
  readonly eeprom: AVREEPROMConfig;
  readonly spi: SPIConfig;
  readonly twi: TWIConfig;
}

export type PortName = 'A' | 'B' | 'C' | 'D' | 'E' | 'F' | 'G' | 'H' | 'J' | 'K' | 'L';

/** Both boards run at this speed. */
export const cpuHz = 16_000_000;

/** The Uno's. High fuse 0xDE: a boot section of 512 bytes. */
export const atmega328p: Chip = {
  mcu: 'atmega328p',
  signature: [0x1e, 0x95, 0x0f],
  flashBytes: 0x8000,
  dataBytes: 2_048,
  eepromBytes: 1_024,
  flashPageBytes: 128,
  bootStart: 0x7e00,
  timers: [timer0Config, timer1Config, timer2Config],
  usarts: [usart0Config],
  ports: { B: portBConfig, C: portCConfig, D: portDConfig },
  adc: adcConfig,
  watchdog: watchdogConfig,
  eeprom: eepromConfig,
  spi: spiConfig,
  twi: twiConfig,
};

/**
 * The Mega's, as differences to the smaller chip: avr8js turns to a program counter of 22 bits by the size of the flash
 * alone, and an interrupt's address is twice its number in the data sheet. High fuse 0xD8: a boot section of 8 KiB.
 */
export const atmega2560: Chip = {
  mcu: 'atmega2560',
  signature: [0x1e, 0x98, 0x01],
  flashBytes: 0x40000,
  // 8 KiB, and the extended registers from 0x100 to 0x1FF.
  dataBytes: 8_192 + 256,
  eepromBytes: 4_096,
  flashPageBytes: 256,
  bootStart: 0x3e000,
  timers: [
    {
      ...timer0Config,
      ...{ compAInterrupt: 0x2a, compBInterrupt: 0x2c, ovfInterrupt: 0x2e },
      ...{ compPortA: portBConfig.PORT, compPinA: 7, compPortB: portGConfig.PORT, compPinB: 5 },
    },
    {
      ...timer1Config,
      ...{ captureInterrupt: 0x20, compAInterrupt: 0x22, compBInterrupt: 0x24 },
      ...{ compCInterrupt: 0x26, ovfInterrupt: 0x28, OCRC: 0x8c, OCFC: 8, OCIEC: 8 },
      ...{ compPortA: portBConfig.PORT, compPinA: 5, compPortB: portBConfig.PORT, compPinB: 6 },
      ...{ compPortC: portBConfig.PORT, compPinC: 7 },
    },
    {
      ...timer2Config,
      ...{ compAInterrupt: 0x1a, compBInterrupt: 0x1c, ovfInterrupt: 0x1e },
      ...{ compPortA: portBConfig.PORT, compPinA: 4, compPortB: portHConfig.PORT, compPinB: 6 },
    },
    wideTimerAt({ base: 0x90, TIFR: 0x38, TIMSK: 0x71, firstInterrupt: 0x3e, port: portEConfig }),
    wideTimerAt({ base: 0xa0, TIFR: 0x39, TIMSK: 0x72, firstInterrupt: 0x52, port: portHConfig }),
    wideTimerAt({ base: 0x120, TIFR: 0x3a, TIMSK: 0x73, firstInterrupt: 0x5c, port: portLConfig }),
  ],
  usarts: [usartAt(0xc0, 0x32), usartAt(0xc8, 0x48), usartAt(0xd0, 0x66), usartAt(0x130, 0x6c)],
  ports: {
    ...{ A: portAConfig, B: portBConfig, C: portCConfig, D: portDConfig, E: portEConfig },
    ...{ F: portFConfig, G: portGConfig, H: portHConfig, J: portJConfig, K: portKConfig },
    L: portLConfig,
  },
  adc: {
    ...adcConfig,
    adcInterrupt: 0x3a,
    numChannels: 16,
    muxInputMask: 0x3f,
    muxChannels: singleEndedChannels(),
    adcReferences: [
      ADCReference.AREF,
      ADCReference.AVCC,
      ADCReference.Internal1V1,
      ADCReference.Internal2V56,
    ],
  },
  watchdog: { ...watchdogConfig, watchdogInterrupt: 0x18 },
  eeprom: { ...eepromConfig, eepromReadyInterrupt: 0x3c },
  spi: { ...spiConfig, spiInterrupt: 0x30 },
  twi: { ...twiConfig, twiInterrupt: 0x4e },
};

/** The registers of each USART lie in the same order; its three interrupts follow each other. */
function usartAt(base: number, firstInterrupt: number): UsartRegisters {
  return {
    rxCompleteInterrupt: firstInterrupt,
    dataRegisterEmptyInterrupt: firstInterrupt + 2,
    txCompleteInterrupt: firstInterrupt + 4,
    UCSRA: base,
    UCSRB: base + 1,
    UCSRC: base + 2,
    UBRRL: base + 4,
    UBRRH: base + 5,
    UDR: base + 6,
  };
}

interface WideTimerPlace {
  readonly base: number;
  readonly TIFR: number;
  readonly TIMSK: number;
  readonly firstInterrupt: number;
  /** Its three outputs are pins 3, 4 and 5 of it. */
  readonly port: AVRPortConfig;
}

/** Timers 3, 4 and 5 are made like timer 1, elsewhere. */
function wideTimerAt({ base, TIFR, TIMSK, firstInterrupt, port }: WideTimerPlace): AVRTimerConfig {
  return {
    ...timer1Config,
    TIFR,
    TIMSK,
    captureInterrupt: firstInterrupt,
    compAInterrupt: firstInterrupt + 2,
    compBInterrupt: firstInterrupt + 4,
    compCInterrupt: firstInterrupt + 6,
    ovfInterrupt: firstInterrupt + 8,
    TCCRA: base,
    TCCRB: base + 1,
    TCCRC: base + 2,
    TCNT: base + 4,
    ICR: base + 6,
    OCRA: base + 8,
    OCRB: base + 10,
    OCRC: base + 12,
    ...{ OCFC: 8, OCIEC: 8 },
    ...{ compPortA: port.PORT, compPinA: 3, compPortB: port.PORT, compPinB: 4 },
    ...{ compPortC: port.PORT, compPinC: 5, externalClockPort: 0, externalClockPin: 0 },
  };
}

/** Inputs 0 to 7 are selected by 0 to 7, inputs 8 to 15 by 32 to 39. */
function singleEndedChannels(): ADCConfig['muxChannels'] {
  const inputs = Array.from({ length: 16 }, (_, channel) => [
    channel < 8 ? channel : 24 + channel,
    { type: ADCMuxInputType.SingleEnded, channel } as const,
  ]);
  return Object.fromEntries(inputs) as ADCConfig['muxChannels'];
}
