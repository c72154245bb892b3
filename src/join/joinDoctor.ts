import * as vscode from 'vscode';
import type { StackStore } from '../cloud/stackStore';
import { stackLifecycle } from '../cloud/stackLifecycle';
import { ChainOverlay } from '../doctor/chainOverlay';
import type { ConnectionFacts, PathFacts, Reading, StackFacts } from '../doctor/pathFacts';
import { read, unread } from '../doctor/pathFacts';
import { sigfoxFacts } from '../doctor/sigfoxFacts';
import { registerDoctor } from '../doctor/ui/registerDoctor';
import type { Connection } from '../messages/connection';
import type { Connections, ConnectionStatus } from '../messages/connections';
import { decodeMessage } from '../messages/decodedMessage';
import { lostMessages } from '../messages/lostMessages';
import type { MessageStore, StoredMessage } from '../messages/messageStore';
import type { PayloadSettingsBook } from '../messages/payloadSettingsBook';
import { formatRowId, parseRowId } from '../messages/treeNode';
import type { ViewState } from '../messages/viewState';
import { Emitter } from '../shared/event';
import { arrowOf } from '../sigfox/backendApi';
import type { CallbackRoom } from '../sigfox/ui/registerSigfox';
import type { Backend } from './joinBackend';
import type { Joint } from './joint';
import { SessionReader } from './sessionReader';

export interface DoctorNeighbours {
  readonly backend: Backend;
  readonly callback: CallbackRoom;
  readonly stack: StackStore;
  readonly messages: {
    readonly store: MessageStore;
    readonly book: PayloadSettingsBook;
    readonly connections: Connections;
    readonly view: ViewState;
  };
}

/** The doctor: what every room knows of the path, brought together. */
export function joinDoctor(joint: Joint, rooms: DoctorNeighbours): void {
  const { owned, chain, clock, context, commands, pages, trees } = joint;
  const { messages, backend, callback } = rooms;
  const changed = owned.add(new Emitter<unknown>());
  const overlay = new ChainOverlay(chain);
  const sessions = new SessionReader();
  const tell = () => changed.fire(undefined);
  owned.add(chain.onDidChange(tell));
  owned.add(backend.book.onDidChange(tell));
  owned.add(messages.connections.onDidChange(tell));
  owned.add(messages.view.onDidChange(tell));
  owned.add(callback.onDidChange(tell));
  owned.add(rooms.stack.onDidChange(tell));
  owned.add(
    registerDoctor({
      ...{ commands, pages, chain, tree: trees.chain, extensionUri: context.extensionUri },
      onDidChange: changed.event,
      gather: async (device, { isProbing, signal }) => gather(device, isProbing, signal),
      devices: () => devices(),
      found: (diagnosis) => overlay.show(diagnosis, clock.now()),
    }),
  );

  async function gather(
    asked: string | undefined,
    isProbing: boolean,
    signal: AbortSignal,
  ): Promise<PathFacts> {
    const id = deviceOf(asked) ?? newestOf(undefined)?.device ?? [...backend.book.devices][0]?.id;
    const newest = id === undefined ? undefined : newestOf(id);
    const status = statusFor(newest?.stored);
    const nameOf = (device: string) =>
      messages.book.nameOf(device, status?.connection) ?? backend.book.nameOf(device) ?? device;
    if (id !== undefined) backend.watch.note(id);
    const [sigfox, stack, session] = await Promise.all([
      sigfoxFacts(backend.book, id, { isProbing, signal, undelivered: undelivered(id, status) }),
      stackReading(isProbing),
      sessions.reading(status, isProbing, signal),
    ]);
    return {
      nowMs: clock.now(),
      chain: overlay.proved,
      device: id === undefined ? undefined : { id, name: nameOf(id) },
      sketch: sketchFacts(),
      newest: newest && arrival(newest.stored, newest.device, status?.connection),
      sigfox,
      stack,
      pasted: callback.problems,
      connection: status && connectionFacts(status),
      session,
      view: { isPaused: messages.view.isPaused, filter: messages.view.filter },
    };
  }

  /** The newest message of a device, or of any. */
  function newestOf(
    device: string | undefined,
  ): { readonly stored: StoredMessage; readonly device: string } | undefined {
    let newest: { stored: StoredMessage; device: string } | undefined;
    for (const log of messages.store.logs) {
      const stored = log.messages.at(-1);
      if (!stored || log.device === undefined) continue;
      if (device !== undefined && log.device !== device) continue;
      if (stored.number > (newest?.stored.number ?? 0)) newest = { stored, device: log.device };
    }
    return newest;
  }

  /** The connection the device's messages come over, else the one that needs attention, else the first. */
  function statusFor(newest: StoredMessage | undefined): ConnectionStatus | undefined {
    const { all } = messages.connections;
    const own = all.find(({ connection }) => connection.id === newest?.connectionId);
    const troubled = all.find(({ state }) => state.kind !== 'live');
    return own ?? troubled ?? all[0];
  }

  function arrival(stored: StoredMessage, device: string, connection: Connection | undefined) {
    const settings = messages.book.settingsFor(stored, connection);
    const { problem } = decodeMessage(stored, settings, (wanted) => messages.book.decoder(wanted));
    const { connectionId, number, received } = stored;
    return {
      atMs: received.receivedAtMs,
      undecodable: problem,
      row: formatRowId({ kind: 'message', connectionId, device, number }),
    };
  }

  /** Delivered by Sigfox while this window listened, and not here. */
  function undelivered(id: string | undefined, status: ConnectionStatus | undefined) {
    if (id === undefined || !status) return undefined;
    const { store, connections } = messages;
    const sources = { store, connections, clock, backend: backend.book };
    const lost = new Set(
      lostMessages(sources, status.connection.id, id).map(({ timeMs }) => timeMs),
    );
    return backend.book
      .messagesOf(id)
      ?.find((message) => lost.has(message.timeMs) && arrowOf(message) === 'green');
  }

  async function stackReading(isProbing: boolean): Promise<Reading<StackFacts>> {
    const { stack } = rooms;
    if (isProbing && stack.reference) await stack.refresh();
    const { reference, snapshot, target } = stack;
    if (!reference) {
      return unread(vscode.l10n.t('no stack is known here'), {
        kind: 'command',
        label: vscode.l10n.t('Use an Existing Stack…'),
        command: 'sigfox.cloud.useStack',
      });
    }
    const name = reference.kind === 'stack' ? reference.name : reference.roleArn;
    if (stack.isGone) {
      const words = stack.problem?.reason ?? '';
      return read<StackFacts>({ name, target: undefined, trouble: { kind: 'gone', words } });
    }
    if (stack.problem && !snapshot) return unread(stack.problem.reason);
    const lifecycle = snapshot && stackLifecycle(snapshot, () => '');
    const isFailed =
      lifecycle !== undefined &&
      /^(rolledBack|deleted|deleteFailed|updateRollbackFailed)$/.test(lifecycle.kind);
    return read<StackFacts>({
      name,
      target,
      trouble: isFailed ? { kind: 'failed', words: lifecycle.words.trim() } : undefined,
    });
  }

  function devices() {
    const found = new Map<string, string>();
    for (const { id, name } of backend.book.devices) found.set(id, name);
    for (const { device, connectionId } of messages.store.logs) {
      if (device === undefined) continue;
      const connection = messages.connections.get(connectionId)?.connection;
      found.set(device, messages.book.nameOf(device, connection) ?? found.get(device) ?? device);
    }
    return [...found].map(([id, name]) => ({ id, name }));
  }
}

/** A row of the Messages view is asked about as well as a device. */
function deviceOf(asked: string | undefined): string | undefined {
  const row = parseRowId(asked);
  return row && 'device' in row ? row.device : asked;
}

/** Mistakes in sketches that are open, as the Problems panel has them. */
function sketchFacts(): PathFacts['sketch'] {
  for (const { uri } of vscode.workspace.textDocuments) {
    if (!uri.path.endsWith('.ino')) continue;
    const problems = vscode.languages
      .getDiagnostics(uri)
      .filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error)
      .map(({ message }) => message);
    if (problems.length > 0) return { name: uri.path.split('/').at(-1) ?? '', problems };
  }
  return undefined;
}

function connectionFacts({ connection, state }: ConnectionStatus): ConnectionFacts {
  const { name, isSimulated, topicFilters, endpoint } = connection;
  return {
    ...{ name, isSimulated, topicFilters, state, kind: endpoint.kind === 'aws' ? 'aws' : 'broker' },
    region: endpoint.kind === 'aws' && !isSimulated ? endpoint.region : undefined,
    account: endpoint.kind === 'aws' ? endpoint.identity?.()?.account : undefined,
  };
}
