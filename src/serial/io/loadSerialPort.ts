import type { SerialPort } from 'serialport';

/** The package is of the old module format: bundled, all it exports is in `default`; by Node itself, it is named as well. */
export async function loadSerialPort(): Promise<typeof SerialPort> {
  const loaded: Package & { readonly default?: Package } = await import('serialport');
  return (loaded.default ?? loaded).SerialPort;
}

interface Package {
  readonly SerialPort: typeof SerialPort;
}
