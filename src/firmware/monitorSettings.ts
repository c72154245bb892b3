/** How a sketch talks to its monitor, as far as its project file says so; the words are the serial monitor's. */
export interface MonitorSettings {
  readonly baudRate?: number;
  readonly dataBits?: 5 | 6 | 7 | 8;
  readonly parity?: 'none' | 'even' | 'odd' | 'mark' | 'space';
  readonly stopBits?: 1 | 1.5 | 2;
  readonly dtr?: 'raise' | 'lower';
  readonly rts?: 'raise' | 'lower';
}

/** What the project file of the sketch at hand says of the port its board is at. */
export interface SketchMonitor {
  readonly address: string;
  readonly settings: MonitorSettings;
}

/**
 * Reads the `port_config` of a profile by the names and values of Arduino's monitor for serial ports. What is not one of
 * those says nothing.
 */
export function readMonitorSettings(config: ReadonlyMap<string, string>): MonitorSettings {
  const chosen = <Value>(name: string, values: Readonly<Record<string, Value>>) => {
    const word = config.get(name)?.toLowerCase() ?? '';
    return Object.hasOwn(values, word) ? values[word] : undefined;
  };
  const baudRate = readBaudRate(config.get('baudrate'));
  const dataBits = chosen('bits', { 5: 5, 6: 6, 7: 7, 8: 8 } as const);
  const parity = chosen('parity', parities);
  const stopBits = chosen('stop_bits', { 1: 1, 1.5: 1.5, 2: 2 } as const);
  const dtr = chosen('dtr', levels);
  const rts = chosen('rts', levels);
  return {
    ...(baudRate !== undefined && { baudRate }),
    ...(dataBits !== undefined && { dataBits }),
    ...(parity !== undefined && { parity }),
    ...(stopBits !== undefined && { stopBits }),
    ...(dtr !== undefined && { dtr }),
    ...(rts !== undefined && { rts }),
  };
}

const parities = { none: 'none', even: 'even', odd: 'odd', mark: 'mark', space: 'space' } as const;
const levels = { on: 'raise', off: 'lower' } as const;

/** No driver is slower than 50 baud or faster than 12 million. */
function readBaudRate(text: string | undefined): number | undefined {
  const rate = /^\d{2,8}$/.test(text ?? '') ? Number(text) : 0;
  return rate >= 50 && rate <= 12_000_000 ? rate : undefined;
}
