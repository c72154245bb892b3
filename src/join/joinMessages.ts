import path from 'node:path';
import { createClientIds } from '../messages/clientId';
import { Connections } from '../messages/connections';
import { lazyMessageSource } from '../messages/lazyMessageSource';
import { MessageHistory } from '../messages/messageHistory';
import { MessageStore } from '../messages/messageStore';
import { PayloadSettingsBook } from '../messages/payloadSettingsBook';
import { ConnectionChoice } from '../messages/ui/connectCommands';
import { keepingBudget } from '../messages/ui/keepingSettings';
import { localTimeFormat } from '../messages/ui/localTimeFormat';
import { registerMessages } from '../messages/ui/registerMessages';
import { bookStorage, RememberedConnections } from '../messages/ui/remembered';
import { ViewState } from '../messages/viewState';
import { windowFact } from '../messages/windowFact';
import { simulatorConnectionId, type Simulator } from '../simulator/simulator';
import type { Joint } from './joint';

/** Messages come in over connections, the simulator's among them; gives how this window listens to the simulator. */
export function joinMessages(joint: Joint, simulator: Simulator) {
  const { context, owned, log, commands, keys, clock, random, chain, machine } = joint;
  const store = owned.add(new MessageStore());
  const book = owned.add(new PayloadSettingsBook(bookStorage(context.globalState)));
  const view = owned.add(new ViewState());
  const doors = {
    source: lazyMessageSource(createMessageSource),
    clock,
    random,
    nextClientId: createClientIds(random),
  };
  const connections = owned.add(new Connections(doors));
  const remembered = owned.add(new RememberedConnections(context.workspaceState, connections));
  const simulated = () => (simulator.connection ? [simulator.connection] : []);
  const choice = new ConnectionChoice(context.secrets, simulated, log);

  const history = owned.add(new MessageHistory({ store, clock, open: openKept }));
  owned.add(
    connections.onDidReceive(({ connection, message }) => {
      const added = store.add(connection.id, message);
      if (added) history.add(added);
    }),
  );
  owned.add(connections.onDidChange(() => keepWhileLive()));
  owned.add(connections.onDidChange((status) => chain.report(windowFact(status, clock.now()))));
  owned.add(
    connections.onDidChange(({ connection, state }) =>
      log.info(`${connection.name}: ${state.kind}`),
    ),
  );
  owned.add(
    registerMessages({
      commands,
      keys,
      choice,
      sources: { store, history, connections, book, view, clock, format: localTimeFormat() },
      machine,
      onFirstShown: () => void restore(),
    }),
  );
  return {
    connect: () => simulated().forEach((connection) => connections.connect(connection)),
    disconnect: () => connections.disconnect(simulatorConnectionId),
  };

  /** What this window was connected to before comes back; the simulator has to be started anew for that. */
  async function restore(): Promise<void> {
    await history.open();
    const ids = remembered.previous;
    if (ids.includes(simulatorConnectionId)) await simulator.start();
    for (const connection of choice.all) {
      if (ids.includes(connection.id)) connections.connect(connection);
    }
  }

  /** The store is opened with the first connection; one that ends without a word leaves a gap only while it is live. */
  function keepWhileLive(): void {
    if (connections.all.length > 0) void history.open();
    history.noteLive(connections.all.some(({ state }) => state.kind === 'live'));
  }

  async function openKept() {
    const budget = keepingBudget();
    if (budget.megabytes === 0) return undefined;
    const { WorkerKeptMessages } = await import('../messages/io/workerKeptMessages');
    const worker = path.join(context.extensionPath, 'dist/messageStoreWorker.js');
    const file = path.join(context.globalStorageUri.fsPath, 'messages.db');
    return new WorkerKeptMessages(worker, file, budget);
  }

  async function createMessageSource() {
    const { MqttMessageSource } = await import('../messages/io/mqttMessageSource');
    return new MqttMessageSource(clock);
  }
}
