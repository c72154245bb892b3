import { BackendBook } from '../../src/sigfox/backendBook';
import { HttpBackendApi } from '../../src/sigfox/io/httpBackendApi';
import { systemClock } from '../../src/shared/io/systemClock';
import { BackendServer } from '../../src/simulator/io/backendServer';
import { scenario } from '../../src/simulator/network/scenario';
import { scenarioBackend } from '../../src/simulator/network/scenarioBackend';
import { type Publish, VirtualNetwork } from '../../src/simulator/network/virtualNetwork';

export const apiUser = { login: '58334f4f50057421b7d7294d', password: 'correct horse' };

/** The virtual Sigfox with its REST API on this machine, and a window's book of it. Nothing sends by itself. */
export async function startVirtualSigfox(publish: Publish = () => Promise.resolve()) {
  const backend = scenarioBackend(scenario, systemClock);
  const network = new VirtualNetwork(scenario, publish, systemClock, () => 0.5, backend);
  const server = await BackendServer.start(backend, apiUser);
  const book = new BackendBook(systemClock);
  const signIn = async (password = apiUser.password) => {
    const place = {
      baseUrl: server.baseUrl,
      apiUser: () => Promise.resolve({ ...apiUser, password }),
    };
    book.use({
      api: new HttpBackendApi(place, systemClock),
      name: apiUser.login,
      isSimulated: false,
    });
    await book.refresh();
  };
  const send = async (id: string, hex: string) => {
    const device = scenario.find((each) => each.id === id);
    if (!device) throw new Error(`no device "${id}"`);
    await network.sendUplink(device, Buffer.from(hex, 'hex'));
  };
  const close = async () => {
    book.dispose();
    network.dispose();
    await server.close();
  };
  return { backend, network, server, book, signIn, send, close };
}
