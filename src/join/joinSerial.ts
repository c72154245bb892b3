import os from 'node:os';
import * as vscode from 'vscode';
import { monitorsKey } from './boardNeed';
import type { Sendings } from './joinSendings';
import type { Joint } from './joint';
import type { BoardPortSource } from '../firmware/boardPort';
import type { SketchMonitor } from '../firmware/monitorSettings';
import type { Connections } from '../messages/connections';
import type { MessageStore, StoredMessage } from '../messages/messageStore';
import type { PayloadSettingsBook } from '../messages/payloadSettingsBook';
import { formatRowId } from '../messages/treeNode';
import { ChannelDriver, type ByteChannel } from '../serial/channelDriver';
import type { KnownPort } from '../serial/knownPort';
import type { PortBroker } from '../serial/portBroker';
import { Monitors, type LogShelf } from '../serial/monitors';
import { MonitorTabs } from '../serial/monitorTabs';
import { type PayloadReader, rowNotes } from '../serial/sendingWords';
import type { SerialDriver } from '../serial/serialDriver';
import { registerSerial } from '../serial/ui/registerSerial';
import type { VirtualBoard } from '../simulator/board/virtualBoard';
import type { PayloadSettings } from '../sigfox/fieldDisplay';
import { displayFieldValue } from '../sigfox/fieldDisplay';
import { machineName } from '../shared/machine';

export interface SerialNeighbours {
  /** Boards that other rooms know of. */
  readonly ports: BoardPortSource;
  readonly broker: PortBroker;
  readonly board: VirtualBoard;
  readonly sendings: Sendings;
  /** What the project file of the sketch at hand says of the port its board is at. */
  projectSettings(): Promise<SketchMonitor | undefined>;
  readonly messages: {
    readonly store: MessageStore;
    readonly book: PayloadSettingsBook;
    readonly connections: Connections;
  };
}

/** The serial monitor and the plotter; what opens ports is loaded with the first that is opened. */
export function joinSerial(joint: Joint, neighbours: SerialNeighbours): void {
  const { context, owned, commands, keys, clock, chain, machine } = joint;
  const { ports, broker, sendings, messages } = neighbours;
  const tabs = owned.add(new MonitorTabs());
  const place = { platform: process.platform, userName: os.userInfo().username };
  const shelf = lazyShelf(joint);
  const read = payloadReader(messages);
  const look = (asked?: string) => lookForPorts(ports, asked);
  const monitors = owned.add(
    new Monitors({
      ...{ clock, tabs, look, sent: sendings.sent, platform: process.platform },
      shelf: {
        create: async (port) => (await shelf()).create(port),
        reopen: async (logId) => (await shelf()).reopen(logId),
      } satisfies LogShelf,
      storage: {
        read: () => context.workspaceState.get(monitorsKey),
        write: (stored) => void context.workspaceState.update(monitorsKey, stored),
      },
      driver: () => Promise.resolve(driverFor(neighbours.board)),
      hold: (port, holder) => broker.hold(port, holder),
      prove: (fact) => chain.report(fact),
      pause: () => new Promise((resolve) => setImmediate(resolve)),
    }),
  );
  owned.add(
    registerSerial({
      ...{ commands, keys, clock, tabs, monitors, place },
      extensionUri: context.extensionUri,
      projectSettings: () => neighbours.projectSettings(),
      prompt: {
        look,
        userOf: (address) => broker.userOf(address),
        machine: machine ?? machineName({ remoteName: undefined, wslDistribution: undefined }),
        isRemote: machine !== undefined,
      },
      logs: {
        saveLog: async (logId, to) => (await shelf()).saveLog(logId, to),
        writeText: async (file, parts) =>
          (await import('../serial/io/logShelf')).writeText(file, parts),
        readRecording: async (file) => (await import('../serial/io/logShelf')).readRecording(file),
      },
      notes: (logId, row, text) => rowNotes(text, sendings.sent.ofRow(logId, row), read),
      openMessage: (number) => openMessage(messages.store, number),
      onDidChangeNotes: (listener) => sendings.sent.onDidChange(listener),
    }),
  );
  if (monitors.hasRemembered) {
    keys.set('sigfox.monitored', true);
    void monitors.restore();
  }
}

function lazyShelf({ context, owned, clock, log }: Joint) {
  let made: Promise<import('../serial/io/logShelf').FileLogShelf> | undefined;
  const folder = vscode.Uri.joinPath(context.storageUri ?? context.globalStorageUri, 'serial');
  return () => {
    made ??= import('../serial/io/logShelf').then(({ FileLogShelf }) => {
      const shelf = new FileLogShelf(folder.fsPath, clock, (file, code) =>
        log.warn(`${file}: ${code}, trying again`),
      );
      owned.add({ dispose: () => void shelf.close() });
      return shelf;
    });
    return made;
  };
}

/** The virtual board is talked to inside the program where it has no port that the machine knows. */
function driverFor(board: VirtualBoard): SerialDriver {
  let machine: Promise<SerialDriver> | undefined;
  const channelAt = (address: string): ByteChannel | undefined => {
    const { state } = board;
    const isOurs = state.kind === 'running' && state.address === address;
    if (!isOurs || !address.startsWith('net:')) return undefined;
    return {
      onDidReceive: (listener) => board.onDidReceive(listener),
      onDidEnd: (listener) =>
        board.onDidChangeState(({ kind }) => {
          if (kind !== 'running') listener(undefined);
        }),
      write: (bytes) => board.write(bytes),
      reset: () => board.reset(),
    };
  };
  return new ChannelDriver(channelAt, () => {
    machine ??= import('../serial/io/nodeSerialDriver').then(({ NodeSerialDriver }) =>
      NodeSerialDriver.load(),
    );
    return machine;
  });
}

/** What the system lists, and what the rooms know of boards: theirs says more. */
async function lookForPorts(
  { ports }: BoardPortSource,
  asked?: string,
): Promise<readonly KnownPort[]> {
  const { listPorts } = await import('../serial/io/portList');
  const known = ports.filter(({ protocol }) => protocol === 'serial');
  const listed = await listPorts(asked);
  const others = listed.filter((port) => known.every(({ address }) => address !== port.address));
  const better = known.map((port) => {
    const same = listed.find(({ address }) => address === port.address);
    const identity = { ...same?.identity, ...port.identity };
    return { ...port, identity, ...(port.isVirtual && { manufacturer: vscode.l10n.t('virtual') }) };
  });
  return [...better, ...others];
}

/** By the config of the device that sends; before its id is known, by the only config that fits. */
function payloadReader({ store, book, connections }: SerialNeighbours['messages']): PayloadReader {
  const known = function* (): Generator<PayloadSettings> {
    for (const { device, connectionId } of store.logs) {
      const settings = device && book.settingsOf(device, connections.get(connectionId)?.connection);
      if (settings) yield settings;
    }
  };
  return (payload, device) => {
    const own =
      device &&
      connections.all
        .map(({ connection }) => book.settingsOf(device, connection))
        .find((settings) => settings !== undefined);
    const candidates = own ? [own] : [...known()].filter((settings) => fits(settings, payload));
    const configs = new Set(candidates.map(({ config }) => config));
    const [settings] = candidates;
    return settings && configs.size === 1 ? valuesOf(settings, payload) : undefined;
  };

  function fits(settings: PayloadSettings, payload: Uint8Array): boolean {
    const { config } = book.decoder(settings);
    return Math.max(0, ...config.fields.map(({ lastByte }) => lastByte + 1)) === payload.length;
  }

  function valuesOf(settings: PayloadSettings, payload: Uint8Array): string {
    const { config, decode } = decoderOf(settings);
    const { values, problems } = decode(payload);
    const [problem] = problems;
    if (problem) return problem.message;
    return config.fields
      .flatMap((field, at) => {
        const value = values[at];
        const shown =
          value === undefined
            ? ''
            : displayFieldValue(field, value, displayOf(settings, field.name));
        return shown === '' ? [] : [`${field.name} ${shown}`];
      })
      .join(' · ');
  }

  function decoderOf(settings: PayloadSettings) {
    const decoder = book.decoder(settings);
    return { config: decoder.config, decode: (payload: Uint8Array) => decoder.decode(payload) };
  }
}

function displayOf({ display }: PayloadSettings, name: string) {
  return Object.hasOwn(display, name) ? display[name] : undefined;
}

async function openMessage(store: MessageStore, number: number): Promise<void> {
  const message = [...store.logs]
    .flatMap(({ messages }) => messages)
    .find((each: StoredMessage) => each.number === number);
  if (!message) return;
  const device = message.content.kind === 'message' ? message.content.message.device : '';
  const { connectionId } = message;
  const row = formatRowId({ kind: 'message', connectionId, device, number });
  await vscode.commands.executeCommand('sigfox.messages.open', row);
}
