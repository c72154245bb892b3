import type { ArduinoCli } from './arduinoCli';

/** arduino-cli whose door is opened at the first question. */
export function lazyArduinoCli(open: () => Promise<ArduinoCli>): ArduinoCli {
  let opening: Promise<ArduinoCli> | undefined;
  const door = () => (opening ??= open());
  return {
    version: async (...args) => (await door()).version(...args),
    boards: async (...args) => (await door()).boards(...args),
    boardDetails: async (...args) => (await door()).boardDetails(...args),
    platforms: async (...args) => (await door()).platforms(...args),
    libraries: async (...args) => (await door()).libraries(...args),
    searchLibraries: async (...args) => (await door()).searchLibraries(...args),
    sketch: async (...args) => (await door()).sketch(...args),
    compile: async (...args) => (await door()).compile(...args),
    upload: async (...args) => (await door()).upload(...args),
    installPlatform: async (...args) => (await door()).installPlatform(...args),
    installLibrary: async (...args) => (await door()).installLibrary(...args),
    updateIndexes: async (...args) => (await door()).updateIndexes(...args),
    dataFolder: async (...args) => (await door()).dataFolder(...args),
    watchPorts: async (...args) => (await door()).watchPorts(...args),
  };
}
