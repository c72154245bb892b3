import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { Chain } from './doctor/chain';
import { registerDoctor } from './doctor/ui/registerDoctor';
import { createClientIds } from './messages/clientId';
import { Connections } from './messages/connections';
import { lazyMessageSource } from './messages/lazyMessageSource';
import { MessageStore } from './messages/messageStore';
import { PayloadSettingsBook } from './messages/payloadSettingsBook';
import { ConnectionChoice } from './messages/ui/connectCommands';
import { registerMessages } from './messages/ui/registerMessages';
import { bookStorage, RememberedConnections } from './messages/ui/remembered';
import { localTimeFormat } from './messages/ui/localTimeFormat';
import { ViewState } from './messages/viewState';
import { windowFact } from './messages/windowFact';
import { DisposableStore } from './shared/disposable';
import { systemClock } from './shared/io/systemClock';
import { machineName } from './shared/machine';
import { CommandRunner } from './shared/ui/commandRunner';
import { ContextKeys } from './shared/ui/contextKey';
import { createOutputLogger } from './shared/ui/outputLogger';
import { Simulator, simulatorConnectionId } from './simulator/simulator';
import { registerSimulator } from './simulator/ui/registerSimulator';

/** Builds the rooms and joins them; nothing else. */
export function activate(context: vscode.ExtensionContext): void {
  if (vscode.l10n.bundle) l10n.config({ contents: vscode.l10n.bundle });
  const owned = new DisposableStore();
  context.subscriptions.push(owned);

  const log = owned.add(createOutputLogger());
  const commands = new CommandRunner(log);
  const keys = new ContextKeys();
  const clock = systemClock;
  const random = Math.random;

  const chain = owned.add(new Chain());
  const simulator = owned.add(new Simulator(createBroker, clock, random));
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
  const connectSimulator = () =>
    simulated().forEach((connection) => connections.connect(connection));

  owned.add(
    connections.onDidReceive(({ connection, message }) => void store.add(connection.id, message)),
  );
  owned.add(connections.onDidChange((status) => chain.report(windowFact(status, clock.now()))));
  owned.add(
    connections.onDidChange(({ connection, state }) =>
      log.info(`${connection.name}: ${state.kind}`),
    ),
  );
  owned.add(simulator.onDidProve((fact) => chain.report(fact)));

  owned.add(commands.register('sigfox.showLog', () => log.show()));
  owned.add(registerDoctor(chain));
  owned.add(
    registerSimulator(simulator, {
      commands,
      keys,
      connect: connectSimulator,
      disconnect: () => connections.disconnect(simulatorConnectionId),
    }),
  );
  owned.add(
    registerMessages({
      commands,
      keys,
      choice,
      sources: { store, connections, book, view, clock, format: localTimeFormat() },
      machine: remoteMachine(),
      onFirstShown: () => void restore(remembered, choice, simulator, connections),
    }),
  );
}

/** What this window was connected to before comes back; the simulator has to be started anew for that. */
async function restore(
  remembered: RememberedConnections,
  choice: ConnectionChoice,
  simulator: Simulator,
  connections: Connections,
): Promise<void> {
  const ids = remembered.previous;
  if (ids.includes(simulatorConnectionId)) await simulator.start();
  for (const connection of choice.all) {
    if (ids.includes(connection.id)) connections.connect(connection);
  }
}

/** Words for where the extension runs, when that is not the person's own computer. */
function remoteMachine(): string | undefined {
  const { remoteName } = vscode.env;
  const wslDistribution = process.env['WSL_DISTRO_NAME'];
  return remoteName === undefined ? undefined : machineName({ remoteName, wslDistribution });
}

/** The heavy doors are opened when they are first used. */
async function createBroker() {
  const { AwsLikeBroker } = await import('./simulator/io/awsLikeBroker');
  return AwsLikeBroker.start(systemClock);
}

async function createMessageSource() {
  const { MqttMessageSource } = await import('./messages/io/mqttMessageSource');
  return new MqttMessageSource(systemClock);
}
