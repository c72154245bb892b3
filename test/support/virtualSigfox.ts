import { systemClock } from '../../src/shared/io/systemClock';
import { BackendServer } from '../../src/simulator/io/backendServer';
import { scenario } from '../../src/simulator/network/scenario';
import { scenarioBackend } from '../../src/simulator/network/scenarioBackend';
import { type Publish, VirtualNetwork } from '../../src/simulator/network/virtualNetwork';

export const apiUser = { login: '58334f4f50057421b7d7294d', password: 'correct horse' };

/** The virtual Sigfox with its REST API on this machine. Nothing sends by itself. */
export async function startVirtualSigfox(publish: Publish = () => Promise.resolve()) {
  const backend = scenarioBackend(scenario, systemClock);
  const network = new VirtualNetwork(scenario, publish, systemClock, () => 0.5, backend);
  const server = await BackendServer.start(backend, apiUser);
  const send = async (id: string, hex: string) => {
    const device = scenario.find((each) => each.id === id);
    if (!device) throw new Error(`no device "${id}"`);
    await network.sendUplink(device, Buffer.from(hex, 'hex'));
  };
  const close = async () => {
    network.dispose();
    await server.close();
  };
  return { backend, network, server, send, close };
}
