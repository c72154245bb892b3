'use strict';
// What the real extension does with its providers, as far as they can see it: nobody is asked before he says that he is
// ready, and for a file first whether he can answer.
const providers = new Map();
let refreshes = 0;

const api = {
  getVersion: () => 4,
  registerCustomConfigurationProvider: (provider) =>
    providers.set(provider.extensionId, { provider, isReady: false }),
  notifyReady: (provider) => {
    const known = providers.get(provider.extensionId);
    if (known) known.isReady = true;
  },
  didChangeCustomConfiguration: () => (refreshes += 1),
  didChangeCustomBrowseConfiguration: () => undefined,
  dispose: () => undefined,
};

exports.activate = () => ({
  getApi: (version) => {
    if (version > 7) throw new RangeError('no such version of the API');
    return api;
  },
  standIn: {
    get refreshes() {
      return refreshes;
    },
    names: () => [...providers.values()].map(({ provider }) => provider.name),
    ask: async (uri) => {
      const items = [];
      for (const { provider, isReady } of providers.values()) {
        if (!isReady || !(await provider.canProvideConfiguration(uri))) continue;
        items.push(...(await provider.provideConfigurations([uri])));
      }
      return items;
    },
  },
});
