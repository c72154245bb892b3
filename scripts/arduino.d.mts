/** What the tests of the firmware room use of the toolchain's script. */
export function createArduinoHome(folder: string): Record<string, string>;
