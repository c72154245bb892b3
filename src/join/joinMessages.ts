import path from 'node:path';
import * as vscode from 'vscode';
import type { AwsSession } from '../cloud/awsSession';
import { CatchUp } from '../messages/catchUp';
import { createClientIds } from '../messages/clientId';
import type { Connection } from '../messages/connection';
import { Connections } from '../messages/connections';
import { DeviceWatch } from '../messages/deviceWatch';
import { lazyMessageSource } from '../messages/lazyMessageSource';
import type { MessageArchive } from '../messages/messageArchive';
import { MessageResults } from '../messages/messageResults';
import { MessageHistory } from '../messages/messageHistory';
import { MessageStore, type StoredMessage } from '../messages/messageStore';
import { withReplay } from '../messages/replaySource';
import { PayloadSettingsBook } from '../messages/payloadSettingsBook';
import { ShownMessages } from '../messages/shownMessages';
import { Presence } from '../messages/ui/catchUpCommands';
import { ConnectionChoice } from '../messages/ui/connectCommands';
import { keepingBudget } from '../messages/ui/keepingSettings';
import { localTimeFormat } from '../messages/ui/localTimeFormat';
import { registerMessages } from '../messages/ui/registerMessages';
import { bookStorage, mutedStorage, RememberedConnections } from '../messages/ui/remembered';
import { ViewState } from '../messages/viewState';
import { windowStatus, windowFact } from '../messages/windowFact';
import { boardIdentity } from '../simulator/network/boardDevice';
import { simulatorConnectionId, type Simulator } from '../simulator/simulator';
import { AwsConnection, type StackOutputs } from './joinAwsConnection';
import type { Backend } from './joinBackend';
import type { Joint } from './joint';

/** What knows where a message was sent from, when this window saw that. */
export interface MessageOrigins {
  arrived(message: StoredMessage): void;
  originOf(message: StoredMessage): string | undefined;
}

/** Messages come in over connections, the simulator's among them; gives how this window listens to the simulator. */
export function joinMessages(
  joint: Joint,
  simulator: Simulator,
  {
    session,
    stackOutputs,
    origins,
    backend,
  }: {
    readonly session: AwsSession;
    /** What a stack publishes to: the first to offer. */
    readonly stackOutputs: () => StackOutputs | undefined;
    readonly origins: MessageOrigins;
    readonly backend: Backend;
  },
) {
  const { context, owned, log, commands, keys, clock, random, chain, machine } = joint;
  const store = owned.add(new MessageStore());
  const book = owned.add(new PayloadSettingsBook(bookStorage(context.globalState)));
  const view = owned.add(new ViewState());
  const doors = {
    source: withReplay(lazyMessageSource(createMessageSource), clock),
    clock,
    random,
    nextClientId: createClientIds(random),
  };
  const connections = owned.add(new Connections(doors));
  const remembered = owned.add(new RememberedConnections(context.workspaceState, connections));
  const simulated = () => (simulator.connection ? [simulator.connection] : []);
  const aws = new AwsConnection(joint, session, stackOutputs);
  const choice = new ConnectionChoice(
    context.secrets,
    () => [...simulated(), ...aws.all],
    log,
    aws,
  );

  const history = owned.add(new MessageHistory({ store, clock, open: openKept }));
  owned.add(session.onDidChange(() => followProfile()));
  const results = owned.add(new MessageResults({ store, history, connections, book, clock }));
  const archiveSources: (() => readonly MessageArchive[])[] = [];
  const archives = () => archiveSources.flatMap((source) => source());
  const shown = new ShownMessages({ store, results, connections, book, view, clock });
  const catchUp = owned.add(
    new CatchUp({ store, history, shown, archives, now: () => clock.now() }),
  );
  const presence = new Presence({ connections, clock, state: context.workspaceState });
  const watch = owned.add(createWatch());
  const archivesChanged = catchUpWhenLive();
  connections.know(choice.all);
  owned.add(
    vscode.workspace.onDidChangeConfiguration((change) => {
      // A changed payload config decodes the past anew.
      if (change.affectsConfiguration('sigfox.connections')) connections.know(choice.all);
    }),
  );
  followBoardConfig();
  owned.add(book.onDidChange((device) => device === boardIdentity.device && followBoardConfig()));
  owned.add(
    connections.onDidReceive(({ connection, message }) => {
      const stored = store.add(connection.id, message);
      if (!stored) return;
      origins.arrived(stored);
      if (isReplay(connection)) return;
      if (stored.content.kind === 'message') backend.watch.note(stored.content.message.device);
      history.add(stored);
    }),
  );
  owned.add(
    connections.onDidChange(({ connection }) => {
      // What was only replayed goes with its connection.
      if (isReplay(connection) && !connections.get(connection.id)) store.forget(connection.id);
    }),
  );
  owned.add(connections.onDidChange(() => keepWhileLive()));
  owned.add(
    connections.onDidChange((status) => {
      if (isReplay(status.connection)) return;
      const real = connections.all.filter(({ connection }) => !isReplay(connection));
      chain.report(windowFact(windowStatus(status, real), clock.now()));
    }),
  );
  owned.add(
    connections.onDidChange(({ connection, state }) =>
      log.info(`${connection.name}: ${state.kind}`),
    ),
  );
  owned.add(
    registerMessages({
      commands,
      keys,
      pages: joint.pages,
      extensionUri: context.extensionUri,
      tree: joint.trees.messages,
      ...{ choice, catchUp, presence },
      sources: {
        ...{
          store,
          history,
          results,
          catchUp,
          connections,
          book,
          view,
          clock,
          format: localTimeFormat(),
        },
        originOf: (message) => origins.originOf(message),
        backend: backend.book,
        watch,
      },
      machine,
      writeFile: async (file, pieces) => {
        const { writeTextFile } = await import('../messages/io/textFile');
        await writeTextFile(file, pieces);
      },
      onFirstShown: () => void restore(),
    }),
  );
  return {
    connect: () => simulated().forEach((connection) => connections.connect(connection)),
    disconnect: () => connections.disconnect(simulatorConnectionId),
    ...{ store, book, connections, view },
    /** Says where messages are kept whether or not a window listens. */
    addArchives: (source: () => readonly MessageArchive[]) => void archiveSources.push(source),
    archivesChanged,
  };

  function createWatch(): DeviceWatch {
    return new DeviceWatch({
      store,
      clock,
      decode: (message) => shown.decode(message),
      liveSince: (id) => {
        const status = connections.get(id);
        // A replay tells of another time.
        if (!status || isReplay(status.connection)) return undefined;
        return status.state.kind === 'live' ? status.state.sinceMs : undefined;
      },
      muted: mutedStorage(context.globalState),
    });
  }

  /** What this window was connected to before comes back; the simulator has to be started anew for that. */
  async function restore(): Promise<void> {
    await history.open();
    void catchUp.run(presence.before);
    const ids = remembered.previous;
    if (ids.includes(simulatorConnectionId)) await simulator.start();
    for (const connection of choice.all) {
      if (ids.includes(connection.id)) connections.connect(connection);
    }
  }

  /**
   * The store is opened once something is live: opening it takes nothing from the time to the first message, which waits
   * for it. A window that ends without a word leaves a gap only while it is live.
   */
  function keepWhileLive(): void {
    const isLive = connections.all.some(
      ({ connection, state }) => state.kind === 'live' && !isReplay(connection),
    );
    if (isLive) void history.open();
    history.noteLive(isLive);
  }

  /** What an archive kept while the connection was lost, or before it was first there, is fetched. */
  function catchUpWhenLive(): () => void {
    const lostAtMs = new Map<string, number>();
    const live = new Set<string>();
    const read = new Set<string>();
    const look = (id: string) => {
      if (read.has(id) || !archives().some(({ connectionId }) => connectionId === id)) return;
      read.add(id);
      void catchUp.run(lostAtMs.get(id) ?? presence.before);
    };
    owned.add(
      connections.onDidChange(({ connection: { id }, state }) => {
        if (state.kind !== 'live') {
          if (live.delete(id)) lostAtMs.set(id, clock.now());
          read.delete(id);
          return;
        }
        live.add(id);
        look(id);
      }),
    );
    return () => live.forEach(look);
  }

  async function openKept() {
    const budget = keepingBudget();
    if (budget.megabytes === 0) return undefined;
    const { WorkerKeptMessages } = await import('../messages/io/workerKeptMessages');
    const worker = path.join(context.extensionPath, 'dist/messageStoreWorker.js');
    const file = path.join(context.globalStorageUri.fsPath, 'messages.db');
    return new WorkerKeptMessages(worker, file, budget);
  }

  /** Whoever listens to AWS IoT and chooses another profile listens with that one. */
  function followProfile(): void {
    const [wanted] = aws.all;
    if (wanted && !connections.saved.some(({ id }) => id === wanted.id))
      connections.know(choice.all);
    const stale = connections.all.filter(
      ({ connection: { id } }) => id.startsWith('aws:') && id !== wanted?.id,
    );
    for (const { connection } of stale) connections.disconnect(connection.id);
    if (stale.length > 0 && wanted) connections.connect(wanted);
  }

  /** What a person says of the virtual board's payload, its backend knows as well. */
  function followBoardConfig(): void {
    simulator.setBoardSettings(book.settingsOf(boardIdentity.device, undefined));
  }

  async function createMessageSource() {
    const { MqttMessageSource } = await import('../messages/io/mqttMessageSource');
    return new MqttMessageSource(clock);
  }
}

function isReplay({ endpoint }: Connection): boolean {
  return endpoint.kind === 'replay';
}
